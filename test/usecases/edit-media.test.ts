import { expect, it } from 'vitest'
import { ConflictError } from '../../server/core/errors.ts'
import { parsePatch } from '../../server/core/owner/media-patch.ts'
import { editMedia } from '../../server/usecases/own/edit-media.ts'
import { bridge, panorama, portrait } from '../fixtures/media.ts'
import { memoryDeps } from '../support/memory/deps.ts'

const patch = parsePatch({ creditLine: 'Łęcka/Agency' })

it('writes all media in one batch, and says what they have become', async () => {
  const deps = memoryDeps()
  const { batch, media } = await editMedia(
    deps,
    [bridge, portrait].map((item) => ({ media: item, patch })),
    { actor: 'cli' },
  )
  expect(media.map(({ shortcode, version }) => [shortcode, version])).toEqual([
    ['C6aHDKgAQA', 2],
    ['C6aHDKgAQB', 2],
  ])
  expect(await deps.catalogue.findByShortcode(bridge.shortcode)).toEqual(media[0])
  expect(await deps.catalogue.listChanges({ batch, limit: 10 })).toMatchObject([
    {
      actor: 'cli',
      revision: 2,
      properties: [{ property: 'creditLine', before: 'Placard Pictures', after: 'Łęcka/Agency' }, { after: ['creditLine'] }],
    },
    { actor: 'cli', revision: 2, properties: [{ property: 'creditLine', after: 'Łęcka/Agency' }, { after: ['creditLine'] }] },
  ])
})

it('leaves out what does not differ', async () => {
  const deps = memoryDeps()
  const { media } = await editMedia(deps, [{ media: bridge, patch: parsePatch({ creditLine: 'Placard Pictures' }) }], { actor: 'cli' })
  expect(media).toEqual([])
  expect(await deps.catalogue.listChanges({ limit: 10 })).toEqual([])
})

it('writes nothing at all where one media was changed meanwhile', async () => {
  const deps = memoryDeps()
  await editMedia(deps, [{ media: panorama, patch }], { actor: 'somebody' })
  const stale = [bridge, panorama].map((media) => ({ media, patch }))
  await expect(editMedia(deps, stale, { actor: 'cli' })).rejects.toThrow(ConflictError)
  expect(await deps.catalogue.findByShortcode(bridge.shortcode)).toEqual(bridge)
})

it('writes nothing at all where one media would end before it begins', async () => {
  const deps = memoryDeps({ media: [bridge, { ...panorama, notBefore: Date.UTC(2030, 0) }] })
  const edits = (await deps.catalogue.list({ limit: 10 })).map((media) => ({
    media,
    patch: parsePatch({ expiresAt: '2029-01-01T00:00:00Z' }),
  }))
  await expect(editMedia(deps, edits, { actor: 'cli' })).rejects.toThrow('DpB8MAAAQA')
  expect(await deps.catalogue.findByShortcode(bridge.shortcode)).toEqual(bridge)
})
