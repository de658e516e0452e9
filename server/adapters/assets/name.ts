const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/

/** Whether this can be the name of an asset: a relative path without anything that a folder or an address would read otherwise. */
export function isAssetName(name: string): boolean {
  return NAME.test(name)
}
