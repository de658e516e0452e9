import { CODE_FORMS, type CodeForm } from '../../core/card/embed-code.ts'
import { hostPolicy, policyText } from '../../core/card/host-policy.ts'
import { policyInWords } from '../../core/embedding/policy-in-words.ts'
import type { Media } from '../../core/media.ts'
import { html, type Markup } from '../../core/text/html.ts'
import { ALL_WORDS } from '../../core/words/find-words.ts'
import type { Reader } from '../../core/words/reader.ts'
import type { Words } from '../../core/words/words.ts'

interface EmbedChooser {
  readonly media: Media
  readonly reader: Reader
  readonly baseUrl: string
  /** Whether there is a script to pin. */
  readonly canPin: boolean
}

/** The files for publishers that a form needs (`public/publishers`). */
const FILE_OF: Partial<Record<CodeForm, string>> = { react: 'PlacardEmbed.tsx', wordpress: 'placard-embed.php' }
/** Forms whose code says nothing about its width: the page's column does. */
const WITHOUT_WIDTH: readonly CodeForm[] = ['element', 'react']

/** The button that opens the chooser, and the chooser; neither is seen before `chooser.js` runs. */
export function embedChooser({ media, reader: { words, asked }, baseUrl, canPin }: EmbedChooser): Markup {
  const { chooser, site, widget } = words
  const forms = formsOffered(canPin)
  return html`<button type="button" class="opener" data-opens="chooser" hidden>${chooser.open}</button>
<dialog id="chooser" class="chooser" aria-labelledby="chooser-title" data-source="${baseUrl}/v1/media/shortcode/${media.shortcode}/embed-code">
<header><h2 id="chooser-title">${widget.embedCode}</h2><button type="button" class="closer" data-closes aria-label="${widget.close}">×</button></header>
<div class="choices">
${policyNote(media, words)}
${choice('form', chooser.form, formOptions(forms, words), 'chooser-hints')}
<div id="chooser-hints">${forms.map((form) => hintOf(form, words, baseUrl))}</div>
<div class="row">
${choice('theme', chooser.theme, [option('', chooser.automatic), option('light', chooser.light), option('dark', chooser.dark)])}
${choice('lang', site.language, [option('', chooser.automatic), ...ALL_WORDS.map(({ lang, name }) => html`<option value="${lang}" lang="${lang}"${lang === asked && html` selected`}>${name}</option>`)])}
<div><label for="chooser-maxwidth">${chooser.width}</label><input id="chooser-maxwidth" name="maxwidth" type="number" inputmode="numeric" min="240" max="1200" step="1" placeholder="640"></div>
<p class="check"><input id="chooser-caption" name="caption" type="checkbox" value="off" checked><label for="chooser-caption">${chooser.caption}</label></p>
</div>
<div class="copyable">
<label for="chooser-code">${widget.embedCode}</label>
<textarea id="chooser-code" rows="6" readonly spellcheck="false" autocomplete="off" dir="ltr"></textarea>
<button type="button" data-copy="chooser-code" hidden aria-label="${site.copy}: ${widget.embedCode}">${site.copy}</button>
</div>
<p class="hint" role="status" data-failed="${chooser.failed}" data-copied="${site.copied}" data-selected="${site.selected}"></p>
</div>
<div class="seen"><h3>${chooser.preview}</h3>
<iframe title="${chooser.preview}" sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" referrerpolicy="strict-origin"></iframe></div>
</dialog>
<script src="${baseUrl}/static/chooser.js" defer></script>`
}

/** Where the media may be embedded, if not everywhere: whoever copies its code should know. */
export function policyNote(media: Media, words: Words): Markup | undefined {
  const note = policyInWords(media, words)
  return note === undefined ? undefined : html`<p class="hint">${note}</p>`
}

/** What the host page's own policy must allow for each form; the same is told at length in `public/publishers/host-policy.md`. */
export function hostPolicies({ media, reader: { words }, baseUrl, canPin }: EmbedChooser): Markup {
  const { chooser } = words
  const names = new Map<string, string[]>()
  for (const form of formsOffered(canPin)) {
    const policy = policyText(hostPolicy(form, baseUrl, { video: media.video !== undefined }))
    names.set(policy, [...(names.get(policy) ?? []), nameOf(form, words)])
  }
  const rows = [...names].map(([policy, forms]) => {
    const lines = policy.split(/(?<=;) /).map((directive) => html`<code>${directive}</code>`)
    return html`<tr><th scope="row">${forms.map((name) => html`<span>${name}</span>`)}</th><td dir="ltr">${lines}</td></tr>`
  })
  return html`<details class="policies"><summary>${chooser.policy}</summary>
<p class="hint">${chooser.policyHint}</p>
<table><tbody>${rows}</tbody></table>
</details>`
}

function formsOffered(canPin: boolean): readonly CodeForm[] {
  return CODE_FORMS.filter((form) => canPin || form !== 'pinned')
}

function nameOf(form: CodeForm, { work, chooser }: Words): string {
  const names = {
    full: chooser.standard,
    'script-only': work.scriptOnly,
    pinned: work.pinned,
    'no-script': work.withoutScript,
    frame: work.frame,
    element: chooser.element,
    react: 'React',
    wordpress: 'WordPress',
  } as const satisfies Record<CodeForm, string>
  return names[form]
}

function hintOf(form: CodeForm, { work, chooser }: Words, baseUrl: string): Markup {
  const hints = {
    full: work.embedHint,
    'script-only': work.scriptOnlyHint,
    pinned: work.pinnedHint,
    'no-script': work.withoutScriptHint,
    frame: work.frameHint,
    element: chooser.elementHint,
    react: chooser.reactHint,
    wordpress: chooser.wordpressHint,
  } as const satisfies Record<CodeForm, string>
  const name = FILE_OF[form]
  const [before = '', after = ''] = chooser.file.split('{file}')
  const file = name !== undefined && html` ${before}<a href="${baseUrl}/static/${name}" download>${name}</a>${after}`
  return html`<p class="hint" data-form="${form}"${form !== 'full' && html` hidden`}>${hints[form]}${file}</p>`
}

function formOptions(forms: readonly CodeForm[], words: Words): readonly Markup[] {
  return forms.map((form) => {
    const isWide = WITHOUT_WIDTH.includes(form) && html` data-without="maxwidth"`
    return html`<option value="${form}"${isWide}>${nameOf(form, words)}</option>`
  })
}

function choice(name: string, label: string, options: readonly Markup[], described?: string): Markup {
  const hints = described !== undefined && html` aria-describedby="${described}"`
  return html`<div><label for="chooser-${name}">${label}</label><select id="chooser-${name}" name="${name}"${hints}>${options}</select></div>`
}

function option(value: string, label: string): Markup {
  return html`<option value="${value}">${label}</option>`
}
