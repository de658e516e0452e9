import type { XmpProperties } from '../file-rights/xmp-properties.ts'

/** Values of IPTC-IIM, decoded and otherwise as they stand in the file. */
export interface IimFacts {
  /** 2:05 Object Name. */
  readonly title?: string
  /** 2:105 */
  readonly headline?: string
  /** 2:120 */
  readonly caption?: string
  /** 2:80, repeatable. */
  readonly bylines: readonly string[]
  /** 2:110 */
  readonly credit?: string
  /** 2:115 */
  readonly source?: string
  /** 2:116 */
  readonly copyright?: string
  /** 2:25, repeatable. */
  readonly keywords: readonly string[]
  /** 2:92, 2:90, 2:95, 2:101 */
  readonly sublocation?: string
  readonly city?: string
  readonly state?: string
  readonly country?: string
  /** 2:55 `CCYYMMDD` and 2:60 `HHMMSS±HHMM`. */
  readonly dateCreated?: string
  readonly timeCreated?: string
}

/** Values of Exif, decoded and otherwise as they stand in the file. */
export interface ExifFacts {
  readonly artist?: string
  /** Photographer's and editor's notice, joined by `; `. */
  readonly copyright?: string
  readonly description?: string
  /** `YYYY:MM:DD hh:mm:ss` */
  readonly dateTimeOriginal?: string
  /** `±hh:mm` */
  readonly offsetTimeOriginal?: string
}

/** Everything that a picture file and its sidecar say. */
export interface EmbeddedFacts {
  readonly sidecar?: XmpProperties
  readonly xmp?: XmpProperties
  readonly iim?: IimFacts
  readonly exif?: ExifFacts
}

/** The facts in order of precedence: XMP (the sidecar's before the file's), then IIM, then Exif. */
export interface MetadataLayers {
  readonly xmp: XmpProperties
  readonly iim: IimFacts
  readonly exif: ExifFacts
}
