import type { Description, Size } from '../media.ts'

/** What a file tells that its owner may not have meant to tell. */
export type Leak = 'position' | 'serial number' | 'owner of the camera' | 'contact data' | 'release' | 'notes of the camera'

/** What the file of a picture says of itself. */
export interface PictureFile extends Size {
  /** `JPEG`, `WebP`. */
  readonly kind: string
  readonly description: Description
  /** Where the work itself is found, http or https (`dc:source`, `cc:attributionURL`). */
  readonly workUrl?: string
  /** Blocks of metadata that can be read. */
  readonly carriers: readonly ('XMP' | 'IPTC-IIM' | 'Exif')[]
  readonly leaks: readonly Leak[]
  /** Blocks that cannot be read, as sentences. */
  readonly notes: readonly string[]
}
