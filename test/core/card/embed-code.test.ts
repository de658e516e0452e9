import { describe, expect, it } from 'vitest'
import { buildEmbedCode, type CodeRequest } from '../../../server/core/card/embed-code.ts'
import { hostPolicy, policyText } from '../../../server/core/card/host-policy.ts'
import { present } from '../../../server/usecases/serve/get-media.ts'
import { bridge, portrait } from '../../fixtures/media.ts'

const baseUrl = 'https://placard.example'
const embedding = { hosts: 'everyone', allow: [], deny: [] } as const
const code = (request: Pick<CodeRequest, 'form'> & Partial<CodeRequest>, lang?: 'de') =>
  buildEmbedCode({ ...present(bridge, { baseUrl, lang: 'en', embedding }, lang), baseUrl, caption: true, ...request })

const CREDIT = 'The bridge at dusk — Zoë Łęcka / Placard Pictures · © 2026 Zoë Łęcka · CC BY 4.0'

describe('the code of the element', () => {
  it('holds the whole fallback of the snippet, and brings the script', () => {
    const [paragraph] = /<p>.*<\/p>/.exec(code({ form: 'script-only' }).text) ?? []
    expect(paragraph).toMatch(/^<p><a href="https:\/\/placard\.example\/p\/C6aHDKgAQA\/"><picture>.*<img [^>]*width="640" height="\d+"/)
    expect(code({ form: 'element' }).text).toBe(
      `<placard-embed code="C6aHDKgAQA" about="https://placard.example/p/C6aHDKgAQA/">${paragraph}</placard-embed><script async="async" src="https://placard.example/embed.js" charset="utf-8"></script>`,
    )
  })

  it('says only what was chosen', () => {
    expect(code({ form: 'element', theme: 'dark', caption: false }, 'de').text).toMatch(
      /^<placard-embed code="C6aHDKgAQA" theme="dark" lang="de" dir="ltr" caption="off" about="/,
    )
  })
})

describe('the code for React', () => {
  it('is one element of JSX', () => {
    expect(code({ form: 'react' }).text).toBe(`<PlacardEmbed server="https://placard.example" code="C6aHDKgAQA" fallback="${CREDIT}" />`)
  })

  it('says only what was chosen', () => {
    expect(code({ form: 'react', theme: 'light', caption: false }, 'de').text).toMatch(/ theme="light" lang="de" caption=\{false\} \/>$/)
  })

  it('keeps every character of a hostile title, by references', () => {
    const { text } = buildEmbedCode({ ...present(portrait, { baseUrl, lang: 'en', embedding }), baseUrl, caption: true, form: 'react' })
    expect(text).toContain('fallback="&quot;Fish &amp; &lt;chips&gt;&quot; ')
  })

  it('shows what the component renders', () => {
    expect(code({ form: 'react' }).html).toBe(code({ form: 'element' }).text)
  })
})

describe('the code for WordPress', () => {
  it.each([
    [{}, '[placard code="C6aHDKgAQA"]'],
    [{ theme: 'dark', caption: false } as const, '[placard code="C6aHDKgAQA" theme="dark" caption="off"]'],
    [{ box: { width: 480, height: Number.POSITIVE_INFINITY } }, '[placard code="C6aHDKgAQA" width="480"]'],
  ])('is a shortcode of the plugin: %j', (request, text) => {
    expect(code({ form: 'wordpress', ...request }).text).toBe(text)
  })

  it('shows what the server answers to the plugin', () => {
    expect(code({ form: 'wordpress' }).html).toBe(code({ form: 'full' }).text)
  })
})

it('pins the script only where that is chosen', () => {
  const pin = { src: `${baseUrl}/w/1.0.0/0123456789abcdef/embed.js`, integrity: 'sha384-x' }
  expect(code({ form: 'pinned', pin }).text).toContain(
    'src="https://placard.example/w/1.0.0/0123456789abcdef/embed.js" integrity="sha384-x"',
  )
  expect(code({ form: 'full', pin }).text).toContain('src="https://placard.example/embed.js" charset')
})

describe('what a host page’s policy must allow', () => {
  it.each([
    [
      'full',
      false,
      'script-src https://placard.example/embed.js; connect-src https://placard.example/v1/; img-src https://placard.example/t/',
    ],
    ['pinned', false, 'script-src https://placard.example/w/; connect-src https://placard.example/v1/; img-src https://placard.example/t/'],
    ['no-script', true, 'img-src https://placard.example/t/'],
    ['frame', true, 'frame-src https://placard.example/p/'],
    [
      'element',
      true,
      'script-src https://placard.example/embed.js; connect-src https://placard.example/v1/; img-src https://placard.example/t/; media-src https://placard.example/v/',
    ],
  ] as const)('for %s, of a video: %s', (form, video, text) => {
    expect(policyText(hostPolicy(form, baseUrl, { video }))).toBe(text)
  })
})
