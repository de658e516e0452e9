import { parseResourceUrl } from '../../core/identity/resource-url.ts'
import { parseShortcode } from '../../core/identity/shortcode.ts'
import type { Visibility } from '../../core/media.ts'
import { changeVisibility } from '../../usecases/change-visibility.ts'
import { type Session, UsageError } from '../session.ts'

/**
 * Makes each named media public or private.
 *
 * @param names   Shortcodes or permalinks.
 * @returns       The exit code: 1 if any was not found.
 */
export async function runVisibility(session: Session, names: readonly string[], visibility: Visibility): Promise<number> {
  if (names.length === 0) throw new UsageError('Expected one or more shortcodes or permalinks but received none')
  const deps = await session.openDeps({ log: 'failures' })
  try {
    let failed = false
    for (const name of names) {
      const shortcode = parseResourceUrl(name, session.config.baseUrl) ?? parseShortcode(name)
      const media = shortcode && (await changeVisibility(deps, shortcode, visibility))
      failed ||= !media
      session.terminal[media ? 'out' : 'err'](
        media
          ? `${media.shortcode} is ${visibility}\n`
          : `Expected a shortcode or permalink of this collection but received ${JSON.stringify(name)}\n`,
      )
    }
    return failed ? 1 : 0
  } finally {
    await deps.close()
  }
}
