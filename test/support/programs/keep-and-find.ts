import { openDiskCache } from '../../../server/adapters/cache/disk.ts'

// Run unbuilt by Deno and Bun: what is kept is found again, whole.

const [folder = ''] = process.argv.slice(2)
const clock = { now: () => Date.now() }
const cache = await openDiskCache({ folder, maxBytes: 1_000_000, clock })
await cache.put('C6aHDKgAQA/1/480.jpg', new Uint8Array(50_000), 60)
const found = await cache.find('C6aHDKgAQA/1/480.jpg')
process.stdout.write(`found ${found?.length}\n`)
