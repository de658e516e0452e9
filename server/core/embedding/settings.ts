import type { EmbedPolicy } from '../media.ts'
import { parseHostPattern } from './host-pattern.ts'

/** The owner's word about embedding as text, by the names of the settings. */
export interface EmbedSettings {
  readonly PLACARD_EMBED: string
  readonly PLACARD_EMBED_ALLOW: string
  readonly PLACARD_EMBED_DENY: string
  readonly PLACARD_EMBED_CRAWLERS: string
}

type Lists = Exclude<keyof EmbedSettings, 'PLACARD_EMBED'>

/** A product token (RFC 9110 §5.6.2, §10.1.5). */
const TOKEN = /^[\w!#$%&'*+.^`|~-]{1,64}$/

/**
 * What holds of all media that have no policy of their own, and which crawlers read the plain addresses.
 *
 * @param problems  Receives a sentence for each thing that is wrong.
 */
export function parseEmbedSettings(
  settings: EmbedSettings,
  problems: string[],
): { readonly embedding: EmbedPolicy; readonly embedCrawlers: readonly string[] } {
  const list = (name: Lists, expected: string, parse: (item: string) => string | undefined) =>
    parseList(settings[name], parse, (item) =>
      problems.push(`Expected ${expected} for ${name} but received ${JSON.stringify(item.slice(0, 60))}`),
    )
  const hosts = parseHosts(settings.PLACARD_EMBED, problems)
  const pattern = 'hosts such as news.example or *.news.example, joined by commas,'
  const allow = list('PLACARD_EMBED_ALLOW', pattern, parseHostPattern)
  const deny = list('PLACARD_EMBED_DENY', pattern, parseHostPattern)
  const token = (item: string) => (TOKEN.test(item) ? item : undefined)
  const embedCrawlers = list('PLACARD_EMBED_CRAWLERS', 'product tokens such as Googlebot-Image, joined by commas,', token)
  if ((hosts === 'listed') !== (settings.PLACARD_EMBED_ALLOW !== '')) {
    problems.push('Expected PLACARD_EMBED_ALLOW together with PLACARD_EMBED=listed, and only then, but received one without the other')
  }
  return { embedding: { hosts, allow, deny }, embedCrawlers }
}

function parseHosts(text: string, problems: string[]): EmbedPolicy['hosts'] {
  const hosts = (['everyone', 'listed', 'nobody'] as const).find((known) => known === text)
  if (hosts === undefined)
    problems.push(`Expected everyone, listed or nobody for PLACARD_EMBED but received ${JSON.stringify(text.slice(0, 60))}`)
  return hosts ?? 'nobody'
}

function parseList(text: string, parse: (item: string) => string | undefined, refuse: (item: string) => void): readonly string[] {
  const items = text.split(',').map((item) => item.trim())
  return items.flatMap((item) => {
    const parsed = parse(item)
    if (parsed === undefined && item !== '') refuse(item)
    return parsed ?? []
  })
}
