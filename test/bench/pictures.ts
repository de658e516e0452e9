import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Photographs to measure with: real ones where they lie beside the project, else those of the tests. */
export function photographs(): { readonly folder: string; readonly paths: readonly string[]; readonly areReal: boolean } {
  const real = resolve('../shared/photos')
  const areReal = existsSync(real)
  const folder = areReal ? real : resolve('test/fixtures/originals')
  const names = readdirSync(folder).filter((name) => name.endsWith('.jpg'))
  return { folder, paths: names.sort().map((name) => join(folder, name)), areReal }
}
