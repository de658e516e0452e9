import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import type { Description } from '../../core/media.ts'
import { buildLabelPacket } from './label-packet.ts'
import { PRIVATE_PICTURES, PUBLIC_PICTURES, type SamplePicture, SIDECARS } from './pictures.ts'
import { type Print, printScene } from './press.ts'

const AT_A_TIME = 2 // one draws on libvips' threads while the other is stippled on ours

export interface SampleOptions {
  /** Called after each picture that was missing. */
  readonly onProgress?: (progress: SampleProgress) => void
  /** 1 makes the pictures in full size, about 2,000 pixels wide; tests make them smaller. */
  readonly scale?: number
  /** Once it is aborted no picture is begun; those that are made stay. */
  readonly signal?: AbortSignal
}

export interface SampleProgress {
  readonly done: number
  readonly total: number
  readonly file: string
}

export interface SampleCollection {
  readonly folder: string
  /** Beside `folder`: what is to be imported as private. */
  readonly privateFolder: string
  /** How many files were missing and have been made. */
  readonly made: number
}

/**
 * All pictures of the sample collection are in `folder` unless it was stopped, and those that nobody may see in a folder beside it.
 * Files that are there already are left as they are; a file under its final name is always complete.
 */
export async function makeSampleCollection(folder: string, options: SampleOptions = {}): Promise<SampleCollection> {
  const { onProgress, scale = 1, signal } = options
  const privateFolder = join(dirname(folder), `${basename(folder)}-private`)
  const missing = [...(await missingIn(folder, PUBLIC_PICTURES)), ...(await missingIn(privateFolder, PRIVATE_PICTURES))]
  await mkdir(folder, { recursive: true })
  // Before the pictures: an import in between would describe them by the first one.
  for (const { file, label } of SIDECARS) await writeMissing(join(folder, file), () => new TextEncoder().encode(buildLabelPacket(label)))
  let done = 0
  await eachOf(missing, async ({ picture, path }) => {
    if (signal?.aborted) return
    await writeWhole(path, await makePicture(picture, scale))
    done += 1
    onProgress?.({ done, total: missing.length, file: picture.file })
  })
  return { folder, privateFolder, made: done }
}

interface Missing {
  readonly picture: SamplePicture
  readonly path: string
}

async function missingIn(folder: string, pictures: readonly SamplePicture[]): Promise<readonly Missing[]> {
  for (const { file } of pictures) await mkdir(dirname(join(folder, file)), { recursive: true })
  const all = pictures.map((picture) => ({ picture, path: join(folder, picture.file) }))
  const present = await Promise.all(all.map(({ path }) => exists(path)))
  return all.filter((_, index) => !present[index])
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  )
}

async function writeMissing(path: string, make: () => Uint8Array): Promise<void> {
  if (!(await exists(path))) await writeWhole(path, make())
}

/** Does the work for every item, a few at a time, in order of their beginning. */
async function eachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, worker))
}

async function makePicture({ file, draw, label }: SamplePicture, scale: number): Promise<Uint8Array> {
  const image = encode(file, await printScene(draw(), scale))
  return await image
    .withExif({ IFD0: exifOf(label) })
    .withXmp(buildLabelPacket(label))
    .toBuffer()
}

function exifOf({ creators, copyrightNotice }: Description): Record<string, string> {
  const texts = { Artist: creators.map(({ name }) => name).join('; '), Copyright: copyrightNotice[0]?.text ?? '' }
  // Exif text is ASCII, and libexif would make `????` of an Arabic name: better no name there than that one.
  const written = Object.entries(texts).map(([tag, text]) => [tag, text.replaceAll('©', '(c)')] as const)
  return Object.fromEntries(written.filter(([, text]) => /^[\x20-\x7e]+$/.test(text)))
}

function encode(file: SamplePicture['file'], { pixels, width, height }: Print): Sharp {
  const image = sharp(pixels, { raw: { width, height, channels: 4 } })
  // Effort is for those who wait for a page; here someone waits for the first start.
  if (file.endsWith('.png')) return image.png({ compressionLevel: 6 })
  if (file.endsWith('.webp')) return image.removeAlpha().webp({ quality: 84, effort: 2 })
  if (file.endsWith('.avif')) return image.removeAlpha().avif({ quality: 58, effort: 1 })
  return image.removeAlpha().jpeg({ quality: 86 })
}

/** The file is there under its name only when all of it is on the disk. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = join(dirname(path), `.${basename(path)}.${process.pid}.part`)
  try {
    await writeFile(unfinished, bytes)
    await rename(unfinished, path)
  } finally {
    await rm(unfinished, { force: true })
  }
}
