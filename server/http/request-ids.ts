/**
 * Ids for requests, in the form of a UUID.
 *
 * Random once and counted from there: an id has to be unique, and nothing follows from guessing one.
 */
export function requestIds(): () => string {
  const own = crypto.randomUUID().slice(0, 24)
  let count = 0
  return () => {
    count += 1
    return own + count.toString(16).padStart(12, '0')
  }
}
