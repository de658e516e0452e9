import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (name: string) => readFileSync(new URL(`../../../public/${name}`, import.meta.url), 'utf8')

/** Values of the custom properties in the first block after `from`. */
function palette(css: string, from: string): Readonly<Record<string, string>> {
  const start = css.indexOf(from)
  const block = css.slice(css.indexOf('{', css.indexOf(':root', start)), css.indexOf('}', start))
  return Object.fromEntries([...block.matchAll(/--([a-z]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name, colour]))
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

const DARK = '@media (prefers-color-scheme: dark)'

describe('contrast', () => {
  it('is 21 between black and white', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  })

  it.each([
    ['pages/colours.css', 'light', ':root', ['ink', 'muted', 'accent'], ['paper', 'wall']],
    ['pages/colours.css', 'dark', DARK, ['ink', 'muted', 'accent'], ['paper', 'wall']],
    ['demo.css', 'light', ':root', ['text', 'soft', 'sea'], ['page', 'tint']],
    ['demo.css', 'dark', DARK, ['text', 'soft', 'sea'], ['page', 'tint']],
  ] as const)('is at least 4.5 for every text of %s in its %s theme (WCAG 1.4.3)', (file, _theme, from, texts, grounds) => {
    const colours = palette(read(file), from)
    for (const text of texts) {
      for (const ground of grounds)
        expect(contrast(colours[text] ?? '', colours[ground] ?? ''), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    }
  })
})

describe('the style of the pages', () => {
  const parts = readdirSync(new URL('../../../public/pages/', import.meta.url)).filter((name) => name !== 'index.css')
  const css = parts.map((name) => read(`pages/${name}`)).join('\n')

  it('has a place for each of its parts', () => {
    const named = [...read('pages/index.css').matchAll(/^@import "\.\/(.+)";$/gm)].map(([, name]) => name)
    expect(named.toSorted()).toEqual(parts.toSorted())
  })

  it('loads nothing: no font, no picture, no other style', () => {
    expect(css).not.toMatch(/url\(|@import|@font-face/)
  })

  it('shows where the focus is, and minds forced colours, reduced motion and print', () => {
    for (const part of [':focus-visible', 'forced-colors: active', 'prefers-reduced-motion', '@media print']) expect(css).toContain(part)
  })

  it('has a class for each digit of an aspect ratio', () => {
    for (const place of ['ones', 'tenths', 'hundredths']) {
      expect(css.match(new RegExp(`\\.${place}-\\d \\{`, 'g'))).toHaveLength(10)
    }
  })
})
