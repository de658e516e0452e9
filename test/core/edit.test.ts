import { expect, it } from 'vitest'
import { editOf } from '../../server/core/edit.ts'
import { bridge } from '../fixtures/media.ts'

const occasion = { at: 2e12, actor: 'cli', batch: 'b' }

it('raises revision and version with the credit, and logs before and after', () => {
  const description = { ...bridge.description, creditLine: 'Łęcka/Agency' }
  const edited = editOf(bridge, { ...bridge, description }, occasion)
  expect(edited?.media).toEqual({ ...bridge, description, revision: 2, version: 2 })
  expect(edited?.change).toMatchObject({ mediaId: bridge.id, at: 2e12, actor: 'cli', batch: 'b', revision: 2, version: 2 })
  expect(edited?.change.properties).toMatchObject([{ property: 'creditLine', after: 'Łęcka/Agency' }])
})

it('raises the version alone with a decision', () => {
  const edited = editOf(bridge, { ...bridge, notAfter: 9 }, occasion)
  expect(edited?.media).toEqual({ ...bridge, notAfter: 9, version: 2 })
  expect(edited?.change.properties).toStrictEqual([{ property: 'notAfter', after: 9 }])
})

it('is nothing where nothing differs', () => {
  expect(editOf(bridge, structuredClone(bridge), occasion)).toBeUndefined()
})
