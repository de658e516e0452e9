import type { Output } from '../job.ts'
import { jsonFrame } from './frames.ts'

/** Outputs as a frame; the bytes among them as base64. */
export function writeOutputs(outputs: readonly Output[]): Uint8Array {
  return jsonFrame('outputs', outputs.map(asJson))
}

function asJson({ rights, ...output }: Output): object {
  if (rights === undefined) return output
  const { iim, ...texts } = rights
  return { ...output, rights: { ...texts, ...(iim && { iim: { base64: Buffer.from(iim).toString('base64') } }) } }
}

/** What `writeOutputs` of the same build has written, over a pipe that nobody else holds. */
export function parseOutputs(payload: Buffer): readonly Output[] {
  const revive = (_key: string, value: unknown) =>
    typeof value === 'object' && value !== null && 'base64' in value && typeof value.base64 === 'string'
      ? new Uint8Array(Buffer.from(value.base64, 'base64'))
      : value
  return JSON.parse(payload.toString('utf8'), revive) as readonly Output[]
}
