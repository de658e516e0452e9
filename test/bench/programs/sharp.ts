import { readFile } from 'node:fs/promises'
import sharp from 'sharp'

// Thumbnails of each picture, one after the other, by sharp alone: with its encoder, or decoded and resized only.
sharp.concurrency(1)
sharp.cache(false)
const [what, ...paths] = process.argv.slice(2)
for (const path of paths) {
  const small = sharp(await readFile(path), { autoOrient: true }).resize(640)
  if (what === 'jpeg') await small.jpeg({ quality: 80 }).toBuffer()
  else await small.raw().toBuffer()
}
