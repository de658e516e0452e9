import { expect, it } from 'vitest'
import { changeVisibility } from '../../server/usecases/change-visibility.ts'
import { bridge, privateMedia, unknownShortcode } from '../fixtures/media.ts'
import { memoryDeps } from '../support/memory-deps.ts'

it('makes a media private and public again, and raises no revision', async () => {
  const { catalogue } = memoryDeps()
  expect(await changeVisibility({ catalogue }, bridge.shortcode, 'private')).toEqual({ ...bridge, visibility: 'private' })
  expect(await catalogue.findByShortcode(bridge.shortcode)).toEqual({ ...bridge, visibility: 'private' })
  await changeVisibility({ catalogue }, bridge.shortcode, 'public')
  expect(await catalogue.findByShortcode(bridge.shortcode)).toEqual(bridge)
})

it('does not write a media that is so already', async () => {
  const { catalogue } = memoryDeps()
  const save = () => Promise.reject(new Error('written'))
  expect(await changeVisibility({ catalogue: { ...catalogue, save } }, privateMedia.shortcode, 'private')).toEqual(privateMedia)
})

it('answers undefined to a shortcode that nobody has', async () => {
  expect(await changeVisibility(memoryDeps(), unknownShortcode, 'public')).toBeUndefined()
})
