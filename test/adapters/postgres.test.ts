import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgresCatalogue } from '../../server/adapters/catalogue/postgres.ts'
import { catalogueContract } from '../contracts/catalogue.ts'
import { catalogueEditsContract } from '../contracts/catalogue-edits.ts'
import { tokensContract } from '../contracts/tokens.ts'
import { hasRealPostgres, openRealPostgres, type RealPostgres } from '../support/postgres.ts'

const isHere = hasRealPostgres()
if (!isHere)
  process.stderr.write(
    'placard: tests with a real PostgreSQL are skipped; they need POSTGRES_URL, or the package of `test/servers/postgres.sh --install`\n',
  )

describe.skipIf(!isHere)('PostgreSQL', () => {
  let postgres: RealPostgres

  beforeAll(async () => {
    postgres = await openRealPostgres()
  }, 180_000)
  afterAll(async () => await postgres?.stop())

  const open = async () => await openPostgresCatalogue(await postgres.makeDatabase())

  catalogueContract('openPostgresCatalogue', open)
  catalogueEditsContract('openPostgresCatalogue', open)
  tokensContract('openPostgresCatalogue', open)

  it('x', () => expect(1).toBe(1))
})
