import { bridge } from '../../fixtures/media.ts'
import type { Tags } from '../../support/exiftool.ts'

/** How something is still there: in words that are read; as the target of a link; in the file; in a header; in the pixels of the picture. */
export type How = 'text' | 'link' | 'metadata' | 'header' | 'pixels'

/** What is left of a credit at the end of a path. Empty: it is lost. */
export interface Remains {
  readonly creator: readonly How[]
  readonly licence: readonly How[]
  readonly source: readonly How[]
}

/** One of the things that a path ends in, such as each of the files that a reader may save. */
export interface Copy {
  readonly what: string
  readonly remains: Remains
}

/** What the owner of the fixture says. */
const CREATOR = 'Zoë Łęcka'
const LICENCE = 'CC BY 4.0'
const LICENCE_URL = 'https://creativecommons.org/licenses/by/4.0/'
const PATH = `/p/${bridge.shortcode}/`

/** What a reader reads, and where it leads. Addresses that a line or a page breaks are read as one. */
export function inWords(text: string, links: readonly string[] = []): Remains {
  const words = text.normalize('NFC').replace(/\s+/g, ' ')
  const glued = words.replaceAll(' ', '')
  return {
    creator: words.includes(CREATOR) ? ['text'] : [],
    licence: found({ text: words.includes(LICENCE) || glued.includes(LICENCE_URL), link: links.includes(LICENCE_URL) }),
    source: found({ text: glued.includes(PATH), link: links.some((link) => isPermalink(link)) }),
  }
}

/** What the real exiftool reads in a file. */
export function inFile(tags: Tags): Remains {
  const creator = [tags['XMP-dc:Creator']].flat().includes(CREATOR)
  return {
    creator: found({ metadata: creator }),
    licence: found({ metadata: tags['XMP-xmpRights:WebStatement'] === LICENCE_URL }),
    source: found({ metadata: isPermalink(String(tags['XMP-dc:Source'])) }),
  }
}

/** What the headers say of a file: of the creator there is no header. */
export function inHeaders(headers: Headers): Remains {
  const link = headers.get('link') ?? ''
  const permalink = /<([^>]+)>; rel="describedby"/.exec(link)?.[1] ?? ''
  return {
    creator: [],
    licence: found({ header: link.includes(`<${LICENCE_URL}>; rel="license"`) }),
    source: found({ header: isPermalink(permalink) }),
  }
}

/** Both together. */
export function merge(...all: readonly Remains[]): Remains {
  const of = (what: keyof Remains) => [...new Set(all.flatMap((remains) => remains[what]))]
  return { creator: of('creator'), licence: of('licence'), source: of('source') }
}

function found(how: Partial<Record<How, boolean>>): readonly How[] {
  return (Object.keys(how) as How[]).filter((each) => how[each]) // the keys are those of the record
}

function isPermalink(url: string): boolean {
  return URL.canParse(url) && new URL(url).pathname === PATH
}

/** `text | text+link | link`: creator, licence and source. */
export function inOneLine({ creator, licence, source }: Remains): string {
  return [creator, licence, source].map((hows) => hows.join('+') || 'LOST').join(' | ')
}

export interface TableRow extends Copy {
  readonly path: string
}

/** The matrix for people. */
export function tableOf(rows: readonly TableRow[]): string {
  const head = ['path', 'what is left', 'creator', 'licence', 'source']
  const cells = rows.map(({ path, what, remains }) => [path, what, ...inOneLine(remains).split(' | ')])
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line), ''].join('\n')
}
