/** What `work` makes of each item, in their order; so many are worked on at the same time. */
export async function fewAtOnce<T, R>(items: readonly T[], most: number, work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const done: R[] = []
  for (let start = 0; start < items.length; start += most) {
    done.push(...(await Promise.all(items.slice(start, start + most).map(work))))
  }
  return done
}
