import { NotFoundError } from '../core/errors.ts'
import type { Assets } from '../ports/assets.ts'
import type { AppContext } from './app-env.ts'
import { type HeaderSet, sendValidated } from './respond.ts'

/**
 * Sends a file that ships with Placard; as `name.br` if the client takes Brotli and the build made one.
 *
 * @param name     A constant, or what the build wrote; never anything from the request.
 * @throws         {NotFoundError} if the build made no such file.
 */
export async function sendAsset(c: AppContext, assets: Assets, { name, headers }: { name: string; headers: HeaderSet }): Promise<Response> {
  const varied = { ...headers, Vary: 'Accept-Encoding' }
  const packed = acceptsBrotli(c.req.header('accept-encoding')) ? await assets.find(`${name}.br`) : undefined
  if (packed !== undefined) return sendValidated(c, packed, { ...varied, 'Content-Encoding': 'br' })
  return sendValidated(c, await requireAsset(assets, name), varied)
}

/** The bytes of a file that ships with Placard. @throws {NotFoundError} if the build made no such file. */
export async function requireAsset(assets: Assets, name: string): Promise<Uint8Array> {
  const bytes = await assets.find(name)
  if (bytes === undefined) throw new NotFoundError(`Expected the asset ${name}`)
  return bytes
}

/** RFC 9110 §12.5.3, for the one coding we have: named, and not with weight 0. */
function acceptsBrotli(header: string | undefined): boolean {
  return header?.split(',').some((coding) => /^\s*br\s*(;\s*q=(?!0(\.0*)?\s*$)[\d.]+\s*)?$/i.test(coding)) ?? false
}
