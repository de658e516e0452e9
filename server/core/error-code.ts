/** The word by which a runtime or a library tells one failure from another, such as `ENOENT`; `undefined` where it gives none. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
