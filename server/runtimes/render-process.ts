import { servePictureJobs } from '../adapters/thumbnails/process/serve-jobs.ts'

// What `local-thumbnailer.ts` starts: decodes pictures that came from anywhere, apart from the server, and ends with its standard input.
const [maxInputPixels = 0, timeoutMs = 0] = process.argv.slice(2).map(Number)

/** What is kept of one picture for its next sizes, and as much again; above it there is garbage that has become old. */
const MAX_HELD_BYTES = 12_000_000

await servePictureJobs({
  input: process.stdin,
  write: (bytes) =>
    new Promise((done) => {
      if (process.stdout.write(bytes)) done()
      else process.stdout.once('drain', done)
    }),
  limits: { maxInputPixels, timeoutMs },
  memoryBytes: () => process.memoryUsage.rss(),
  collect() {
    globalThis.gc?.({ type: 'minor' })
    if (process.memoryUsage().external > MAX_HELD_BYTES) globalThis.gc?.()
  },
})
