import { open, rm } from 'node:fs/promises'
import type { Arriving } from '../../ports/originals.ts'
import { checkedPieces } from '../arriving.ts'

/**
 * The file has these bytes and is synced, or is not there at all.
 *
 * @param path  Of a file that is not there yet.
 * @throws      {BadRequestError} if they are not what they are said to be; whatever the system says.
 */
export async function writeArriving(path: string, arriving: Arriving): Promise<void> {
  const handle = await open(path, 'wx')
  try {
    // All of each piece, where `write` may stop halfway; it goes on where the last one ended.
    for await (const piece of checkedPieces(arriving)) await handle.writeFile(piece)
    await handle.sync()
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await handle.close()
  }
}
