import { describe, expect, it } from 'vitest'
import { parse5Parser } from '../../server/adapters/html-parser/parse5.ts'
import { creatorInText, licenceInText, noticeInText } from '../../server/core/check/credit-text.ts'
import type { PictureFile } from '../../server/core/check/file-facts.ts'
import { parseLinkHeader } from '../../server/core/check/link-header.ts'
import { checkPages } from '../../server/usecases/check/check-pages.ts'
import type { CheckReport } from '../../server/wire/check-report.ts'
import { silent } from '../fixtures/media.ts'
import { fc } from '../support/properties.ts'

const FILE: PictureFile = { kind: 'JPEG', width: 4, height: 4, description: silent, carriers: [], leaks: [], notes: [] }
const PAGE = 'https://evil.example/'

async function check(html: string, headers: Record<string, string> = {}): Promise<CheckReport> {
  const bytes = new TextEncoder().encode(html)
  const get = async (url: string) => ({
    kind: 'fetched' as const,
    url,
    status: 200,
    headers: { 'content-type': url === PAGE ? 'text/html' : 'image/jpeg', ...headers },
    bytes,
    isCut: false,
  })
  return checkPages({ fetcher: { get }, parser: parse5Parser(), metadata: { read: async () => FILE } }, { urls: [PAGE], minimum: 0 })
}

const times = (count: number, text: string) => text.repeat(count)

// What is quadratic takes minutes here and runs into the test's own limit; what is linear takes less than a second each.
describe('a page that is made to take for ever', () => {
  it.each<[string, string]>([
    ['200,000 elements deep', `${times(200_000, '<div>')}<img src=a>`],
    ['quotations in quotations around its picture', `${times(60_000, '<blockquote>x')}<img src=a>`],
    ['figures in figures', `${times(60_000, '<figure>x')}${times(40, '<img src=a>')}`],
    ['60,000 pictures', Array.from({ length: 60_000 }, (_, index) => `<img src=${index}>`).join('')],
    ['a srcset of commas', `<img src=a srcset="${times(1_000_000, ',')}">`],
    ['a srcset of letters and commas', `<img src=a srcset="${times(1_000_000, 'a,')}">`],
    [
      'things in things',
      times(40_000, '<div typeof=ImageObject itemscope itemtype=https://schema.org/ImageObject property=creator itemprop=creator>x'),
    ],
    ['one property 60,000 times', `<div typeof=ImageObject>${times(60_000, '<i property=creator>a</i>')}</div>`],
    ['licences in licences', times(40_000, '<div rel=license property=cc:attributionName href=/a about=/b>')],
    ['links in a figure', `<figure><img src=a>${times(50_000, '<a href=/x>y</a>')}</figure>`],
    ['one long capital word', `<figure><img src=a><figcaption>${times(500_000, 'A')}</figcaption></figure>`],
    ['capital words', `<figure><img src=a><figcaption>${times(200_000, 'Aa Aa ')}</figcaption></figure>`],
    ['a million JSON brackets', `<script type="application/ld+json">${times(400_000, '[')}</script><img src=a>`],
    ['a long list of things', `<script type="application/ld+json">[${times(40_000, '{"@type":"ImageObject"},')}0]</script><img src=a>`],
    ['60,000 frames', Array.from({ length: 60_000 }, (_, index) => `<iframe src=/f${index}></iframe>`).join('')],
    ['60,000 metas', times(60_000, '<meta property=og:image content=/a>')],
  ])('of %s is judged all the same', async (_name, html) => {
    expect(await check(html)).toMatchObject({ version: 1, targets: [{ target: PAGE }] })
  })

  it('of ends that nothing began is given up, as one of beginnings without end is', () => {
    let time = 0
    const parser = parse5Parser(() => (time += 6_000))
    expect(parser.parse(times(200, '</q>'))).toBeUndefined()
    expect(parser.parse(times(200, '<q>'))).toBeUndefined()
    expect(parser.parse('<q></q>')).toBeDefined()
  })

  it.each([
    times(8_000, '<'),
    times(8_000, '<a>;x '),
    `<a>${times(16_000, ' ')}`,
    `<a>;x=${times(16_000, '"')}`,
    `<a>${times(4_000, ';a=')}`,
  ])('nor does a header: %.12s', (header) => {
    expect(parseLinkHeader(header, PAGE).length).toBeLessThan(8_001)
  })
})

describe('any text', () => {
  it('has some credit or none, and is never a fault of ours', () => {
    const word = fc.constantFrom(
      'Photo',
      ':',
      'by',
      'Aa',
      '/',
      'via',
      '©',
      '2026',
      'CC BY',
      ' ',
      '(',
      'É',
      '写真：',
      '\u202e',
      '·',
      'Courtesy of',
      '|',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(word, { maxLength: 60 }).map((words) => words.join(' ')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          for (const found of [creatorInText(text, []), noticeInText(text), licenceInText(text)]) {
            if (found !== undefined) expect(found.trim()).not.toBe('')
          }
        },
      ),
    )
  })

  it('is a page that can be judged', async () => {
    const part = fc.constantFrom(
      ...[
        '<figure>',
        '</figure>',
        '<img src=a.jpg alt=',
        '"',
        '>',
        '<a href=',
        'javascript:x',
        '//[',
        '<picture><source srcset=',
        '<video poster=b>',
      ],
      ...[
        '<div about=',
        'typeof=ImageObject ',
        'rel=license ',
        '<script type="application/ld+json">',
        '{"@type":"ImageObject","contentUrl":',
        '</script>',
      ],
      ...[
        '<template shadowrootmode=open>',
        '<base href=',
        'http://',
        '<iframe src=',
        '\0',
        '\ud800',
        '<!--',
        ']]>',
        '__proto__',
        '<svg><img src=x>',
      ],
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 40 }), async (parts) => {
        const report = await check(parts.join(''))
        expect(JSON.parse(JSON.stringify(report))).toEqual(report)
        for (const { score = 0 } of report.targets) expect(score).toBeLessThanOrEqual(100)
      }),
      { numRuns: 300 },
    )
  })
})
