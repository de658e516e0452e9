import type { Pixels } from '../picture/pixels.ts'

/** Smaller pictures are kept of the picture before, in case that it is asked for again: 1280 pixels wide, in three colours. */
const MAX_KEPT_BYTES = 4_000_000

/** What has been made of a file: of use for its next sizes, and of no other. */
export interface KeptSizes {
  /** Of the picture that has begun; what is made of it joins them. */
  made(): Pixels[]
  /** @param key Of its file; absent if it is none, and then nothing is kept. */
  begin(key: string | undefined): void
  /** Forgets what is too large to be kept until it is asked for again. */
  end(): void
}

/** Keeps nothing yet. */
export function createKeptSizes(): KeptSizes {
  let of: string | undefined
  let made: Pixels[] = []
  return {
    made: () => made,
    begin(key) {
      if (key === undefined || key !== of) made = []
      of = key
    },
    end() {
      made = of === undefined ? [] : made.filter(({ data }) => data.length <= MAX_KEPT_BYTES)
    },
  }
}
