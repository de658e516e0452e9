import type { PictureFile } from '../core/check/file-facts.ts'

export interface MetadataReader {
  /**
   * What a picture file says of itself; no pixel is decoded. Never throws.
   *
   * @returns The reason for people, where it is no picture that can be read.
   */
  read(bytes: Uint8Array): Promise<PictureFile | { readonly problem: string }>
}
