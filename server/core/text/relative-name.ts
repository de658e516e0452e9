const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/

/** Whether this is a relative path without anything that a folder or an address would read otherwise: of ASCII, no part begins with a dot, none holds two. */
export function isRelativeName(name: string): boolean {
  return NAME.test(name) && !name.includes('..')
}
