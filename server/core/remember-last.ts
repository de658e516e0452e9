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
