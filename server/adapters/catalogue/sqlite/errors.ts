import { UnavailableError } from '../../../core/errors.ts'

/** Primary result codes (https://sqlite.org/rescode.html) and what the owner can do about them. */
const REMEDIES: Readonly<Record<number, string>> = {
  5: 'Another process holds it locked: wait for it to end, or stop it.',
  6: 'Another process holds it locked: wait for it to end, or stop it.',
  8: 'It is read-only: give this user the right to write to the file and its folder.',
  10: 'The disk reports an error: check it, then restore a backup if the catalogue does not open.',
  11: 'The file is damaged: restore a backup, or move it away and import the pictures again.',
  13: 'The disk is full: make room; nothing that was saved is lost.',
  14: 'The file cannot be opened: check that its folder exists and belongs to this user.',
  26: 'The file is no SQLite database: set PLACARD_DATA to another folder, or move the file away.',
}

/** The failure as one that names the catalogue and the remedy; SQLite's own error is its `cause`. */
export function catalogueUnavailable(path: string, cause: unknown): UnavailableError {
  if (cause instanceof UnavailableError) return cause
  const remedy = REMEDIES[primaryCodeOf(cause)] ?? 'Check that its folder exists and that this user may read and write in it.'
  const said = cause instanceof Error ? cause.message : String(cause)
  return new UnavailableError(`Expected the catalogue at ${path} to answer but received "${said}". ${remedy}`, { cause })
}

// @photostructure/sqlite leaves the code off what `all` and `get` throw; the text is then sqlite3_errstr(), fixed per code.
const CODE_BY_TEXT: Readonly<Record<string, number>> = {
  'database is locked': 5,
  'disk I/O error': 10,
  'database disk image is malformed': 11,
  'file is not a database': 26,
}

function primaryCodeOf(error: unknown): number {
  if (!(error instanceof Error)) return 0
  // The low byte of an extended result code is the primary one.
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff
  return CODE_BY_TEXT[error.message] ?? 0
}
