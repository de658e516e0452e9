import { DatabaseError } from 'pg'
import { codeOf } from '../../../core/error-code.ts'
import { PlacardError, UnavailableError } from '../../../core/errors.ts'

/** Node's codes for certificates (https://nodejs.org/docs/latest-v20.x/api/tls.html#x509-certificate-error-codes). */
const OF_CERTIFICATES = /SELF_SIGNED|^CERT_|_CERT_|_CERT$|UNABLE_TO_VERIFY/

/** What the owner can do, by SQLSTATE or its class (https://www.postgresql.org/docs/15/errcodes-appendix.html), or by the network's code. */
const REMEDIES: Readonly<Record<string, string>> = {
  '28': 'Check the user and the password in PLACARD_DATABASE_URL, and what pg_hba.conf lets in.',
  '3D000': 'Check the name of the database in PLACARD_DATABASE_URL: Placard makes none (createdb).',
  '42501': 'Let the user of PLACARD_DATABASE_URL own the database, or its schema "placard".',
  '25006': 'PLACARD_DATABASE_URL names a server that may only be read; it has to be the primary.',
  '53100': 'The disk of the database is full: make room; nothing that was saved is lost.',
  '53300': 'The database has no connection left: lower PLACARD_DATABASE_POOL, or raise its max_connections.',
  '55P03': 'Another process is writing for long: wait for it to end, or stop it.',
  '57014': 'It took longer than it may: see whether the database is busy, and run ANALYZE there.',
  '57P': 'The database is starting or stopping: it is asked again with the next request.',
  '54000': 'A path or another text is longer than PostgreSQL can index (about 2,700 bytes).',
  ECONNREFUSED: 'Nothing listens there: check PLACARD_DATABASE_URL, and whether the database runs.',
  ENOENT: 'There is no such socket: check PLACARD_DATABASE_URL, and whether the database runs.',
  ENOTFOUND: 'There is no such host: check PLACARD_DATABASE_URL.',
}

const UNTRUSTED = 'Its certificate is not trusted: name its authority by NODE_EXTRA_CA_CERTS, or see sslmode in PLACARD_DATABASE_URL.'

const ELSE = 'Check PLACARD_DATABASE_URL, and whether the database is well and can be reached.'

/**
 * The failure as one that names the catalogue and the remedy; what the database or the network said is its `cause`.
 *
 * @param place  User, host and database; never the password.
 */
export function postgresUnavailable(place: string, cause: unknown): UnavailableError {
  if (cause instanceof UnavailableError) return cause
  const code = firstCodeOf(cause)
  const remedy = OF_CERTIFICATES.test(code)
    ? UNTRUSTED
    : (REMEDIES[code] ?? REMEDIES[code.slice(0, 3)] ?? REMEDIES[code.slice(0, 2)] ?? ELSE)
  const said = cause instanceof Error ? cause.message || code : String(cause)
  return new UnavailableError(`Expected the catalogue at ${place} to answer but received "${said}". ${remedy}`, { cause })
}

/** Whether the database itself has said so, and goes on listening: the connection is as good as before. */
export function isAnswer(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && error.severity !== 'FATAL' && error.severity !== 'PANIC'
}

/** SQLSTATE, or the code of a failure of the network; '' without one. */
function firstCodeOf(error: unknown): string {
  // Names with several addresses fail with all of their failures at once.
  return codeOf(error instanceof AggregateError ? error.errors[0] : error) ?? ''
}

/** Whether the connection is as good as before: it was the database that said no, or ourselves. What failed otherwise may still be running. */
export function isHarmless(error: unknown): boolean {
  return isAnswer(error) || error instanceof PlacardError || error instanceof RangeError
}
