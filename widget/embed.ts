import { defineElement } from './element.ts'
import { isFramePage, startFrame } from './frame.ts'
import { startLoader } from './loader.ts'
import { publish } from './registry.ts'

/** The one script of a host page and of the frame page. What fails here is caught around the whole script (vite.config.ts, W18). */
const base = ownBase()
if (base !== undefined) {
  if (isFramePage(base)) startFrame(base)
  else
    publish(base, () => {
      const loader = startLoader(base)
      defineElement(loader)
      return loader.process
    })
}

/**
 * The base URL of the server that this script came from; `undefined` where the browser does not say.
 *
 * Asked of the prototype's own getter while the script runs: `document.currentScript` itself can be any element named so (W6).
 */
function ownBase(): string | undefined {
  const script = Object.getOwnPropertyDescriptor(Document.prototype, 'currentScript')?.get?.call(document)
  if (!(script instanceof HTMLScriptElement)) return undefined
  const { origin, pathname } = new URL(script.src)
  const folder = /^(.*?)(\/w\/[^/]+\/[^/]+)?\/embed\.js$/.exec(pathname)?.[1]
  return folder === undefined ? undefined : origin + folder
}
