import { parseHostPattern } from '../embedding/host-pattern.ts'
import { parseXmpDate } from '../file-metadata/capture-date.ts'
import { parseDataMining, parseSourceType } from '../file-metadata/embedded-rights.ts'
import { MAX } from '../file-metadata/metadata-text.ts'
import { type EmbedPolicy, type Standing, WITHDRAWAL_REASONS, type WithdrawalReason } from '../media.ts'
import { isRecord, paragraphs, refuseOthers } from './parse-text.ts'
import { type Parse, reportUnexpected } from './problems.ts'

/** A standing whose moment is not known yet. */
export type StandingPatch =
  | { readonly kind: 'published' }
  | { readonly kind: 'withdrawn'; readonly reason: WithdrawalReason; readonly text?: string }
  | { readonly kind: 'disputed'; readonly text?: string }

/** One of these words. */
export function oneOf<T extends string>(...words: readonly T[]): Parse<T> {
  return (value, field, report) => words.find((word) => word === value) ?? reportUnexpected(report, inWords(words), { field, value })
}

function inWords(words: readonly string[]): string {
  return words.join(', ').replace(/, ([^,]+)$/, ' or $1')
}

/** A capture date as precise as known, as XMP spells it. */
export const captureDate: Parse<string> = (value, field, report) => {
  const date = typeof value === 'string' ? parseXmpDate(value) : undefined
  return date ?? reportUnexpected(report, 'a date such as 2019, 2019-06, 2019-06-01 or 2019-06-01T12:00:00+02:00', { field, value })
}

/** A term of the PLUS vocabulary, or its code alone. */
export const dataMining: Parse<string> = (value, field, report) => {
  const term =
    typeof value === 'string' ? parseDataMining(value.startsWith('DMI-') ? `http://ns.useplus.org/ldf/vocab/${value}` : value) : undefined
  return term ?? reportUnexpected(report, 'a PLUS data mining value such as DMI-PROHIBITED', { field, value })
}

/** A term of the IPTC vocabulary, or its code alone. */
export const sourceType: Parse<string> = (value, field, report) => {
  const isCode = typeof value === 'string' && /^[A-Za-z]+$/.test(value)
  const term =
    typeof value === 'string' ? parseSourceType(isCode ? `http://cv.iptc.org/newscodes/digitalsourcetype/${value}` : value) : undefined
  return term ?? reportUnexpected(report, 'an IPTC digital source type such as digitalCapture', { field, value })
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/

/** An RFC 3339 moment with its zone, as Unix milliseconds; seconds may be left out. */
export const moment: Parse<number> = (value, field, report) => {
  const text = typeof value === 'string' ? value.trim().toUpperCase() : ''
  // JavaScript would take 30 February for 2 March.
  const isDate = MOMENT.test(text) && parseXmpDate(text) !== undefined
  const ms = isDate ? Date.parse(text) : Number.NaN
  return Number.isNaN(ms) ? reportUnexpected(report, 'a moment with its zone such as 2026-12-24T18:00:00+01:00', { field, value }) : ms
}

/** `published`, or why it is not. */
export const standing: Parse<StandingPatch> = (value, field, report) => {
  if (value === 'published') return { kind: 'published' }
  if (!isRecord(value)) return reportUnexpected(report, '"published" or {"kind": …}', { field, value })
  const kind = oneOf('published', 'withdrawn', 'disputed')(value.kind, `${field}.kind`, report)
  if (kind === undefined) return undefined
  refuseOthers(value, STANDING_KEYS[kind], { field, report })
  if (kind === 'published') return { kind }
  const text = value.text === undefined || value.text === null ? undefined : paragraphs(MAX.notice)(value.text, `${field}.text`, report)
  const words = text === undefined ? {} : { text }
  if (kind === 'disputed') return { kind, ...words }
  const reason = oneOf(...WITHDRAWAL_REASONS)(value.reason, `${field}.reason`, report)
  return reason && { kind, reason, ...words }
}

const STANDING_KEYS = {
  published: ['kind'],
  withdrawn: ['kind', 'reason', 'text'],
  disputed: ['kind', 'text'],
} as const satisfies Record<Standing['kind'], readonly string[]>

/** On whose pages; lists that are not given are empty. */
export const embedPolicy: Parse<EmbedPolicy> = (value, field, report) => {
  if (!isRecord(value))
    return reportUnexpected(report, '{"hosts": "everyone", "listed" or "nobody", "allow": […], "deny": […]}', { field, value })
  refuseOthers(value, ['hosts', 'allow', 'deny'], { field, report })
  const hosts = oneOf('everyone', 'listed', 'nobody')(value.hosts, `${field}.hosts`, report)
  const allow = hostList(value.allow ?? [], `${field}.allow`, report)
  const deny = hostList(value.deny ?? [], `${field}.deny`, report)
  return hosts && allow && deny && { hosts, allow, deny }
}

/** frame-ancestors goes out with every page: some hundreds of hosts are what a header bears. */
const MAX_HOSTS = 200
const hostList: Parse<readonly string[]> = (value, field, report) => {
  if (!Array.isArray(value) || value.length > MAX_HOSTS)
    return reportUnexpected(report, `a list of at most ${MAX_HOSTS} hosts`, { field, value })
  return value.flatMap((item, index) => hostPattern(item, `${field}[${index}]`, report) ?? [])
}

const hostPattern: Parse<string> = (value, field, report) => {
  const pattern = typeof value === 'string' ? parseHostPattern(value) : undefined
  return pattern ?? reportUnexpected(report, 'a host such as news.example or *.news.example', { field, value })
}
