import { CompiledQuery } from 'kysely'
import { UnavailableError } from '../../../core/errors.ts'
import { asInteger, asRecord } from '../../../core/stored/fields.ts'
import type { Clock } from '../../../ports/system.ts'
import type { PostgresSession } from './session.ts'

/** The right to make ids of a shard that no other process has. */
export interface ShardLease {
  /** @throws {UnavailableError} if the database has not confirmed it for so long that another process may have it soon. */
  current(): number
  /** Nobody may ask for `current` any more. */
  release(): Promise<void>
}

export interface LeaseOptions {
  readonly clock: Clock
  /** Default: 20 s. */
  readonly renewEveryMs?: number
}

const LEASED_FOR_MS = 120_000
/** From then on no id is made, though nobody else may make one yet: what was begun can still be committed, and clocks may differ. */
const USED_FOR_MS = 60_000
const RENEWED_EVERY_MS = 20_000

/** What the database has said of a shard. */
interface Confirmed {
  readonly shard: number
  readonly at: number
}

/**
 * Of the shards that nobody has, the one that nobody has had for the longest time, for as long as this process lives and two minutes more.
 *
 * A row and not an advisory lock: it outlives the connection, and it passes through a pooler that gives each transaction another one.
 */
export async function leaseShard(session: PostgresSession, { clock, renewEveryMs = RENEWED_EVERY_MS }: LeaseOptions): Promise<ShardLease> {
  const { write, place } = session
  const holder = crypto.randomUUID()
  const by = { holder, clock }
  let lease = await obtain(session, by)
  const renew = async () => {
    lease = await obtain(session, by, lease)
  }
  const timer = setInterval(() => void renew().catch(ignore), renewEveryMs)
  timer.unref()
  return {
    current() {
      const age = clock.now() - lease.at
      if (age >= 0 && age < USED_FOR_MS) return lease.shard
      throw new UnavailableError(`Expected the catalogue at ${place} to confirm the shard of this process but it has not done so for long.`)
    },
    async release() {
      clearInterval(timer)
      // Without it the lease ends by itself.
      await write(CompiledQuery.raw(RELEASE, [holder])).catch(ignore)
    },
  }
}

/** Whose lease ran out while the database was away gets another one, unless nobody took it. */
async function obtain(
  { write, place }: PostgresSession,
  { holder, clock }: { readonly holder: string; readonly clock: Clock },
  held?: Confirmed,
): Promise<Confirmed> {
  const confirm = async (statement: string, parameters: readonly unknown[]) => {
    // The time before the database was asked: the lease ends later than we believe, never earlier.
    const at = clock.now()
    const [row] = (await write(CompiledQuery.raw(statement, [LEASED_FOR_MS / 1000, holder, ...parameters]))).rows
    return row === undefined ? undefined : { shard: asInteger(asRecord(row, 'shard').shard, 'shard'), at }
  }
  const lease = (held && (await confirm(RENEW, [BigInt(held.shard)]))) ?? (await confirm(LEASE, []))
  if (lease !== undefined) return lease
  throw new UnavailableError(
    `Expected a shard for new ids in the catalogue at ${place} but all of them are leased. Stop processes that idle.`,
  )
}

const RENEW = `UPDATE placard.shards SET leased_until = now() + $1 * interval '1 second' WHERE holder = $2 AND shard = $3 RETURNING shard::bigint`

const LEASE = `
  UPDATE placard.shards SET leased_until = now() + $1 * interval '1 second', holder = $2
  WHERE shard = (SELECT shard FROM placard.shards WHERE leased_until < now() ORDER BY leased_until, shard LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING shard::bigint`

const RELEASE = 'UPDATE placard.shards SET leased_until = now(), holder = NULL WHERE holder = $1'

/** 32 random bytes by this name, the same for every process: made by the first one that asks. */
export async function readOrMakeSecret({ write }: PostgresSession, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const made = crypto.getRandomValues(new Uint8Array(32))
  await write(CompiledQuery.raw('INSERT INTO placard.secrets (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING', [name, made]))
  const { rows } = await write(CompiledQuery.raw('SELECT value FROM placard.secrets WHERE name = $1', [name]))
  const { value } = asRecord(rows[0], 'secret')
  if (value instanceof Uint8Array) return new Uint8Array(value)
  throw new UnavailableError(`Expected bytes in placard.secrets for ${name} but received something else. Delete the row: it is made anew.`)
}

/** The next one asks again; until it succeeds, `current` says so. */
function ignore(): void {}
