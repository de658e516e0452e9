import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The wall clock of another program, which a test moves. */
export interface MovedTime {
  /** For the program, when it is started. */
  readonly env: Readonly<Record<string, string>>
  /** The program's time is so much later than it was; what it waits for goes on as it was. */
  advance(seconds: number): void
  remove(): void
}

const LIBRARY = findLibrary()

/** The variables that such a program must not forget. */
export const TIME_SETTINGS = [
  'FAKETIME_TIMESTAMP_FILE',
  'FAKETIME_NO_CACHE',
  'FAKETIME_DONT_FAKE_MONOTONIC',
  'DONT_FAKE_MONOTONIC',
] as const

export const canMoveTime = LIBRARY !== undefined

/** The time of a program that is started with its `env`, by libfaketime (Debian's package faketime). */
export function movedTime(): MovedTime {
  const folder = mkdtempSync(join(tmpdir(), 'placard-time-'))
  const file = join(folder, 'offset')
  let offset = 0
  writeFileSync(file, '+0')
  return {
    env: {
      LD_PRELOAD: LIBRARY ?? '',
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      // Timers run by the monotonic clock, and would all be over at once.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      DONT_FAKE_MONOTONIC: '1',
    },
    advance(seconds) {
      offset += seconds
      writeFileSync(file, `+${offset}`)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function findLibrary(): string | undefined {
  const folders = ['/usr/lib', '/usr/local/lib']
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))])
  return folders.map((folder) => join(folder, 'faketime', 'libfaketime.so.1')).find(existsSync)
}
