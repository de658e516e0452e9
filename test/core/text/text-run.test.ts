import { expect, it } from 'vitest'
import { joinRuns, runsMarkup, runsText } from '../../../server/core/text/text-run.ts'

const markup = (...runs: Parameters<typeof runsMarkup>[0]) => runsMarkup(runs).join('')

it('joins the groups that say something', () => {
  const runs = joinRuns([[], [{ text: 'Ann' }], [], [{ text: 'Bob' }, { text: '!' }]], ' / ')
  expect(runsText(runs)).toBe('Ann / Bob!')
  expect(joinRuns([[], []], ' / ')).toEqual([])
})

it('isolates every name and leaves separators alone (W13)', () => {
  expect(markup({ text: 'مريم' }, { text: ' · ' }, { text: '7' })).toBe('<bdi>مريم</bdi> · <bdi>7</bdi>')
})

it('writes the language and the link of a run', () => {
  expect(markup({ text: 'Zoë', lang: 'pl', href: 'https://zoe.example/?a=1&b=2', rel: 'author' })).toBe(
    '<a href="https://zoe.example/?a=1&amp;b=2" rel="author"><bdi lang="pl">Zoë</bdi></a>',
  )
  expect(markup({ text: '★', href: 'https://star.example/' })).toBe('<a href="https://star.example/"><bdi>★</bdi></a>')
})

it('keeps text text (W12)', () => {
  expect(markup({ text: '<b onclick="x">\'&', lang: '"><script>' })).toBe(
    '<bdi lang="&quot;&gt;&lt;script&gt;">&lt;b onclick=&quot;x&quot;&gt;&#39;&amp;</bdi>',
  )
})
