/** @jsxImportSource react */
import { StrictMode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot, hydrateRoot, type Root } from 'react-dom/client'
import { PlacardEmbed, type PlacardEmbedProps } from '../../../public/publishers/react/PlacardEmbed.tsx'

/** What `test/widget/react.test.tsx` drives: an application of React in a publisher's page. */
export interface ReactPage {
  /** Takes over what the server rendered. */
  hydrate(props: PlacardEmbedProps): void
  mount(embeds: readonly PlacardEmbedProps[]): void
  unmount(): void
  /** What React complained of. */
  readonly complaints: string[]
}

let root: Root | undefined
const complaints: string[] = []
const container = () => document.getElementById('root') as HTMLElement
const onRecoverableError = (error: unknown) => complaints.push(String(error))
// Where React reports a mismatch.
console.error = (...words) => complaints.push(words.join(' '))

const reactPage: ReactPage = {
  complaints,
  hydrate(props) {
    root = hydrateRoot(container(), tree([props]), { onRecoverableError })
  },
  mount(embeds) {
    root ??= createRoot(container(), { onRecoverableError })
    flushSync(() => root?.render(tree(embeds)))
  },
  unmount() {
    flushSync(() => root?.unmount())
    root = undefined
  },
}

function tree(embeds: readonly PlacardEmbedProps[]) {
  return (
    <StrictMode>
      {embeds.map((props) => (
        <PlacardEmbed key={props.code} {...props} />
      ))}
    </StrictMode>
  )
}

Object.assign(globalThis, { reactPage })
