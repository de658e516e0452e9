/** A fault of ours must not reach the page's error handlers; the fallback stays, and that is a complete answer (W18). */
export function quietly(work: () => void): void {
  try {
    work()
  } catch {}
}

/** For every item; one that cannot be worked on takes no other with it. */
export function each<T>(work: (item: T) => void): (items: T[]) => void {
  return (items) =>
    items.forEach((item) => {
      quietly(() => work(item))
    })
}

/** What becomes of a promise that fails. */
export const ignore = () => {}
