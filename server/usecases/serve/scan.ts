/** What is told of a list, each with its place in it. */
export interface Told<Entry, Place> {
  readonly told: readonly { readonly entry: Entry; readonly place: Place }[]
  /** Up to where the list was read. */
  readonly reached: Place
  /** Whether nothing follows. */
  readonly isEnd: boolean
}

interface Scan<Raw, Entry, Place> {
  /** Reading ends when more than so many are told. */
  readonly wanted: number
  /** How many `read` answers at most. */
  readonly perLook: number
  read(after: Place): Promise<readonly Raw[]>
  placeOf(raw: Raw): Place
  /** What is told of each, in their order; `undefined` for what is passed over. */
  tell(raws: readonly Raw[]): Promise<readonly (Entry | undefined)[]>
}

/** After so many looks the reader comes back for the rest: one request is never the work of a thousand. */
const MAX_LOOKS = 10

/** What is told of a list from a place on, until it is enough. */
export async function scan<Raw, Entry, Place>(start: Place, list: Scan<Raw, Entry, Place>): Promise<Told<Entry, Place>> {
  const told: { entry: Entry; place: Place }[] = []
  let reached = start
  for (let looks = 0; looks < MAX_LOOKS && told.length <= list.wanted; looks++) {
    const raws = await list.read(reached)
    const entries = await list.tell(raws)
    raws.forEach((raw, at) => {
      reached = list.placeOf(raw)
      const entry = entries[at]
      if (entry !== undefined) told.push({ entry, place: reached })
    })
    if (raws.length < list.perLook) return { told, reached, isEnd: true }
  }
  return { told, reached, isEnd: false }
}

export interface Merged<Entry, First, Second> {
  readonly entries: readonly Entry[]
  /** Where to go on in each list; `undefined` for where it began. */
  readonly first: First | undefined
  readonly second: Second | undefined
  readonly more: boolean
}

/**
 * The first `limit` entries of two lists by their `at`, each list in its own order.
 *
 * A list that ended has its place at what was told last, so that what is passed over tells nothing; one that was not read to its end, at where
 * reading stopped.
 */
export function mergeTold<Entry extends { readonly at: string }, First, Second>(
  first: Told<Entry, First>,
  second: Told<Entry, Second>,
  limit: number,
): Merged<Entry, First, Second> {
  const entries: Entry[] = []
  const taken = { first: 0, second: 0 }
  while (entries.length < limit) {
    const [a, b] = [first.told[taken.first]?.entry, second.told[taken.second]?.entry]
    // Where a list ran dry before its end, what follows in it may be earlier than the rest of the other.
    if ((a === undefined && !first.isEnd) || (b === undefined && !second.isEnd)) break
    const entry = earlierOf(a, b)
    if (entry === undefined) break
    entries.push(entry)
    taken[entry === a ? 'first' : 'second']++
  }
  const isDry = taken.first === first.told.length && taken.second === second.told.length
  const places = { first: placeAfter(first, taken.first), second: placeAfter(second, taken.second) }
  return { entries, ...places, more: !isDry || !first.isEnd || !second.isEnd }
}

function earlierOf<Entry extends { readonly at: string }>(a: Entry | undefined, b: Entry | undefined): Entry | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a.at <= b.at ? a : b
}

function placeAfter<Entry, Place>({ told, reached, isEnd }: Told<Entry, Place>, taken: number): Place | undefined {
  return taken === told.length && !isEnd ? reached : told[taken - 1]?.place
}
