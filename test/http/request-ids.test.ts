import { expect, it } from 'vitest'
import { requestIds } from '../../server/http/request-ids.ts'

it('gives ids in the form of a UUID that differ in nothing but their count', () => {
  const next = requestIds()
  const ids = Array.from({ length: 65_600 }, () => next())
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-0{12}$/)
  const counts = [0, 255, 256, 65_535, 65_536].map((place) => ids[place]?.slice(24))
  expect(counts).toEqual(['000000000000', '0000000000ff', '000000000100', '00000000ffff', '000000010000'])
  expect(new Set(ids).size).toBe(65_600)
  expect(new Set(ids.map((id) => id.slice(0, 24))).size).toBe(1)
})

it('begins each source somewhere else', () => {
  expect(requestIds()()).not.toBe(requestIds()())
})
