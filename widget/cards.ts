import type { CardData } from '../server/wire/card.ts'
import { parseCards } from './card-data.ts'
import { bare } from './own-field.ts'

/** Card data by shortcode, asked for in as few requests as possible. */
export interface CardSource {
  /** The code will be asked for with the next request, whichever card causes it. */
  announce(code: string): void
  /** The card; `undefined` if it could not be had. Never rejects. */
  ask(code: string): Promise<CardData | undefined>
}

const MAX_CODES = 50 // MAX_CARDS_PER_REQUEST in server/wire/card.ts, where only types may be taken from
/** An answer is believed as long as a shared cache may: withdrawn means withdrawn within 60 s (DESIGN.md, section 3, rule 2). */
const FRESH_MS = 60_000
const TIMEOUT_MS = 15_000
const RETRY_MS = 2_000

/** @param load Captured when the script starts, bound to the window: the page may replace its own `fetch` later (W7). */
export function makeCardSource(base: string, load: typeof fetch): CardSource {
  const unasked = new Set<string>()
  const answers = new Map<string, Promise<CardData | undefined>>()
  return { announce: (code) => unasked.add(code), ask: (code) => answers.get(code) ?? request(code) }

  function request(code: string): Promise<CardData | undefined> {
    unasked.delete(code)
    const codes = [code, ...unasked].slice(0, MAX_CODES).sort()
    const cards = loadCards(`${base}/v1/cards?codes=${codes.join()}`, load)
    for (const each of codes) {
      unasked.delete(each)
      answers.set(
        each,
        cards.then((found) => found?.get(each)),
      )
    }
    setTimeout(() => {
      for (const each of codes) answers.delete(each)
    }, FRESH_MS)
    return cards.then((found) => found?.get(code))
  }
}

/** Tries once more, at a moment of its own so that many readers do not come back together (W18). */
async function loadCards(url: string, load: typeof fetch, isLast?: boolean): Promise<Map<string, CardData> | undefined> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await load(url, bare<RequestInit>({ credentials: 'omit', referrerPolicy: 'strict-origin', signal }))
    if (!response.ok) throw new TypeError('Expected cards')
    return parseCards(await response.json())
  } catch {
    if (isLast) return undefined
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS * (1 + Math.random())))
    return loadCards(url, load, true)
  }
}
