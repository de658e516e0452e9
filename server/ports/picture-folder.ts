/** A file of the owner's that looks like a picture, with its XMP sidecar. */
export interface PictureFile {
  /** Absolute; the identity of the file among imports. */
  readonly path: string
  /** Relative to the folder, for people. */
  readonly label: string
  /** Changes whenever the file or its sidecar does. */
  readonly stamp: string
  readonly bytes: number
  /** @throws {UnavailableError} if the file cannot be read. @throws {TooManyPixelsError} if it is larger than the limit. */
  read(): Promise<Uint8Array>
  readSidecar(): Promise<Uint8Array | undefined>
}

/** A place with pictures to import. */
export interface PictureFolder {
  /** Every picture below the folder, in the order of its label; other files are passed over. */
  list(): Promise<readonly PictureFile[]>
}
