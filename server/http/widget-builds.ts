import type { PinnedScript } from '../core/card/snippet.ts'
import type { Assets } from '../ports/assets.ts'

/** One embed.js that never changes. */
export interface WidgetBuild {
  readonly version: string
  /** The first 16 hex digits of its SHA-384. */
  readonly hash: string
  /** Value of the attribute `integrity`. */
  readonly integrity: string
}

/** The build of this version and hash: the present one, or one that was ever released. @returns `undefined` for any other. */
export async function findBuild(assets: Assets, version: string, hash: string): Promise<WidgetBuild | undefined> {
  const builds = [await findPresent(assets), ...(await listReleases(assets))]
  return builds.find((build) => build?.version === version && build.hash === hash)
}

/**
 * Finds what a page may pin for ever, as code names it: the newest release; before there is any, the present build; `undefined` if nothing is built.
 *
 * A release is looked up once: none is ever taken away, and a newer one comes with another version of the server.
 */
export function pinFinder(assets: Assets, baseUrl: string): () => Promise<PinnedScript | undefined> {
  let newest: WidgetBuild | undefined
  return async () => {
    newest ??= (await listReleases(assets)).at(-1)
    const build = newest ?? (await findPresent(assets))
    return build && { src: `${baseUrl}/${assetOf(build)}`, integrity: build.integrity }
  }
}

/** The name of its script among the assets, and its path below the base URL. */
export function assetOf({ version, hash }: WidgetBuild): string {
  return `w/${version}/${hash}/embed.js`
}

/** What the build says of itself. */
async function findPresent(assets: Assets): Promise<WidgetBuild | undefined> {
  return parseBuild(await readJson(assets, 'embed.json'))
}

/** Oldest first. What is malformed is left out. */
async function listReleases(assets: Assets): Promise<readonly WidgetBuild[]> {
  const ledger = await readJson(assets, 'w/ledger.json')
  return Array.isArray(ledger) ? ledger.flatMap((entry) => parseBuild(entry) ?? []) : []
}

/** @returns `undefined` if there is no such file, or it is broken. */
async function readJson(assets: Assets, name: string): Promise<unknown> {
  const bytes = await assets.find(name)
  try {
    return bytes && JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined // Half a file, as an interrupted build leaves it, must not take the pages of all pictures with it.
  }
}

function parseBuild(value: unknown): WidgetBuild | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (!('version' in value && 'hash' in value && 'integrity' in value)) return undefined
  const { version, hash, integrity } = value
  if (typeof version !== 'string' || typeof hash !== 'string' || typeof integrity !== 'string') return undefined
  return { version, hash, integrity }
}
