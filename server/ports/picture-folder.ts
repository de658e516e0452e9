/** What every work of the owner's has, whether it is one file or several. */
interface WorkFiles {
  /** Absolute; the identity of the work among imports. */
  readonly path: string
  /** Relative to the folder, for people. */
  readonly label: string
  /** Changes whenever any of its files does, or another one takes its place. */
  readonly stamp: string
  readSidecar(): Promise<Uint8Array | undefined>
}

/** A file that looks like a picture, with its XMP sidecar. */
export interface PictureFile extends WorkFiles {
  readonly kind: 'picture'
  /** @throws {UnavailableError} if the file cannot be read. @throws {TooManyPixelsError} if it is larger than the limit. */
  read(): Promise<Uint8Array>
}

/** A folder that is one work of its pictures; the sidecar stands beside it. */
export interface CarouselFolder extends WorkFiles {
  readonly kind: 'carousel'
  /** In the order in which people count; any number. */
  readonly pictures: readonly PictureFile[]
  /** What else is in the folder, in sentences for the owner. */
  readonly notes: readonly string[]
}

/** A file with captions of a video. */
export interface CaptionFile {
  /** Its name, for people. */
  readonly name: string
  /** BCP 47, in its canonical spelling. */
  readonly lang: string
  readonly kind: 'captions' | 'subtitles'
  /** Throws as `PictureFile.read` does. */
  read(): Promise<Uint8Array>
}

/** A file that looks like a video, with what stands beside it. */
export interface VideoFile extends WorkFiles {
  readonly kind: 'video'
  /** Its name, for people. */
  readonly name: string
  readonly poster?: PictureFile
  /** One per language, in the order of the tags. */
  readonly tracks: readonly CaptionFile[]
  /** What looks like captions and is none, in sentences for the owner. */
  readonly notes: readonly string[]
  /** Throws as `PictureFile.read` does. */
  read(): Promise<Uint8Array>
}

export type Work = PictureFile | CarouselFolder | VideoFile

/** A place with works to import. */
export interface PictureFolder {
  /** Every work below the folder, in the order of its label; other files are passed over. */
  list(): Promise<readonly Work[]>
}
