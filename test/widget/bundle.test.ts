import { readdirSync, readFileSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

const code = readFileSync('dist/widget/embed.js')
const text = code.toString('utf8')

describe('the built embed.js', () => {
  it('is at most 10,000 B brotli', () => {
    expect(brotliCompressSync(code).length).toBeLessThanOrEqual(10_000)
  })

  it.each([
    ['HTML sinks (W3)', /innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|srcdoc|DOMParser/i],
    ['code from strings (W1)', /\beval\b|\bFunction\(|setTimeout\(`|import\(/],
    ['elements that would hold code or style (W1, W3)', /createElement\(`(script|style|link)`/],
    ['modules or AMD (W8)', /\bdefine\(\[|define\.amd|module\.exports|\bexports\./],
    ['storage, cookies or beacons (W16)', /localStorage|sessionStorage|indexedDB|document\.cookie|sendBeacon/],
  ])('holds no %s', (_name, pattern) => {
    expect(text).not.toMatch(pattern)
  })

  it('is one expression that leaves no name behind', () => {
    expect(text.trim()).toMatch(/^!function\(\)\{[\s\S]*\}\(\);?$/)
  })
})

describe('the style of the card', () => {
  it('has a place for each of its parts', () => {
    const named = [...readFileSync('widget/card.css', 'utf8').matchAll(/^@import "\.\/styles\/(.+)";$/gm)].map(([, name]) => name)
    expect(named.toSorted()).toEqual(readdirSync('widget/styles').toSorted())
  })
})
