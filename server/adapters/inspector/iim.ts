import type { IimFacts } from '../../core/file-metadata/embedded-facts.ts'
import { decodeLegacyText } from './legacy-text.ts'

const MAX_IIM_BYTES = 1_000_000 // an APP13 segment holds 64 KB; TIFF and PNG name no limit (I7)
const MAX_DATASETS = 2_000
const MAX_VALUE_BYTES = 32_767 // the most that IIM has room for without an extended length; captions take 2,000
const IIM_RESOURCE = 0x0404 // Photoshop file format, image resource "IPTC-NAA record"
const PHOTOSHOP = 'Photoshop 3.0\0'
const UTF8_MARK = '\x1b%G' // ISO 2022 announcement of UTF-8 in 1:90

type Datasets = ReadonlyMap<number, readonly Uint8Array[]>

/**
 * The facts of an IPTC-IIM block, as text.
 *
 * Encoding: UTF-8 where 1:90 says `ESC % G`; otherwise each value that is valid UTF-8 is UTF-8, any other one Windows-1252.
 *
 * @param block  An APP13 segment with its 8BIM resources, such resources alone, or a bare stream of datasets.
 * @returns      `undefined` if nothing in it can be read. Never throws.
 * @see          https://www.iptc.org/std/IIM/4.2/specification/IIMV4.2.pdf
 */
export function parseIim(block: Uint8Array): IimFacts | undefined {
  const stream = findStream(block.subarray(0, MAX_IIM_BYTES))
  const datasets = stream && readDatasets(stream)
  return datasets?.size ? factsOf(datasets) : undefined
}

function factsOf(datasets: Datasets): IimFacts {
  const isUtf8 = ascii(datasets.get(key(1, 90))?.[0] ?? new Uint8Array()) === UTF8_MARK
  const all = (dataset: number) => (datasets.get(key(2, dataset)) ?? []).map((value) => decodeLegacyText(value, isUtf8))
  const texts = (dataset: number) => all(dataset).filter((text) => text.trim() !== '')
  const one = <Name extends string>(name: Name, dataset: number) => {
    const text = texts(dataset)[0]
    return text === undefined ? {} : ({ [name]: text } as { [K in Name]: string }) // a computed key widens to `string`
  }
  return {
    bylines: texts(80),
    keywords: texts(25),
    ...one('title', 5),
    ...one('headline', 105),
    ...one('caption', 120),
    ...one('credit', 110),
    ...one('source', 115),
    ...one('copyright', 116),
    ...one('sublocation', 92),
    ...one('city', 90),
    ...one('state', 95),
    ...one('country', 101),
    ...one('dateCreated', 55),
    ...one('timeCreated', 60),
  }
}

function findStream(block: Uint8Array): Uint8Array | undefined {
  const resources = ascii(block.subarray(0, PHOTOSHOP.length)) === PHOTOSHOP ? block.subarray(PHOTOSHOP.length) : block
  if (resources[0] === 0x1c) return resources
  return findResource(resources)
}

/** Walks image resources: signature, id, padded name, size, padded data. */
function findResource(block: Uint8Array): Uint8Array | undefined {
  const view = viewOf(block)
  let offset = 0
  while (offset + 12 <= block.length && /^(8BIM|PHUT|DCSR|AgHg|MeSa)$/.test(ascii(block.subarray(offset, offset + 4)))) {
    const nameLength = block[offset + 6] ?? 0
    const sizeAt = offset + 6 + even(nameLength + 1)
    if (sizeAt + 4 > block.length) return undefined
    const size = view.getUint32(sizeAt)
    const data = block.subarray(sizeAt + 4, sizeAt + 4 + size)
    if (view.getUint16(offset + 4) === IIM_RESOURCE) return data
    offset = sizeAt + 4 + even(size)
  }
  return undefined
}

/** Values by record and dataset, repeated ones in order; reading ends at the first thing that is no dataset. */
function readDatasets(stream: Uint8Array): Datasets {
  const datasets = new Map<number, Uint8Array[]>()
  let offset = 0
  for (let count = 0; count < MAX_DATASETS && stream[offset] === 0x1c && offset + 5 <= stream.length; count++) {
    const length = readLength(stream, offset + 3)
    if (length === undefined || length.dataAt + length.bytes > stream.length) break
    const id = key(stream[offset + 1] ?? 0, stream[offset + 2] ?? 0)
    const values = datasets.get(id) ?? []
    values.push(stream.subarray(length.dataAt, length.dataAt + Math.min(length.bytes, MAX_VALUE_BYTES)))
    datasets.set(id, values)
    offset = length.dataAt + length.bytes
  }
  return datasets
}

/** Two bytes of length; with the high bit set they count the bytes of the real length (IIM 4.2, section 1.5). */
function readLength(stream: Uint8Array, at: number): { bytes: number; dataAt: number } | undefined {
  const view = viewOf(stream)
  const short = view.getUint16(at)
  if (short < 0x8000) return { bytes: short, dataAt: at + 2 }
  const width = short & 0x7fff
  if (width !== 4 || at + 6 > stream.length) return undefined
  return { bytes: view.getUint32(at + 2), dataAt: at + 6 }
}

function key(record: number, dataset: number): number {
  return record * 256 + dataset
}

function even(size: number): number {
  return size + (size % 2)
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 32))
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
