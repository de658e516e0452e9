/** What so many make together still fits the processor's caches, and kept answers go out between one lot and the next. */
const MOST = 32

/**
 * Begins what comes in one turn of the event loop together, after that turn, in the order in which it came.
 *
 * What is asynchronous then goes on in step: each part of it is done for all before the next part begins, so that the processor has its code at hand.
 * One request after the other runs through so much code that each finds little of it there still: an answer that nobody kept then costs 1.6 times as
 * much (measured with 64 connections; code, data and wake-ups of the client were not told apart).
 *
 * @param most  So many begin in one turn, and the others in those after it.
 */
export function inStep(most: number = MOST): (work: () => void) => void {
  let waiting: (() => void)[] = []
  const beginSome = () => {
    const now = waiting.slice(0, most)
    waiting = waiting.slice(most)
    if (waiting.length > 0) setImmediate(beginSome)
    for (const work of now) work()
  }
  return (work) => {
    if (waiting.push(work) === 1) setImmediate(beginSome)
  }
}
