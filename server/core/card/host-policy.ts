import type { CodeForm } from './embed-code.ts'

/** A directive of a Content Security Policy and the sources that an embed needs in it. */
export interface PolicyDirective {
  readonly name: 'script-src' | 'connect-src' | 'img-src' | 'media-src' | 'frame-src'
  readonly sources: readonly string[]
}

/** The paths below the base URL that each form of the code loads from: no style, no font, nothing inline, and no frame but the frame itself. */
const INLINE = { 'script-src': ['/embed.js'], 'connect-src': ['/v1/'], 'img-src': ['/t/'] } as const
const PINNED = { ...INLINE, 'script-src': ['/w/'] } as const
const PATHS = {
  full: INLINE,
  'script-only': INLINE,
  pinned: PINNED,
  'no-script': { 'img-src': ['/t/'] },
  frame: { 'frame-src': ['/p/'] },
  element: INLINE,
  react: INLINE,
  wordpress: INLINE,
} as const satisfies Record<CodeForm, Partial<Record<PolicyDirective['name'], readonly string[]>>>

/**
 * What a host page's policy must allow for an embed, and nothing more.
 *
 * @param baseUrl  From the configuration, without a trailing slash.
 * @param video    Whether the media is a video; the frame's own policy cares for its own.
 */
export function hostPolicy(form: CodeForm, baseUrl: string, { video }: { readonly video: boolean }): readonly PolicyDirective[] {
  const film = video && form !== 'frame' && form !== 'no-script' ? { 'media-src': ['/v/'] } : {}
  const needed: Readonly<Record<string, readonly string[]>> = { ...PATHS[form], ...film }
  return Object.entries(needed).map(([name, paths]) => ({
    // The names are the keys above, which `Object.entries` forgets.
    name: name as PolicyDirective['name'],
    sources: paths.map((path) => baseUrl + path),
  }))
}

/** The directives as they stand in the header. */
export function policyText(directives: readonly PolicyDirective[]): string {
  return directives.map(({ name, sources }) => [name, ...sources].join(' ')).join('; ')
}
