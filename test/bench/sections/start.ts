import { freePort } from '../../support/servers/free-port.ts'
import { ORIGIN } from '../../support/servers/runtimes.ts'
import { collectionOf, mediaAt } from '../collection.ts'
import { median, memoryMb, onNode, rangeOf, start } from '../measure.ts'
import type { Section } from '../options.ts'
import { atMost } from '../report.ts'

const SECTION = 'Start: from the command to the first answer, whole seconds of the clock'
const PATH = `/oembed?url=${encodeURIComponent(`${ORIGIN}/p/${mediaAt(0).shortcode}/`)}`

/** How long a server takes until it has answered an oEmbed request, beside a bare server that has nothing to open. */
export const measureStart: Section = async ({ quick, full }, add) => {
  const rounds = quick ? 3 : 7
  for (const size of [1000, 100_000, ...(full ? [1_000_000] : [])]) {
    const data = await collectionOf(size)
    const ours: number[] = []
    const bare: number[] = []
    let memory = 0
    for (let round = 0; round < rounds; round += 1) {
      const told = await firstAnswer([process.execPath, 'dist/server/placard.js', 'serve'], PATH, {
        PLACARD_DATA: data,
        PLACARD_ORIGIN: ORIGIN,
      })
      ours.push(told.milliseconds)
      memory = told.memory
      bare.push((await firstAnswer(onNode('bare'), '/', { ANSWERS: '/dev/null' })).milliseconds)
    }
    const milliseconds = median(ours)
    const [least, most] = rangeOf(ours)
    add({
      section: SECTION,
      name: `with ${size.toLocaleString('en')} media`,
      ours: `${milliseconds.toFixed(0)} ms · ${memory.toFixed(0)} MB`,
      against: `1 s; bare node:http ${median(bare).toFixed(0)} ms`,
      ratio: milliseconds / 1000,
      range: [least / 1000, most / 1000],
      target: atMost(1),
      raw: { milliseconds, bare: median(bare), memory },
    })
  }
}

/** Not pinned, as nobody starts a server so. */
async function firstAnswer(
  args: readonly string[],
  path: string,
  env: Record<string, string>,
): Promise<{ milliseconds: number; memory: number }> {
  const port = await freePort()
  const begun = performance.now()
  const program = start(args, { env: { PORT: String(port), ...env }, pinned: false })
  for (;;) {
    try {
      await (await fetch(`http://127.0.0.1:${port}${path}`)).arrayBuffer()
      break
    } catch {
      if (program.child.exitCode !== null) throw new Error(`Expected ${args.join(' ')} to answer but it ended`)
      await new Promise((done) => setTimeout(done, 5))
    }
  }
  const milliseconds = performance.now() - begun
  const memory = memoryMb(program.pid).now
  await program.stop()
  return { milliseconds, memory }
}
