import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The answer that somebody wrote by hand into `test/fixtures/golden/`. */
export function golden(name: string): unknown {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`../fixtures/golden/${name}.json`, import.meta.url)), 'utf8'))
}
