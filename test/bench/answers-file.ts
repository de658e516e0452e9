import { readFileSync, writeFileSync } from 'node:fs'
import type { RawAnswer } from '../support/servers/raw-answer.ts'

/** An answer that the peers give too: what ours was, to the byte. */
export interface RecordedAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Writes answers by their addresses, for programs that are started afterwards. */
export function writeAnswers(path: string, answers: Readonly<Record<string, RawAnswer>>): void {
  const told = Object.entries(answers).map(([address, { status, headers, bytes }]) => [
    address,
    { status, headers, body: bytes.toString('base64') },
  ])
  writeFileSync(path, JSON.stringify(Object.fromEntries(told)))
}

/** What `writeAnswers` wrote, from the file that the environment names. */
export function readAnswers(): Readonly<Record<string, RecordedAnswer>> {
  const told = JSON.parse(readFileSync(process.env.ANSWERS ?? '', 'utf8')) as Record<
    string,
    { status: number; headers: Record<string, string>; body: string }
  >
  return Object.fromEntries(
    Object.entries(told).map(([address, answer]) => [address, { ...answer, body: Buffer.from(answer.body, 'base64') }]),
  )
}
