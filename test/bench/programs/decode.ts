import { readFile } from 'node:fs/promises'
import sharp from 'sharp'

// What an import cannot do without: each picture read and decoded to the size of a placeholder, as many at once as there are cores.
sharp.concurrency(1)
sharp.cache(false)
const paths = process.argv.slice(3)
const next = paths[Symbol.iterator]()
await Promise.all(
  Array.from({ length: Number(process.argv[2]) }, async () => {
    for (const path of next)
      await sharp(await readFile(path), { autoOrient: true })
        .resize(100, 100, { fit: 'inside' })
        .raw()
        .toBuffer()
  }),
)
