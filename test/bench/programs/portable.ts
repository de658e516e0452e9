import { batchLines } from '../../../server/cli/batch-lines.ts'
import { parseConfig, readEnv } from '../../../server/config.ts'
import { createApp } from '../../../server/http/app.ts'
import { fromMemory } from '../../../server/http/from-memory.ts'
import { openLocalDeps } from '../../../server/runtimes/local-deps.ts'
import { serveFetch } from '../serve-fetch.ts'

// The app without Node's front door: what every runtime that speaks in Request and Response has.
const { ANSWERS: _, ...env } = process.env
const { write } = batchLines((text) => process.stdout.write(text))
const deps = await openLocalDeps(parseConfig(readEnv(env)), { assetFolders: ['dist/widget', 'public'], writeLog: write })
await serveFetch(fromMemory(deps, createApp(deps).fetch))
