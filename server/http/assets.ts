import { chooseCoding } from '../core/content-coding.ts'
import { NotFoundError } from '../core/errors.ts'
import type { Assets } from '../ports/assets.ts'
import type { AppContext } from './app-env.ts'
import { BY_CODING, type HeaderSet } from './headers.ts'
import { sendValidated } from './respond.ts'

/**
 * Sends a file that ships with Placard; as `name.br` if the client takes Brotli and the build made one.
 *
 * @param name     A constant, or what the build wrote; never anything from the request.
 * @throws         {NotFoundError} if the build made no such file.
 */
export async function sendAsset(c: AppContext, assets: Assets, { name, headers }: { name: string; headers: HeaderSet }): Promise<Response> {
  const varied = { ...headers, Vary: BY_CODING }
  const takesBrotli = chooseCoding(c.req.header('accept-encoding'), ['br']) !== undefined
  const packed = takesBrotli ? await assets.find(`${name}.br`) : undefined
  if (packed !== undefined) return sendValidated(c, packed, { ...varied, 'Content-Encoding': 'br' })
  return sendValidated(c, await requireAsset(assets, name), varied)
}

/** The bytes of a file that ships with Placard. @throws {NotFoundError} if the build made no such file. */
export async function requireAsset(assets: Assets, name: string): Promise<Uint8Array> {
  const bytes = await assets.find(name)
  if (bytes === undefined) throw new NotFoundError(`Expected the asset ${name}`)
  return bytes
}
