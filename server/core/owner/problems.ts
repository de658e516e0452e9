import { BadRequestError } from '../errors.ts'
import { cleanText } from '../text/safe-text.ts'

/** What is wrong with one value of an owner's; `message` is a whole sentence without its full stop. */
export interface Problem {
  /** Path from the top: `creators[0].url`. */
  readonly field: string
  readonly message: string
}

/** Takes note of a problem; reading goes on, so that all of them are told at once. */
export type Report = (problem: Problem) => void

/** Reads one untrusted value. @returns `undefined` after a problem was reported. */
export type Parse<T> = (value: unknown, field: string, report: Report) => T | undefined

/** More of them help nobody; each is at most some hundreds of characters. */
const MAX_TOLD = 20

/** Reports *Expected … for … but received …*. */
export function reportUnexpected(report: Report, expected: string, { field, value }: { field: string; value: unknown }): undefined {
  report({ field, message: `Expected ${expected} for ${field} but received ${describeValue(value)}` })
}

/** All problems as the one error that the request gets. */
export function badRequest(problems: readonly Problem[]): BadRequestError {
  const told = problems.slice(0, MAX_TOLD).map(({ message }) => message)
  const rest = problems.length - told.length
  return new BadRequestError([...told, ...(rest > 0 ? [`And ${rest} more problems`] : [])].join('; '))
}

/** The value in a few words that can neither move a cursor nor hide in a log. */
export function describeValue(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return quote(value)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeof value === 'object' ? 'an object' : typeof value
}

/** The text in quotes, cleaned and cut to what a line can bear. */
export function quote(text: string): string {
  return JSON.stringify(cleanText(text.slice(0, 200), 60))
}
