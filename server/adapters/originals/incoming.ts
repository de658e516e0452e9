import { randomUUID } from 'node:crypto'
import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeArriving } from './arriving-file.ts'
import { ignoreAbsent, openFile, orUnavailable, sizeOf } from './files.ts'
import type { WaitingParts } from './parts.ts'
import { rangeStream } from './range-stream.ts'

const STALE_TEMPORARY_MS = 3_600_000 // No write of one picture takes an hour: whoever left this behind is dead.
const ABANDONED_MS = 86_400_000 // Of parts: a push goes on within a day, or begins anew.
const PART = /^[0-9a-f]{64}\.\d+$/

/** A path for what is being written, which nobody else uses. @param name  What it will become. */
export function temporaryIn(incoming: string, name: string): string {
  return join(incoming, `${name}.${randomUUID()}`)
}

/** Parts that wait as files in `incoming`. */
export function partFiles(incoming: string): WaitingParts {
  const pathOf = (name: string) => join(incoming, name)
  return {
    find: (name) => orUnavailable(incoming, () => sizeOf(pathOf(name))),
    open: async (name) => {
      const file = await openFile(pathOf(name))
      return file && rangeStream(file.handle, file.path, { start: 0, end: file.size })
    },
    receive: (name, arriving) =>
      orUnavailable(incoming, async () => {
        // With each original that begins, what nobody goes on with makes room; a server may run for a year.
        if (name.endsWith('.0')) await sweepIncoming(incoming)
        const temporary = temporaryIn(incoming, name)
        await writeArriving(temporary, arriving)
        await rename(temporary, pathOf(name))
      }),
    delete: (name) => orUnavailable(incoming, () => rm(pathOf(name), { force: true })),
  }
}

/** What nobody goes on with is gone: by the file system's own clock, told by a file made now. */
export async function sweepIncoming(incoming: string): Promise<void> {
  const probe = temporaryIn(incoming, 'probe')
  await writeFile(probe, '', { flag: 'wx' })
  const { mtimeMs: now } = await stat(probe)
  await rm(probe)
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    const facts = await stat(path).catch(ignoreAbsent)
    if (facts && now - facts.mtimeMs > (PART.test(name) ? ABANDONED_MS : STALE_TEMPORARY_MS)) await rm(path, { force: true })
  }
}

/** A file can be written and removed here; throws if not. */
export async function probeIncoming(incoming: string): Promise<void> {
  const probe = temporaryIn(incoming, 'probe')
  await writeFile(probe, 'ready?', { flag: 'wx' })
  await rm(probe)
}
