import type { CreditStrip } from '../core/credit/credit-strip.ts'
import type { OriginalFacts } from '../core/media.ts'
import type { RenditionFormat } from '../core/pictures/rendition.ts'
import type { Original } from './originals.ts'

/** The credit that travels inside the file, and nothing of the original's own metadata. */
export interface EmbeddedRights {
  /** A complete XMP packet, rights only (`core/file-rights/rights-packet.ts`). */
  readonly xmp: string
  /** For Exif Artist and Copyright in JPEG; absent where unknown. */
  readonly artist?: string
  readonly copyright?: string
  /** IPTC-IIM datasets for JPEG (`core/file-rights/jpeg-iim.ts`). */
  readonly iim?: Uint8Array
}

export interface RenderPlan {
  /** The exact pixels of the result. */
  readonly width: number
  readonly height: number
  /** `crop` fills the size and keeps what draws attention; `whole` shows all of the picture. */
  readonly fit: 'whole' | 'crop'
  readonly format: RenditionFormat
  readonly rights: EmbeddedRights
  /** The picture is only so large and stands above its credit; `width` and `height` are of both together. Absent: the picture is all there is. */
  readonly strip?: CreditStrip
  /** Names the result among concurrent renders: equal ids are equal results. */
  readonly id: string
  /** What it is made of; renders of one original may share what is read and decoded. */
  readonly original: OriginalFacts
}

/** Opens the stored bytes. @param signal Of the work that reads them, and not of a reader who may leave. */
export type OpenOriginal = (signal?: AbortSignal) => Promise<Original>

/** A thumbnail that may be made anew, at leisure. */
export interface Improvement {
  readonly open: OpenOriginal
  readonly plan: RenderPlan
  /** Puts the better bytes where the first ones are. */
  keep(bytes: Uint8Array): Promise<void>
}

export interface Thumbnailer {
  /**
   * Decodes, orients, converts to sRGB, resizes and encodes one picture.
   *
   * @param open   Called only when the work really starts, and again only if it had to start anew; its body is read or cancelled.
   * @returns      The encoded bytes, in exactly the planned size.
   * @throws       {BrokenMediaError | TooManyPixelsError | UnsupportedMediaError} about the original.
   * @throws       {OverloadedError} if too much is waiting, or the time for one render is over.
   */
  render(open: OpenOriginal, plan: RenderPlan, signal?: AbortSignal): Promise<Uint8Array>
  /**
   * Notes that this thumbnail is asked for again and again, and may be made of fewer bytes when nothing else is to do. Costs nothing if that is
   * known. Absent where there is no such time.
   */
  improve?(id: string, improvement: () => Improvement): void
}
