import { servePictureJobs } from '../adapters/thumbnails/process/serve-jobs.ts'

// What `local-thumbnailer.ts` starts: decodes pictures that came from anywhere, apart from the server, and ends with its standard input.
const [maxInputPixels = 0, timeoutMs = 0] = process.argv.slice(2).map(Number)

await servePictureJobs({
  input: process.stdin,
  write: (bytes) =>
    new Promise((done) => {
      if (process.stdout.write(bytes)) done()
      else process.stdout.once('drain', done)
    }),
  limits: { maxInputPixels, timeoutMs },
  memoryBytes: () => process.memoryUsage.rss(),
  collect: () => globalThis.gc?.({ type: 'minor' }),
})
