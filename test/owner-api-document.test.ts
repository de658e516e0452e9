import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { OWNER_FIELDS } from '../server/core/owner/media-patch.ts'
import { createOwnerToken } from '../server/usecases/own/owner-tokens.ts'
import { memoryApp } from './support/memory/app.ts'

const text = readFileSync('public/owners/http-api.md', 'utf8')

interface Example {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly status: number
  readonly answer: { readonly etag: string | undefined; readonly json: object }
}

/** Lines of headers, then a body. */
function partsOf(lines: readonly string[]) {
  const headers = lines.filter((line) => /^[A-Za-z-]+: /.test(line)).map((line) => line.split(': ', 2) as [string, string])
  return { headers: Object.fromEntries(headers), body: lines.find((line) => line.startsWith('{')) }
}

const examples = [...text.matchAll(/^```http\n([\s\S]*?)^```/gm)].map((block): Example => {
  const [asked = '', answered = ''] = (block[1] ?? '').trim().split('\n\n')
  const [first = '', ...rest] = asked.split('\n')
  const [status, ...answer] = answered.split('\n')
  const [method = '', path = ''] = first.split(' ')
  const told = partsOf(answer)
  return {
    method,
    path,
    ...partsOf(rest),
    status: Number(status),
    answer: { etag: told.headers.ETag, json: JSON.parse(told.body ?? '{}') },
  }
})

describe('public/owners/http-api.md', () => {
  it('shows requests that are answered as it says, one after the other', async () => {
    const app = memoryApp()
    const token = await createOwnerToken(app, 'desk')
    expect(examples.length).toBeGreaterThan(5)
    for (const { method, path, headers, body, status, answer } of examples) {
      const Authorization = (headers.Authorization ?? '').replace('plc_…', token)
      const response = await app.request(path, { method, headers: { ...headers, Authorization }, ...(body !== undefined && { body }) })
      expect([path, response.status]).toEqual([path, status])
      expect(await response.json()).toMatchObject(answer.json)
      if (answer.etag !== undefined) expect(response.headers.get('ETag')).toBe(answer.etag)
      app.clock.advance(1000)
    }
  })

  it('names every field that can be changed', () => {
    expect(OWNER_FIELDS.filter((field) => !text.includes(`| \`${field}\``) && !text.includes(`\`${field}\``))).toEqual([])
  })
})
