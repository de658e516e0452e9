/** Lines that wait to be written together. */
export interface BatchedLines {
  write(line: string): void
  /** Writes what waits; also at the end of a process, where nothing later would. */
  flush(): void
}

/** Nobody reads a log faster; at 64 connections, writing it in each turn of the event loop costs a fifth of an answer from memory. */
const WAIT_MS = 20

/** Many requests cost one write instead of one each. A process that is killed outright takes the lines of the last 20 ms along. */
export function batchLines(write: (text: string) => void): BatchedLines {
  let waiting = ''
  const flush = () => {
    const text = waiting
    waiting = ''
    if (text !== '') write(text)
  }
  return {
    write(line) {
      if (waiting === '') setTimeout(flush, WAIT_MS)
      waiting += line
    },
    flush,
  }
}
