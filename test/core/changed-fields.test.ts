import { expect, it } from 'vitest'
import { changedFields } from '../../server/core/changed-fields.ts'
import { bridge } from '../fixtures/media.ts'

it('a media has not changed from itself, whatever the order of its fields', () => {
  const reversed = Object.fromEntries(Object.entries(bridge.description).reverse()) as typeof bridge.description
  expect(changedFields(bridge, { ...bridge, description: reversed })).toEqual([])
})

it('names each field that changed, in the order of a description', () => {
  const { place: _, ...placeless } = bridge.description
  const description = {
    ...placeless,
    title: bridge.description.title.slice(0, 1),
    creators: [{ name: 'Zoë Łęcka' }],
    keywords: ['dusk', 'bridge'],
  }
  expect(changedFields(bridge, { ...bridge, description })).toEqual(['title', 'creators', 'keywords', 'place'])
})

it('names the bytes and the placeholder', () => {
  const after = {
    ...bridge,
    original: { ...bridge.original, width: 1 },
    placeholder: { ...bridge.placeholder, colour: '#000000' },
  }
  expect(changedFields(bridge, after)).toEqual(['original', 'placeholder'])
})
