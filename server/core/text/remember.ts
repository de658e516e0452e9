/**
 * `work` with a short memory, for answers that are slow to find and asked for again and again: the licences and the home pages of a collection
 * are few.
 *
 * @param work  Always says the same of a text. What it throws is not kept.
 * @param most  So many texts are kept; one more, and all are forgotten.
 */
export function remember<T>(work: (text: string) => T, most: number): (text: string) => T {
  const known = new Map<string, { readonly answer: T }>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found.answer
    const answer = work(text)
    if (known.size >= most) known.clear()
    known.set(text, { answer })
    return answer
  }
}
