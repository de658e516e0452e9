import { env } from 'cloudflare:test'
import { d1Catalogue } from '../../server/adapters/catalogue/d1.ts'
import { catalogueContract } from '../contracts/catalogue.ts'
import { catalogueEditsContract } from '../contracts/catalogue-edits.ts'
import { catalogueWalksContract } from '../contracts/catalogue-walks.ts'
import { tokensContract } from '../contracts/tokens.ts'
import { dropTables } from './drop-tables.ts'

async function openEmpty() {
  await dropTables(env.DB)
  return d1Catalogue(env.DB)
}

catalogueContract('D1', openEmpty)
catalogueEditsContract('D1', openEmpty)
catalogueWalksContract('D1', openEmpty)
tokensContract('D1', openEmpty)
