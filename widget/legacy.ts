import type { Process } from './registry.ts'

// The one place where names of the 2015 platform stand: what old pages hold, and what their scripts call (`data-placard-legacy`).

/** Its blockquotes. */
export const LEGACY_SNIPPET = 'blockquote.instagram-media'

/** Where such a blockquote names its permalink; without it, its last link to a permalink counts. */
export function legacyPermalink(host: Element): string | null {
  return host.getAttribute('data-instgrm-permalink')
}

/** Its one global function, which pages call after they have inserted more; theirs stays if there is one already. */
export function publishLegacy(process: Process): void {
  const page: typeof globalThis & { instgrm?: unknown } = globalThis
  page.instgrm ??= { Embeds: { process: () => process() } }
}
