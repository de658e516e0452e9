import { expect, it } from 'vitest'
import { changeVisibility } from '../../server/usecases/change-visibility.ts'
import { bridge, privateMedia, unknownShortcode } from '../fixtures/media.ts'
import { memoryDeps } from '../support/memory-deps.ts'

it('makes a media private and public again, and raises no revision', async () => {
  const deps = memoryDeps()
  expect(await changeVisibility(deps, bridge.shortcode, 'private')).toEqual({ ...bridge, version: 2, visibility: 'private' })
  expect(await deps.catalogue.findByShortcode(bridge.shortcode)).toEqual({ ...bridge, version: 2, visibility: 'private' })
  await changeVisibility(deps, bridge.shortcode, 'public')
  expect(await deps.catalogue.findByShortcode(bridge.shortcode)).toEqual({ ...bridge, version: 3 })
})

it('does not write a media that is so already', async () => {
  const deps = memoryDeps()
  const edit = () => Promise.reject(new Error('written'))
  expect(await changeVisibility({ ...deps, catalogue: { ...deps.catalogue, edit } }, privateMedia.shortcode, 'private')).toEqual(
    privateMedia,
  )
})

it('answers undefined to a shortcode that nobody has', async () => {
  expect(await changeVisibility(memoryDeps(), unknownShortcode, 'public')).toBeUndefined()
})
