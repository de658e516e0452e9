/** @jsxImportSource react */
'use client'

import { type HTMLAttributes, type RefAttributes, useEffect, useRef, useState } from 'react'

export interface PlacardEmbedProps {
  /** The shortcode: what stands in `/p/{code}/`. */
  readonly code: string
  /** Where Placard runs, such as `https://pictures.example`. All embeds of a page come from one server. */
  readonly server: string
  /** Title, creator and licence in one line: the whole credit wherever no script runs, and until it does. */
  readonly fallback: string
  /** By default what the page says of itself, else what the reader prefers. */
  readonly theme?: 'light' | 'dark' | undefined
  /** BCP 47; by default the server's own language. */
  readonly lang?: string | undefined
  /** `false` leaves the caption out. */
  readonly caption?: boolean | undefined
  /** For pages whose policy allows scripts by nonce. */
  readonly nonce?: string | undefined
}

/** A picture with its credit. The server renders a link with the credit in it; in the browser embed.js draws the card in its place. */
export function PlacardEmbed({ code, server, fallback, theme, lang, caption = true, nonce }: PlacardEmbedProps) {
  const base = server.replace(/\/+$/, '')
  const address = `${base}/p/${encodeURIComponent(code)}/`
  const element = useRef<HTMLElement>(null)
  const [failed, setFailed] = useState<string>()

  useEffect(() => loadOnce(`${base}/embed.js`, nonce), [base, nonce])
  useEffect(() => {
    // The element says so where the card could not be had: then the credit comes back.
    const controller = new AbortController()
    element.current?.addEventListener('placard:error', () => setFailed(address), { signal: controller.signal })
    return () => controller.abort()
  }, [address])

  const link = (
    <a href={address} hrefLang={lang}>
      {fallback}
    </a>
  )
  if (failed === address) return <p>{link}</p>
  return (
    <placard-embed key={base} ref={element} code={code} theme={theme} lang={lang} caption={caption ? undefined : 'off'}>
      {link}
    </placard-embed>
  )
}

/** The page has one script of a server, however many embeds come and go; one that did not load is tried again by the next embed. */
function loadOnce(src: string, nonce: string | undefined): void {
  // Looked for in the page rather than remembered, since the page may bring it itself, pinned by `integrity` or with a nonce.
  if ([...document.scripts].some((script) => script.src === src || isPinned(script, src))) return
  const script = document.createElement('script')
  script.async = true
  if (nonce !== undefined) script.nonce = nonce
  script.addEventListener('error', () => script.remove())
  try {
    script.src = src
  } catch {
    return // Trusted Types: only the page itself may bring the script, and until it does the link stays.
  }
  document.head.append(script)
}

/** The same script under the address of its release. */
function isPinned({ src }: HTMLScriptElement, evergreen: string): boolean {
  const base = evergreen.slice(0, -'/embed.js'.length)
  return src.startsWith(`${base}/w/`) && src.endsWith('/embed.js')
}

/** The element itself, for those who bring the script on their own. */
export interface PlacardElementProps extends HTMLAttributes<HTMLElement>, RefAttributes<HTMLElement> {
  readonly code: string
  readonly theme?: string | undefined
  readonly caption?: string | undefined
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'placard-embed': PlacardElementProps
    }
  }
}
