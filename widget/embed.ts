import { defineElement } from './element.ts'
import { isFramePage, startFrame } from './frame.ts'
import { publishLegacy } from './legacy.ts'
import { startLoader } from './loader.ts'
import { publish } from './registry.ts'
import { acceptLegacy } from './snippets.ts'

/*
 * The one script of a host page and of the frame page. What fails here is caught around the whole script (vite.config.ts, W18).
 *
 * Attributes of the script:
 *   data-placard-consent="click"  nothing is loaded from the server before the reader's click; a snippet or an element may say otherwise
 *   data-placard-legacy           blockquotes of the 2015 platform's form are snippets too, if their permalink is one of this server
 *
 * Attributes of a snippet (`data-placard-…`) and of <placard-embed code=…> (plain names), read again whenever they change:
 *   caption="off"   theme="light | dark"   lang=BCP 47   consent="click"   mode="frame" (snippets only)
 *
 * Events on the snippet or element; they bubble, cross shadow roots and carry `detail: { code, status }`:
 *   placard:ready  the card stands, or stands corrected, or its place is too low for one and keeps its own words; status `live`
 *   placard:gone   there is no picture to show; status `private`, `unknown`, `embargoed`, `expired`, `withdrawn`, `disputed` or `restricted`
 *   placard:error  the server does not answer, and the fallback stays; status `failed`
 *
 * While the page stays open the server is asked again, at most once a minute, when cards are looked at again; the events tell what has changed.
 */
const script = ownScript()
const base = script && baseOf(script)
if (base !== undefined) {
  if (isFramePage(base)) startFrame(base)
  else
    publish(base, () => {
      const isLegacy = script?.hasAttribute('data-placard-legacy')
      if (isLegacy) acceptLegacy()
      const loader = startLoader(base, script?.getAttribute('data-placard-consent'))
      defineElement(loader)
      if (isLegacy) publishLegacy(loader.process)
      return loader.process
    })
}

/** Asked of the prototype's own getter while the script runs: `document.currentScript` itself can be any element named so (W6). */
function ownScript(): HTMLScriptElement | undefined {
  const script = Object.getOwnPropertyDescriptor(Document.prototype, 'currentScript')?.get?.call(document)
  return script instanceof HTMLScriptElement ? script : undefined
}

/** The base URL of the server that the script came from; `undefined` where it has another name. */
function baseOf({ src }: HTMLScriptElement): string | undefined {
  const { origin, pathname } = new URL(src)
  const folder = /^(.*?)(\/w\/[^/]+\/[^/]+)?\/embed\.js$/.exec(pathname)?.[1]
  return folder === undefined ? undefined : origin + folder
}
