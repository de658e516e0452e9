import card from './card.css?inline'

/**
 * What stands around the card inside its shadow root.
 *
 * The host keeps its margins, width and place in the page, so nothing beside it moves. Its padding, border, background and quotation
 * marks belong to the fallback's look: `!important` inside a shadow root beats every rule of the page (CSS Scoping 1, section 3.3), and
 * is used for these alone. Everything that would be inherited ends at `.box` (W10); custom properties pass.
 */
const around = `:host{display:block;padding:0!important;border:0!important;background:none!important;box-shadow:none!important;text-decoration:none!important}
:host([hidden]){display:none}
:host::before,:host::after{content:none!important;display:none!important}
.box{all:initial;display:block}
.box:empty{aspect-ratio:4/3}
iframe{display:block;border:0;inline-size:100%}
.fixed iframe{block-size:100%!important}`

/** One style sheet for all cards of a page. @throws {TypeError} in browsers without constructable style sheets. */
export function makeSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(around + card)
  return sheet
}
