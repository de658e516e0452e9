import { expect, it } from 'vitest'
import { MAX, readTexts } from '../../../server/core/file-metadata/metadata-text.ts'

it.each([
  [49, 49],
  [50, 50],
  [51, 50],
  [5_000, 50],
])('of %i names of creators %i are read (I7)', (claimed, read) => {
  const names = Array.from({ length: claimed }, (_, index) => `Name ${index}`)
  expect(readTexts(names, MAX.name, MAX.creators)).toEqual(names.slice(0, read))
})
