import sharp from 'sharp'
import { sharpInspector } from '../../../server/adapters/inspector/sharp-inspector.ts'
import { sharpThumbnailer } from '../../../server/adapters/thumbnails/picture/runner.ts'
import { PlacardError } from '../../../server/core/errors.ts'
import type { OriginalKey } from '../../../server/core/media.ts'
import { FORMATS } from '../../../server/core/pictures/rendition.ts'
import type { Inspection } from '../../../server/ports/inspector.ts'
import type { RenderPlan } from '../../../server/ports/thumbnailer.ts'
import { streamOf } from '../memory/adapters.ts'
import { MARKS } from './polyglots.ts'
import { SECRET } from './seeds.ts'

export interface HostilePicture {
  readonly name: string
  readonly bytes: Uint8Array
  readonly sidecar?: Uint8Array
}

export interface Verdict {
  /** `accepted`, or the code of the error that refused it. */
  readonly outcome: string
  /** What must never be: another error, a thumbnail that leaks or has another size. */
  readonly fault?: string
}

const LIMITS = { maxInputPixels: 50_000_000, maxOriginalBytes: 25_000_000 } // as in production
const inspector = sharpInspector(LIMITS)
const thumbnailer = sharpThumbnailer({ maxInputPixels: LIMITS.maxInputPixels, timeoutMs: 30_000 })
const RIGHTS = { xmp: '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>', artist: 'Jane Doe', copyright: '(c) Jane Doe' }
/** What no thumbnail may have in it, wherever it stood in the original (I5, I6). */
const BANNED = [SECRET, ...MARKS, 'GPSLatitude', 'photoshop:', 'aux:'].map((text) => Buffer.from(text))

/** What becomes of a picture: inspected as an import does, and if it is taken, rendered as a request does. */
export async function judge({ bytes, sidecar }: HostilePicture, turn: number): Promise<Verdict> {
  let inspection: Inspection
  try {
    inspection = await inspector.inspect(bytes, sidecar)
  } catch (error) {
    return refusal('inspect', error)
  }
  try {
    const plan = planFor(inspection, turn)
    const thumbnail = await thumbnailer.render(async () => ({ body: streamOf(bytes), bytes: bytes.length }), plan)
    const fault = faultOf(inspection) ?? (await findLeak(thumbnail, plan))
    return { outcome: 'accepted', ...(fault !== undefined && { fault }) }
  } catch (error) {
    // Whoever was told that the import succeeded must see the picture.
    return { ...refusal('render', error), fault: `taken, and then not rendered: ${String(error)}` }
  }
}

function refusal(step: string, error: unknown): Verdict {
  if (error instanceof PlacardError) return { outcome: error.code }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { outcome: 'fault', fault: `${step}: ${text}` }
}

function planFor({ width, height, type, hasAlpha }: Inspection, turn: number): RenderPlan {
  const scale = Math.min(1, 24 / Math.max(width, height))
  const side = (length: number) => Math.max(1, Math.floor(length * scale))
  const format = FORMATS[turn % FORMATS.length] ?? 'jpg'
  const original = { key: '0'.repeat(64) as OriginalKey, type, bytes: 1, width, height, hasAlpha } // a key in its form, of nothing
  const fit = turn % 2 === 0 ? 'whole' : 'crop'
  return { width: side(width), height: side(height), fit, format, rights: RIGHTS, id: 'hostile', original }
}

function faultOf({ width, height, placeholder }: Inspection): string | undefined {
  if (!(Number.isSafeInteger(width) && Number.isSafeInteger(height) && width > 0 && height > 0)) return `a size of ${width} x ${height}`
  return /^#[0-9a-f]{6}$/.test(placeholder.colour) ? undefined : `a colour ${placeholder.colour}`
}

async function findLeak(thumbnail: Uint8Array, { width, height }: RenderPlan): Promise<string | undefined> {
  const made = Buffer.from(thumbnail.buffer, thumbnail.byteOffset, thumbnail.length)
  const leak = BANNED.find((text) => made.includes(text))
  if (leak) return `a thumbnail with ${leak.toString()} in it`
  const metadata = await sharp(thumbnail, { failOn: 'warning' }).metadata()
  if (metadata.width !== width || metadata.height !== height) return `a thumbnail of ${metadata.width} x ${metadata.height}`
  // Artist and Copyright are two fields of the first directory; GPS would be a third.
  const exif = metadata.exif
  return exif && exif.length > 200 ? `a thumbnail with ${exif.length} bytes of Exif` : undefined
}
