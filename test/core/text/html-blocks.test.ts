import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fillSlots, html, jsonLdBlock } from '../../../server/core/text/html.ts'

describe('jsonLdBlock', () => {
  it('holds the value, and nothing in it ends the block or starts a comment', () => {
    const text = jsonLdBlock({ name: '</script><!--', url: 'https://placard.example/?a&b' }).toString()
    expect(text).toBe(
      '<script type="application/ld+json">{"name":"\\u003c/script\\u003e\\u003c!--","url":"https://placard.example/?a\\u0026b"}</script>',
    )
  })
})

describe('fillSlots', () => {
  it('keeps the document and puts markup where it names a slot', () => {
    const filled = fillSlots('<p>&lt;</p><!-- placard:one --><b></b><!-- placard:two -->', (slot) => html`<i>${slot}${' & more'}</i>`)
    expect(filled.toString()).toBe('<p>&lt;</p><i>one &amp; more</i><b></b><i>two &amp; more</i>')
  })

  it('leaves other comments alone', () => {
    expect(fillSlots('<!-- a --><!--placard:one-->', () => html`<i></i>`).toString()).toBe('<!-- a --><!--placard:one-->')
  })

  it('is called for documents of the project and for finished snippets only', () => {
    const folder = new URL('../../../server/', import.meta.url)
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
    const callers = files.filter((name) => /\bfillSlots\(/.test(readFileSync(new URL(name, folder), 'utf8')))
    expect(callers.toSorted()).toEqual(['core/text/html.ts', 'http/pages/demo-page.ts', 'http/pages/preview-page.ts'])
  })
})
