import type { Description, OriginalType, Placeholder, Size } from '../core/media.ts'

/** What a picture file says of itself. */
export interface Inspection extends Size {
  readonly type: OriginalType
  readonly hasAlpha: boolean
  readonly placeholder: Placeholder
  readonly description: Description
  /** What the owner should know though the import succeeded: a packet that could not be read, further frames. Absent or empty if nothing. */
  readonly notes?: readonly string[]
}

export interface Inspector {
  /**
   * Decodes the picture once and reads its rights metadata: XMP before IPTC-IIM before Exif, the sidecar before them all.
   *
   * @param sidecar  Bytes of the XMP sidecar, if there is one.
   * @throws         {UnsupportedMediaError | BrokenMediaError | TooManyPixelsError}, whose message names the reason for the owner.
   */
  inspect(bytes: Uint8Array, sidecar?: Uint8Array): Promise<Inspection>
}
