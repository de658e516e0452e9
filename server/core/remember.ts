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

/**
 * `work` that knows of each object what it made of it last, for as long as somebody has the object: what asks for the same again is given the
 * same, so neither may ever be changed.
 *
 * One answer each: who asks for all languages in turn makes the memory no larger.
 */
export function rememberLast<K extends object, Rest extends readonly unknown[], T>(
  work: (of: K, ...rest: Rest) => T,
): (of: K, ...rest: Rest) => T {
  const known = new WeakMap<K, { readonly rest: Rest; readonly answer: T }>()
  return (of, ...rest) => {
    const last = known.get(of)
    if (last?.rest.length === rest.length && rest.every((value, at) => value === last.rest[at])) return last.answer
    const answer = work(of, ...rest)
    known.set(of, { rest, answer })
    return answer
  }
}
