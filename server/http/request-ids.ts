/**
 * Ids for requests, in the form of a UUID.
 *
 * Random once and counted from there: an id has to be unique, and nothing follows from guessing one.
 */
export function requestIds(): () => string {
  const own = crypto.randomUUID().slice(0, 24)
  let count = 0
  let start = ''
  return () => {
    const low = count % ENDS.length
    // Most ids differ from the one before in nothing but their end, and each request needs one.
    if (low === 0) start = own + (count / ENDS.length).toString(16).padStart(10, '0')
    count += 1
    return start + ENDS[low]
  }
}

const ENDS = Array.from({ length: 256 }, (_, end) => end.toString(16).padStart(2, '0'))
