import { describe, expect, it } from 'vitest'
import { creditFor } from '../../../server/core/credit/credit.ts'
import type { Description } from '../../../server/core/media.ts'
import { runsText } from '../../../server/core/text/text-run.ts'
import { bridge, inDefault, silent } from '../../fixtures/media.ts'

const PERMALINK = 'https://placard.example/p/C6aHDKgAQA/'
const BY = 'https://creativecommons.org/licenses/by/4.0/'

/** The credit of a picture called Bridge of which the owner says only this. */
function creditOf(said: Partial<Description>) {
  return creditFor({ description: { ...silent, title: inDefault('Bridge'), ...said } }, PERMALINK)
}

const ann = { name: 'Ann Owner' }
const bob = { name: 'Bob Maker' }

describe('the byline', () => {
  const notice = (text: string) => ({ copyrightNotice: inDefault(text) })
  it.each<[string, Partial<Description>, string, string]>([
    ['the creator alone', { creators: [ann] }, 'Photo: Ann Owner', ''],
    ['two creators', { creators: [ann, bob] }, 'Photo: Ann Owner and Bob Maker', ''],
    ['three creators', { creators: [ann, bob, { name: 'Cy' }] }, 'Photo: Ann Owner, Bob Maker and Cy', ''],
    ['creator and supplier', { creators: [ann], source: 'Agency' }, 'Photo: Ann Owner / Agency', ''],
    ['the supplier alone', { source: 'Agency' }, 'Photo: Agency', ''],
    ['creator and credit line', { creators: [ann], creditLine: 'Agency' }, 'Photo: Ann Owner / Agency', ''],
    ['the credit line alone', { creditLine: 'Agency' }, 'Photo: Agency', ''],
    [
      'a credit line that names the creator, word for word',
      { creators: [ann], creditLine: 'Ann Owner/Agency' },
      'Photo: Ann Owner/Agency',
      '',
    ],
    ['a credit line that only repeats the creator, once', { creators: [ann], creditLine: 'ANN OWNER.' }, 'Photo: Ann Owner', ''],
    [
      'a credit line that names all creators',
      { creators: [ann, bob], creditLine: 'Bob Maker & Ann Owner' },
      'Photo: Bob Maker & Ann Owner',
      '',
    ],
    [
      'the creator whom the credit line leaves out',
      { creators: [ann, bob], creditLine: 'Ann Owner/Agency' },
      'Photo: Bob Maker / Ann Owner/Agency',
      '',
    ],
    ['a name that is only part of a word of the credit line', { creators: [{ name: 'Al' }], creditLine: 'Alamy' }, 'Photo: Al / Alamy', ''],
    [
      'the words of the credit line for what it is',
      { creators: [ann], creditLine: 'Foto: Ann Owner/Agentur' },
      'Foto: Ann Owner/Agentur',
      '',
    ],
    ['a creator whose name is such a word', { creators: [{ name: 'By Hansen' }] }, 'Photo: By Hansen', ''],
    ['a creator named twice, once', { creators: [ann, { name: 'ann owner' }], creditLine: 'Ann Owner' }, 'Photo: Ann Owner', ''],
    [
      'no supplier beside a credit line with rights reserved',
      { creators: [ann], creditLine: 'Ann Owner/Agency', source: 'Stock' },
      'Photo: Ann Owner/Agency',
      '',
    ],
    [
      'the source where a licence asks for it',
      { creators: [ann], creditLine: 'Ann Owner', source: 'Lomiri Wallpapers', licenceUrl: BY },
      'Photo: Ann Owner / Lomiri Wallpapers',
      'CC BY 4.0',
    ],
    ['a source that is the creator, once', { creators: [ann], source: 'Ann Owner', licenceUrl: BY }, 'Photo: Ann Owner', 'CC BY 4.0'],
    ['nobody, where nobody is named', {}, '', ''],
    [
      'a notice with a year beside the same name',
      { creators: [ann], ...notice('© 2020 Ann Owner') },
      'Photo: Ann Owner',
      '© 2020 Ann Owner',
    ],
    ['a notice of another owner', { creators: [ann], ...notice('© Agency') }, 'Photo: Ann Owner', '© Agency'],
    [
      'a notice that claims rights',
      { creators: [ann], ...notice('© Ann Owner, all rights reserved') },
      'Photo: Ann Owner',
      '© Ann Owner, all rights reserved',
    ],
    [
      'a notice of one of those named',
      { creators: [ann], creditLine: 'Agency', ...notice('© Ann Owner') },
      'Photo: Ann Owner / Agency',
      '© Ann Owner',
    ],
    ['the sign of a notice that only repeats the name', { creators: [ann], ...notice('© Ann Owner') }, 'Photo: © Ann Owner', ''],
    [
      'the word of a notice that only repeats the name',
      { creators: [ann], ...notice('Copyright (c) Ann Owner') },
      'Photo: Copyright (c) Ann Owner',
      '',
    ],
    ['a notice that is only the name', { creators: [ann], creditLine: 'Ann Owner', ...notice('Ann Owner') }, 'Photo: Ann Owner', ''],
    [
      'a sign that the credit line has already',
      { creditLine: '© Ann Owner/Agency', ...notice('© Ann Owner / Agency') },
      'Photo: © Ann Owner/Agency',
      '',
    ],
    ['a sign behind the name as a notice of its own', { creators: [ann], ...notice('Ann Owner ©') }, 'Photo: Ann Owner', ''],
    ['the notice alone', notice('© 2020 Ann Owner'), '', '© 2020 Ann Owner'],
  ])('shows %s', (_, said, byline, rights) => {
    const credit = creditOf(said)
    expect(runsText(credit.byline)).toBe(byline)
    expect(runsText(credit.rights)).toBe(rights)
  })

  it.each([
    ['digitalCapture', 'Photo: Ann Owner'],
    ['negativeFilm', 'Photo: Ann Owner'],
    ['algorithmicallyEnhanced', 'Photo: Ann Owner'],
    ['print', 'Image: Ann Owner'],
    ['digitalCreation', 'Image: Ann Owner'],
    ['screenCapture', 'Image: Ann Owner'],
    ['algorithmicMedia', 'Image: Ann Owner'],
    ['compositeCapture', 'Composite: Ann Owner'],
    ['compositeSynthetic', 'Composite: Ann Owner · includes synthetic elements'],
    ['trainedAlgorithmicMedia', 'Image: Ann Owner · AI-generated'],
    ['compositeWithTrainedAlgorithmicMedia', 'Image: Ann Owner · AI-edited'],
    ['somethingNew', 'Photo: Ann Owner'],
  ])('says of %s: %s', (code, expected) => {
    for (const scheme of ['http', 'https']) {
      const digitalSourceType = `${scheme}://cv.iptc.org/newscodes/digitalsourcetype/${code}`
      expect(runsText(creditOf({ creators: [ann], digitalSourceType }).byline)).toBe(expected)
    }
  })

  it('discloses a machine also where nobody is named, and in every text', () => {
    const credit = creditOf({ digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia' })
    expect(runsText(credit.byline)).toBe('AI-generated')
    for (const text of [credit.text, credit.shortText, credit.html]) expect(text).toContain('AI-generated')
  })

  it('gives every name a run of its own, linked where the creator has a page', () => {
    const link = { href: 'https://ann.example/', rel: 'author noopener noreferrer nofollow ugc' }
    const linked = { ...ann, url: 'https://ann.example' }
    expect(creditOf({ creators: [linked, bob], creditLine: 'Foto: ANN OWNER / Bob Maker / Agency' }).byline).toEqual([
      { text: 'Foto: ' },
      { text: 'ANN OWNER', ...link },
      { text: ' / ' },
      { text: 'Bob Maker' },
      // Not isolated with the name behind it: from right to left it would stand at the far end of the line.
      { text: ' / ' },
      { text: 'Agency' },
    ])
  })

  it('names twenty creators and counts the others', () => {
    const creators = Array.from({ length: 22 }, (_, index) => ({ name: `Creator ${index + 1}` }))
    expect(runsText(creditOf({ creators }).byline)).toMatch(/^Photo: Creator 1, .*, Creator 20 and 2 others$/)
    expect(creditOf({ creators: creators.slice(0, 20) }).author?.name).toMatch(/, Creator 19 and Creator 20$/)
    expect(creditOf({ creators: creators.slice(0, 21) }).author?.name).toMatch(/, Creator 20 and 1 other$/)
  })
})

describe('the rights line', () => {
  const kind = 'license noopener noreferrer'
  it.each([
    ['a licence', BY, [{ text: 'CC BY 4.0', href: BY, rel: kind }]],
    [
      'CC0, which marks',
      'http://creativecommons.org/publicdomain/zero/1.0',
      [{ text: 'Marked with ' }, { text: 'CC0 1.0', href: 'https://creativecommons.org/publicdomain/zero/1.0/', rel: kind }],
    ],
    [
      'a statement, which is no licence',
      'http://rightsstatements.org/vocab/InC/1.0/',
      [{ text: 'In Copyright', href: 'https://rightsstatements.org/vocab/InC/1.0/', rel: kind }],
    ],
    [
      'terms of the owner, for which nobody vouches (W12)',
      'https://agency.example/terms',
      [{ text: 'Terms of use', href: 'https://agency.example/terms', rel: 'license noopener noreferrer nofollow ugc' }],
    ],
  ])('links %s', (_, licenceUrl, expected) => {
    expect(creditOf({ licenceUrl }).rights).toEqual(expected)
  })

  it('marks in the middle of a line', () => {
    const said = { copyrightNotice: inDefault('© 2018 Ann Owner'), licenceUrl: 'https://creativecommons.org/publicdomain/zero/1.0/' }
    expect(runsText(creditOf(said).rights)).toBe('© 2018 Ann Owner · marked with CC0 1.0')
  })

  it('leads from the notice over the terms to a licence', () => {
    const said = {
      copyrightNotice: inDefault('© 2026 Agency'),
      licenceUrl: 'https://agency.example/terms',
      licensorUrl: 'https://agency.example/buy',
    }
    const { rights, acquireLicensePage } = creditOf(said)
    expect(runsText(rights)).toBe('© 2026 Agency · Terms of use · Get a licence')
    expect(rights.at(-1)).toEqual({ text: 'Get a licence', href: 'https://agency.example/buy', rel: 'noopener noreferrer nofollow ugc' })
    expect(acquireLicensePage).toBe('https://agency.example/buy')
  })

  it('links a source that is an address, and never takes it for a name', () => {
    const credit = creditOf({ creators: [ann], source: 'https://archive.example/1234', licenceUrl: BY })
    expect(runsText(credit.byline)).toBe('Photo: Ann Owner')
    expect(credit.rights.at(-1)).toMatchObject({ text: 'Source', href: 'https://archive.example/1234' })
    expect(credit.source).toBe('https://archive.example/1234')
  })

  it('tells the usage terms where nothing else is said', () => {
    expect(runsText(creditOf({ usageTerms: inDefault('Editorial\nuse only') }).rights)).toBe('Editorial use only')
    expect(runsText(creditOf({ usageTerms: inDefault('Editorial use only'), licenceUrl: BY }).rights)).toBe('CC BY 4.0')
  })

  it('gives the notice its language', () => {
    const copyrightNotice = [{ lang: 'de', text: '© 2026 Ann Owner, alle Rechte vorbehalten' }]
    expect(creditOf({ copyrightNotice }).rights).toEqual([{ text: '© 2026 Ann Owner, alle Rechte vorbehalten', lang: 'de' }])
  })
})

it.each<[string, Partial<Description>, string, string | undefined]>([
  ['its title', {}, 'Bridge', undefined],
  ['its title with the language', { title: [{ lang: 'de', text: 'Brücke' }] }, 'Brücke', 'de'],
  ['the whole of a short caption', { title: [], caption: inDefault('A bridge at dusk.') }, 'A bridge at dusk.', undefined],
  [
    'the first words of a long caption',
    { title: [], caption: inDefault('A suspension bridge over calm water, seen from the north bank, at dusk.') },
    'A suspension bridge over calm water, seen from the north…',
    undefined,
  ],
  ['the alt text without a caption', { title: inDefault('\u200b'), altText: inDefault('A red bridge') }, 'A red bridge', undefined],
  ['Untitled if nothing is said', { title: [] }, 'Untitled', 'en'],
])('calls a picture by %s', (_, said, text, lang) => {
  expect(creditOf(said).title).toEqual(lang === undefined ? { text } : { text, lang })
})

describe('the author', () => {
  it.each<[string, Partial<Description>, object | undefined]>([
    [
      'a single creator with the page',
      { creators: [{ ...ann, url: 'https://ann.example/' }] },
      { name: 'Ann Owner', url: 'https://ann.example/' },
    ],
    [
      'several creators as one, without a page',
      { creators: [{ ...ann, url: 'https://ann.example/' }, bob] },
      { name: 'Ann Owner and Bob Maker' },
    ],
    ['the credit line without a creator', { creditLine: 'Agency' }, { name: 'Agency' }],
    ['nobody', { source: 'Agency' }, undefined],
  ])('is %s', (_, said, author) => {
    expect(creditOf(said).author).toEqual(author)
  })
})

describe('the credit in one line', () => {
  const credit = creditFor(bridge, PERMALINK)

  it('has the addresses in words where it is copied', () => {
    expect(credit.text).toBe(
      '“The bridge at dusk” — Zoë Łęcka / Placard Pictures · © 2026 Zoë Łęcka · licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/) · https://placard.example/p/C6aHDKgAQA/',
    )
  })

  it('has no address in its short form', () => {
    expect(credit.shortText).toBe('The bridge at dusk — Zoë Łęcka / Placard Pictures · © 2026 Zoë Łęcka · CC BY 4.0')
  })

  it('has links as HTML, each name isolated for direction (W13)', () => {
    expect(credit.html).toBe(
      '<a href="https://placard.example/p/C6aHDKgAQA/"><cite><bdi lang="en">The bridge at dusk</bdi></cite></a> — ' +
        '<a href="https://zoe.example/" rel="author noopener noreferrer nofollow ugc"><bdi>Zoë Łęcka</bdi></a> / <bdi>Placard Pictures</bdi>' +
        ' · <bdi>© 2026 Zoë Łęcka</bdi> · <bdi>licensed under </bdi>' +
        '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license noopener noreferrer"><bdi>CC BY 4.0</bdi></a>',
    )
  })

  it('is the title alone where nothing else is said', () => {
    expect(creditOf({})).toMatchObject({ text: `“Bridge” · ${PERMALINK}`, shortText: 'Bridge', creators: [], byline: [], rights: [] })
  })

  it('keeps the quotation marks of a title', () => {
    expect(creditOf({ title: inDefault('„Brücke“') }).text).toBe(`„Brücke“ · ${PERMALINK}`)
  })

  it.each([
    [
      'http://creativecommons.org/publicdomain/mark/1.0/',
      'marked with Public Domain Mark 1.0 (https://creativecommons.org/publicdomain/mark/1.0/)',
    ],
    ['http://rightsstatements.org/vocab/NoC-US/1.0/', 'No Copyright - United States (https://rightsstatements.org/vocab/NoC-US/1.0/)'],
    ['https://agency.example/terms', 'Terms of use (https://agency.example/terms)'],
  ])('never licenses what %s does not', (licenceUrl, expected) => {
    expect(creditOf({ licenceUrl }).text).toBe(`“Bridge” — ${expected} · ${PERMALINK}`)
  })
})

describe('hostile metadata', () => {
  it('stays text (W12)', () => {
    const evil = '"><img src=x onerror=alert(1)>'
    const credit = creditOf({
      title: inDefault(evil),
      creators: [{ name: evil, url: 'javascript:alert(1)' }],
      creditLine: `${evil}!`,
      source: evil,
      copyrightNotice: inDefault(`© 2026 ${evil}`),
      licenceUrl: 'javascript:alert(1)',
      licensorUrl: 'data:text/html,x',
    })
    expect(credit.html).not.toMatch(/<img|javascript:|data:/)
    expect([...credit.byline, ...credit.rights].filter(({ href }) => href !== undefined)).toEqual([])
    expect(credit.licence).toBeUndefined()
    expect(credit.acquireLicensePage).toBeUndefined()
  })

  it('cannot turn its neighbours around or hide in a name (W13)', () => {
    const credit = creditOf({
      creators: [{ name: 'Ann\u202e \u200bOwner\u{e0041}' }],
      copyrightNotice: inDefault('\u2067© 2026 Ann Owner'),
    })
    expect(credit.shortText).toBe('Bridge — Ann Owner · © 2026 Ann Owner')
  })

  it('cannot show one host and lead to another (W13)', () => {
    const creator = (name: string) => creditOf({ creators: [{ name, url: 'https://evil.example/' }] }).author
    expect(creator('agency.com')).toEqual({ name: 'agency.com' })
    expect(creator('Ann Owner (www.agency.com)')).toEqual({ name: 'Ann Owner (www.agency.com)' })
    expect(creator('www.evil.example')).toEqual({ name: 'www.evil.example', url: 'https://evil.example/' })
    expect(creator('J. R. Owner')).toEqual({ name: 'J. R. Owner', url: 'https://evil.example/' })
  })

  it('is gone where nothing visible is left of it', () => {
    expect(creditOf({ creators: [{ name: '\u200b' }], creditLine: ' ', source: '\ufeff', usageTerms: inDefault('\u2060') })).toMatchObject({
      shortText: 'Bridge',
      creators: [],
    })
  })
})
