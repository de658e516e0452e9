import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { html } from '../../../server/core/text/html.ts'
import { demoPage } from '../../../server/http/pages/demo-page.ts'
import { parsePage } from '../../support/document.ts'

const template = readFileSync(new URL('../../../public/demo/index.html', import.meta.url), 'utf8')
const SLOTS = ['landscape', 'portrait', 'element', 'frame', 'fallback', 'panorama', 'square', 'unknown', 'private']

describe('the demonstration page', () => {
  it('has a place for every kind of embed, in the order of the article', () => {
    expect([...template.matchAll(/<!-- placard:([a-z]+) -->/g)].map(([, slot]) => slot)).toEqual(SLOTS)
  })

  it('says before each place how it is embedded', () => {
    expect(template.match(/<\/aside>\n<!-- placard:/g)).toHaveLength(SLOTS.length)
  })

  it('fills each place with the markup for it', () => {
    const slots = Object.fromEntries(
      SLOTS.map((slot) => [slot, html`<blockquote class="placard" cite="https://placard.example/p/${slot}/"></blockquote>`]),
    )
    const page = parsePage(demoPage({ template, slots }).toString())
    expect(page.all('blockquote').map(({ attributes }) => attributes.cite)).toEqual(
      SLOTS.map((slot) => `https://placard.example/p/${slot}/`),
    )
    expect(page.all('p').filter(({ attributes }) => attributes.class === 'no-picture')).toEqual([])
  })

  it('says so where the collection has no such picture', () => {
    const page = parsePage(demoPage({ template, slots: { landscape: undefined } }).toString())
    const said = page.all('p').filter(({ attributes }) => attributes.class === 'no-picture')
    expect(said).toHaveLength(SLOTS.length)
    expect(said[0]?.text).toBe('This collection has no picture for this place yet.')
  })

  it('is a valid document with a design of its own', () => {
    const page = parsePage(demoPage({ template, slots: {} }).toString())
    expect(page.faults).toEqual([])
    expect(page.all('h1')).toHaveLength(1)
    expect(page.all('link').map(({ attributes }) => attributes.href)).toEqual(['../static/demo.css'])
    expect(page.all().filter(({ attributes }) => 'style' in attributes)).toEqual([])
  })
})
