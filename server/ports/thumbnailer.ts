import type { CreditStrip } from '../core/credit/credit-strip.ts'
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
}

export interface Thumbnailer {
  /**
   * Decodes, orients, converts to sRGB, resizes and encodes one picture.
   *
   * @param open   Called at most once, only when the work really starts; its body is read or cancelled.
   * @returns      The encoded bytes, in exactly the planned size.
   * @throws       {BrokenMediaError | TooManyPixelsError | UnsupportedMediaError} about the original.
   * @throws       {OverloadedError} if too much is waiting, or the time for one render is over.
   */
  render(open: () => Promise<Original>, plan: RenderPlan, signal?: AbortSignal): Promise<Uint8Array>
}
