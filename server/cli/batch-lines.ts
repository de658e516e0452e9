/** Lines that wait to be written together. */
export interface BatchedLines {
  write(line: string): void
  /** Writes what waits; also at the end of a process, where nothing later would. */
  flush(): void
}

/** Many requests may be answered in one turn of the event loop: they cost one write instead of one each. */
export function batchLines(write: (text: string) => void): BatchedLines {
  let waiting = ''
  const flush = () => {
    const text = waiting
    waiting = ''
    if (text !== '') write(text)
  }
  return {
    write(line) {
      if (waiting === '') setImmediate(flush)
      waiting += line
    },
    flush,
  }
}
