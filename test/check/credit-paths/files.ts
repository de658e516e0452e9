import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { bridge } from '../../fixtures/media.ts'
import type { PlacardServer } from '../../support/browser/host-page.ts'
import type { Oracle } from '../../support/exiftool.ts'
import { type Copy, inFile, inHeaders, merge, type Remains } from './remains.ts'

const FILES = ['640.jpg', '640.webp', '640.avif', '150.jpg', 'credit/640.jpg']

async function save(response: Response, { folder }: Oracle): Promise<string> {
  const path = join(folder, new URL(response.url).pathname.replaceAll('/', '-'))
  await writeFile(path, new Uint8Array(await response.arrayBuffer()))
  return path
}

const ask = ({ baseUrl }: PlacardServer, file: string, init?: RequestInit) => fetch(`${baseUrl}/t/${bridge.shortcode}/1/${file}`, init)

/** What exiftool finds in each file that a reader may have saved. */
export async function savedFiles(placard: PlacardServer, exiftool: Oracle): Promise<readonly Copy[]> {
  const copies: Copy[] = []
  for (const file of FILES) {
    const path = await save(await ask(placard, file), exiftool)
    const remains = inFile(await exiftool.read(path))
    copies.push({ what: file, remains: file.startsWith('credit/') ? merge(remains, await inPixels(path)) : remains })
  }
  return copies
}

/** Whoever opens or links the address of the picture itself. */
export async function directAddress(placard: PlacardServer, exiftool: Oracle): Promise<readonly Copy[]> {
  const direct = await ask(placard, '1280.jpg')
  const headers = inHeaders(direct.headers)
  const head = await ask(placard, '1280.jpg', { method: 'HEAD' })
  const file = inFile(await exiftool.read(await save(direct, exiftool)))
  const strip = await save(await ask(placard, 'credit/1280.jpg'), exiftool)
  return [
    { what: 'the answer, headers and file', remains: merge(headers, file) },
    {
      what: 'the picture with its credit below it',
      remains: merge(inHeaders(head.headers), inFile(await exiftool.read(strip)), await inPixels(strip)),
    },
  ]
}

/** The strip tells names, licence and address (`core/credit/credit-strip.ts`); here, that something is written there: a machine may have no fonts. */
async function inPixels(path: string): Promise<Remains> {
  const { width, height } = await sharp(path).metadata()
  const picture = Math.round((width * bridge.original.height) / bridge.original.width)
  const strip = sharp(path).extract({ left: 0, top: picture + 2, width, height: height - picture - 2 })
  const { channels } = await strip.greyscale().stats()
  const isWritten = (channels[0]?.stdev ?? 0) > 5
  return isWritten ? { creator: ['pixels'], licence: ['pixels'], source: ['pixels'] } : { creator: [], licence: [], source: [] }
}
