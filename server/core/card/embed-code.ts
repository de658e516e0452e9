import type { Size } from '../media.ts'
import { html } from '../text/html.ts'
import { buildSnippet, type SnippetForm, type SnippetRequest } from './snippet.ts'

/** What a publisher may choose from: every form of the snippet, one with a script that never changes, and two for those who have our files. */
export const CODE_FORMS = ['full', 'script-only', 'pinned', 'no-script', 'frame', 'element', 'react', 'wordpress'] as const

export type CodeForm = (typeof CODE_FORMS)[number]

export interface CodeRequest extends Omit<SnippetRequest, 'form'> {
  readonly form: CodeForm
}

export interface EmbedCode extends Size {
  /** What the publisher pastes. */
  readonly text: string
  /** What a page then holds; `text` itself where that is HTML. */
  readonly html: string
}

/** What becomes of each form in a page. */
const HTML_OF = {
  full: 'full',
  'script-only': 'script-only',
  pinned: 'full',
  'no-script': 'no-script',
  frame: 'frame',
  element: 'element',
  react: 'element',
  wordpress: 'full',
} as const satisfies Record<CodeForm, SnippetForm>

/** The code of one media in the form that was chosen, and what it shows. */
export function buildEmbedCode({ form, pin, ...request }: CodeRequest): EmbedCode {
  const pinned = form === 'pinned' && pin !== undefined && { pin }
  const snippet = buildSnippet({ ...request, form: HTML_OF[form], ...pinned })
  return { ...snippet, text: textOf(form, request) ?? snippet.html }
}

/** Of the forms that are no HTML. */
function textOf(form: CodeForm, request: Omit<CodeRequest, 'form' | 'pin'>): string | undefined {
  if (form === 'react') return reactCode(request)
  return form === 'wordpress' ? wordpressCode(request) : undefined
}

/** JSX reads the references of HTML in an attribute. @see https://facebook.github.io/jsx/#prod-JSXAttributes */
function reactCode({ media, credit, baseUrl, theme, caption }: Omit<CodeRequest, 'form' | 'pin'>): string {
  const { asked, shortText } = credit
  const options = html`${theme !== undefined && html` theme="${theme}"`}${asked !== undefined && html` lang="${asked}"`}${!caption && html` caption={false}`}`
  return html`<PlacardEmbed server="${baseUrl}" code="${media.shortcode}" fallback="${shortText}"${options} />`.toString()
}

/** WordPress has no escapes in a shortcode, and needs none: every value is one of a few. */
function wordpressCode({ media, credit, theme, caption, box }: Omit<CodeRequest, 'form' | 'pin'>): string {
  const width = box !== undefined && Number.isFinite(box.width) ? box.width : undefined
  const options = { code: media.shortcode, theme, lang: credit.asked, caption: caption ? undefined : 'off', width }
  const given = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${value}"`]))
  return `[placard${given.join('')}]`
}
