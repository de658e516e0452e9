import { zlibPack } from '../../../server/adapters/cache/zlib-pack.ts'
import type { Pack } from '../../../server/ports/answers.ts'

/** `zlibPack`, and all that has been asked of it. */
export function rememberedPack(): { readonly pack: Pack; readonly packing: readonly Promise<Uint8Array>[] } {
  const packing: Promise<Uint8Array>[] = []
  return {
    packing,
    pack(...asked) {
      const bytes = zlibPack(...asked)
      packing.push(bytes)
      return bytes
    },
  }
}
