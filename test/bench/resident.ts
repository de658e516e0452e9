import { readFileSync } from 'node:fs'

/** Memory in MB that these processes have in RAM, each page counted once: what is theirs alone, and of each file the most that one of them has. */
export function residentMb(pids: readonly number[]): number {
  const files = new Map<string, number>()
  let own = 0
  for (const pid of pids) {
    const mine = new Map<string, number>()
    let path = ''
    for (const line of mapsOf(pid)) {
      const mapping = /^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ (\d+) *(.*)/.exec(line)
      if (mapping) path = mapping[1] === '0' ? '' : (mapping[2] ?? '')
      const kb = Number(/^Rss: +(\d+)/.exec(line)?.[1] ?? 0)
      const anonymous = Number(/^Anonymous: +(\d+)/.exec(line)?.[1] ?? 0)
      own += path === '' ? kb : anonymous
      if (path !== '') mine.set(path, (mine.get(path) ?? 0) + kb - anonymous)
    }
    for (const [file, kb] of mine) files.set(file, Math.max(files.get(file) ?? 0, kb))
  }
  return (own + [...files.values()].reduce((total, kb) => total + kb, 0)) / 1024
}

function mapsOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/smaps`, 'utf8').split('\n')
  } catch {
    // It has ended meanwhile.
    return []
  }
}
