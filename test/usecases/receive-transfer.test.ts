import { expect, it } from 'vitest'
import { encodeShortcode } from '../../server/core/identity/shortcode.ts'
import { parsePatch } from '../../server/core/owner/media-patch.ts'
import { editMedia } from '../../server/usecases/own/edit-media.ts'
import { listTransfer } from '../../server/usecases/transfer/receive-transfer.ts'
import { bridge, portrait } from '../fixtures/media.ts'
import { memoryDeps } from '../support/memory/deps.ts'

it('tells the newest change of a media, however many newer ones another media of the same page has', async () => {
  const deps = memoryDeps({ media: [bridge, portrait] })
  const rename = async (id: typeof bridge.id, title: string) => {
    const media = (await deps.catalogue.findByShortcode(encodeShortcode(id)))!
    return (await editMedia(deps, [{ media, patch: parsePatch({ title }) }], { actor: 'cli' })).batch
  }
  const batch = await rename(bridge.id, 'Changed here')
  for (let count = 0; count < 1000; count++) await rename(portrait.id, `Title ${count}`)
  const told = await listTransfer(deps, { limit: 50 })
  expect(told.find(({ media }) => media.id === bridge.id)?.changed).toEqual({ at: deps.clock.now(), batch })
})
