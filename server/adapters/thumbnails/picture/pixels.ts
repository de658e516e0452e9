/** Pixels in sRGB and nothing else: 8 bits a channel, 1 to 4 channels. */
export interface Pixels {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: 1 | 2 | 3 | 4
}
