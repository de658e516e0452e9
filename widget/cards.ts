import type { CardData } from '../server/wire/card.ts'
import type { WidgetWords } from '../server/wire/words.ts'
import { type Answer, parseAnswer } from './card-data.ts'
import { bare } from './own-field.ts'

/** A card, and the words around it in the same language. */
export interface Told {
  readonly card: CardData
  readonly words: WidgetWords
  /** When it was asked for, Unix milliseconds. */
  readonly at: number
}

/** Card data by shortcode in one language, asked for in as few requests as possible. */
export interface CardSource {
  /** The code will be asked for with the next request, whichever card causes it. */
  announce(code: string): void
  /**
   * What the server says of it now, or has said in the last minute; `undefined` if that could not be had. Never rejects.
   *
   * A request asks for all codes whose answers are older, too: whoever comes back to a page asks once for all of its cards.
   */
  ask(code: string): Promise<Told | undefined>
}

const MAX_CODES = 50 // MAX_CARDS_PER_REQUEST in server/wire/card.ts, where only types may be taken from
/** An answer is believed as long as a shared cache may: withdrawn means withdrawn within 60 s. */
const FRESH_MS = 60_000
const TIMEOUT_MS = 15_000
const RETRY_MS = 2_000

/** Unix milliseconds; the page may replace its own later (W7). */
export const { now } = Date

/** Whether what was told then may still be believed; the clock may have been set back since. */
export function isRecent(at: number): boolean {
  return Math.abs(now() - at) < FRESH_MS
}

/**
 * Answers the source of each language, always the same one.
 *
 * @param load Captured when the script starts, bound to the window: the page may replace its own `fetch` later (W7).
 */
export function makeCardSources(base: string, load: typeof fetch): (lang: string) => CardSource {
  const sources = new Map<string, CardSource>()
  return (lang) => {
    const source = sources.get(lang) ?? makeCardSource(base, lang, load)
    sources.set(lang, source)
    return source
  }
}

/** @param lang `''` for the server's own language. */
function makeCardSource(base: string, lang: string, load: typeof fetch): CardSource {
  const unasked = new Set<string>()
  const answers = new Map<string, { readonly at: number; readonly told: (code: string) => Promise<Told | undefined> }>()
  const isFresh = (code: string) => isRecent(answers.get(code)?.at ?? 0)
  return {
    announce: (code) => isFresh(code) || unasked.add(code),
    ask: (code) => (isFresh(code) && answers.get(code)?.told(code)) || request(code),
  }

  function request(code: string): Promise<Told | undefined> {
    const at = now()
    for (const each of answers.keys()) if (!isFresh(each)) unasked.add(each)
    unasked.delete(code)
    const codes = [code, ...unasked].slice(0, MAX_CODES).sort()
    const answer = loadAnswer(`${base}/v1/cards?codes=${codes.join()}${lang && `&lang=${lang}`}`, load)
    const told = async (each: string) => {
      const { findCard, words } = (await answer) ?? {}
      const card = findCard?.(each)
      return card && words && { card, words, at }
    }
    for (const each of codes) {
      unasked.delete(each)
      answers.set(each, { at, told })
    }
    return told(code)
  }
}

/**
 * Asks past what the browser keeps, so that a reload tells of a withdrawal, too.
 *
 * Tries once more, at a moment of its own so that many readers do not come back together (W18).
 */
async function loadAnswer(url: string, load: typeof fetch, isLast?: boolean): Promise<Answer | undefined> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await load(url, bare<RequestInit>({ cache: 'no-cache', credentials: 'omit', referrerPolicy: 'strict-origin', signal }))
    if (!response.ok) throw new TypeError('Expected cards')
    return parseAnswer(await response.json())
  } catch {
    if (isLast) return undefined
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS * (1 + Math.random())))
    return loadAnswer(url, load, true)
  }
}
