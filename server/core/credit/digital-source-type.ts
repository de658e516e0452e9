import { remember } from '../remember.ts'
import type { Disclosure, Medium } from '../words/words.ts'

/** What a digital source type means to a reader and to a machine. */
export interface SourceKind {
  readonly medium: Medium
  /** What a reader must see at first exposure (Regulation (EU) 2024/1689, Article 50(5)). */
  readonly disclosure?: Disclosure
  /** Member of https://schema.org/IPTCDigitalSourceEnumeration, absolute. */
  readonly schemaOrg: string
}

type Row = readonly [medium: Medium, schemaOrg: string, disclosure?: Disclosure]

/** By the last part of the IPTC URI; where schema.org has no member of its own, the nearest one that claims no more. */
const KINDS: ReadonlyMap<string, Row> = new Map<string, Row>([
  ['digitalCapture', ['Photo', 'DigitalCapture']],
  ['computationalCapture', ['Photo', 'MultiFrameComputationalCapture']],
  ['negativeFilm', ['Photo', 'NegativeFilm']],
  ['positiveFilm', ['Photo', 'PositiveFilm']],
  // A scan from paper: a photograph, an etching or a poster.
  ['print', ['Image', 'Print']],
  ['humanEdits', ['Photo', 'MinorHumanEdits']],
  ['minorHumanEdits', ['Photo', 'MinorHumanEdits']],
  ['algorithmicallyEnhanced', ['Photo', 'AlgorithmicallyEnhanced']],
  ['compositeCapture', ['Composite', 'CompositeCapture']],
  ['composite', ['Composite', 'Composite']],
  ['compositeSynthetic', ['Composite', 'CompositeSynthetic', 'synthetic']],
  ['dataDrivenMedia', ['Image', 'DataDrivenMedia']],
  ['digitalCreation', ['Image', 'DigitalArt']],
  ['digitalArt', ['Image', 'DigitalArt']],
  ['virtualRecording', ['Image', 'VirtualRecording']],
  ['screenCapture', ['Image', 'ScreenCapture']],
  ['trainedAlgorithmicMedia', ['Image', 'TrainedAlgorithmicMedia', 'generated']],
  ['compositeWithTrainedAlgorithmicMedia', ['Image', 'CompositeWithTrainedAlgorithmicMedia', 'edited']],
  ['algorithmicMedia', ['Image', 'AlgorithmicMedia']],
])

/** No address of the vocabulary is half as long. */
const MAX_URI = 200
const URI = /^https?:\/\/cv\.iptc\.org\/newscodes\/digitalsourcetype\/(?<code>[A-Za-z]+)\/?$/

/**
 * The kind of source that this IPTC URI names, http or https.
 *
 * @returns `undefined` for any other URI and for codes that are not in the vocabulary.
 * @see     https://cv.iptc.org/newscodes/digitalsourcetype/
 */
export function sourceKindOf(digitalSourceType: string | undefined): SourceKind | undefined {
  return digitalSourceType === undefined || digitalSourceType.length > MAX_URI ? undefined : kindAt(digitalSourceType)
}

const kindAt = remember((uri): SourceKind | undefined => {
  const row = KINDS.get(URI.exec(uri)?.groups?.code ?? '')
  if (row === undefined) return undefined
  const [medium, member, disclosure] = row
  return { medium, schemaOrg: `https://schema.org/${member}DigitalSource`, ...(disclosure && { disclosure }) }
}, 100)

/** The IPTC URI in its canonical spelling, `undefined` if the vocabulary does not hold it. */
export function digitalSourceUri(digitalSourceType: string | undefined): string | undefined {
  const code = URI.exec(digitalSourceType ?? '')?.groups?.code ?? ''
  return KINDS.has(code) ? `http://cv.iptc.org/newscodes/digitalsourcetype/${code}` : undefined
}
