import sharp from 'sharp'

// I1 names JPEG, PNG, WebP and AVIF. TIFF and GIF stand here too, because the importer takes them (museums keep TIFF masters) and originals come
// from the owner's own folder, not from readers. SVG, PDF, MVG, raw loaders and all others stay blocked.
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Heif', 'Tiff', 'Nsgif'].map((format) => `VipsForeignLoad${format}`)

/** Limits sharp for the whole process: no loader but the six of an import, one thread per render, no cache of operations. */
export function limitSharp(): void {
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: LOADERS })
  // Throughput is flat from two renders on, memory and tail grow with threads; results are never asked for twice.
  sharp.concurrency(1)
  sharp.cache(false)
}
