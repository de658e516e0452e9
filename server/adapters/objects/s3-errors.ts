import { codeOf } from '../../core/error-code.ts'
import { UnavailableError } from '../../core/errors.ts'

const KEYS = 'Check PLACARD_S3_ACCESS_KEY_ID and PLACARD_S3_SECRET_ACCESS_KEY'

/** Codes of S3 (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html), and what the owner can do about them. */
const REMEDIES: Readonly<Record<string, string>> = {
  InvalidAccessKeyId: `${KEYS}: the store does not know this key.`,
  SignatureDoesNotMatch: `${KEYS}: the secret is not the one of this key, or PLACARD_S3_REGION is another one.`,
  AccessDenied: `${KEYS}: it must be allowed to list the bucket, and to get, put and delete objects in it.`,
  RequestTimeTooSkewed: 'Set the clock of this machine: it differs from the store’s by more than 15 minutes.',
  NoSuchBucket: 'Check PLACARD_S3_BUCKET: there is no such bucket, and Placard makes none.',
  InvalidBucketName: 'Check PLACARD_S3_BUCKET: the store does not take this name.',
  AuthorizationHeaderMalformed: 'Check PLACARD_S3_REGION: the bucket is in another one.',
  PermanentRedirect: 'Check PLACARD_S3_ENDPOINT and PLACARD_S3_REGION: the bucket is elsewhere.',
  QuotaExceeded: 'Make room in the store: its quota is used up; nothing that was stored is lost.',
  BadDigest: 'What arrived is not what was sent: check the network between here and PLACARD_S3_ENDPOINT.',
}

const BY_STATUS: Readonly<Record<number, string>> = {
  301: 'PermanentRedirect',
  307: 'PermanentRedirect',
  308: 'PermanentRedirect',
  401: 'AccessDenied',
  403: 'AccessDenied',
  507: 'QuotaExceeded',
}

const ELSE = 'Check PLACARD_S3_ENDPOINT, and whether the store is well.'

/** The refusal of a store as an error that names the setting to look at. */
export function refusal(
  what: string,
  place: string,
  { status, code }: { readonly status: number; readonly code: string },
): UnavailableError {
  const remedy = REMEDIES[code] ?? REMEDIES[BY_STATUS[status] ?? ''] ?? ELSE
  return new UnavailableError(`Expected ${what} in ${place} but received ${status}${code && ` ${code}`}. ${remedy}`)
}

/** No answer at all, or none that could be read to its end. */
export function noAnswer(what: string, place: string, cause: unknown): UnavailableError {
  return new UnavailableError(`Expected ${what} in ${place} but received ${reasonOf(cause)}. ${ELSE}`, { cause })
}

/** `fetch` says no more than that it failed; why is in the cause, such as ECONNREFUSED. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return codeOf(error.cause) ?? codeOf(error) ?? error.message
}
