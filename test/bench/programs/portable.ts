import { batchLines } from '../../../server/cli/batch-lines.ts'
import { parseConfig, readEnv } from '../../../server/config.ts'
import { createApp } from '../../../server/http/app.ts'
import { openLocalDeps } from '../../../server/runtimes/local-deps.ts'
import { fromMemory } from '../from-memory.ts'
import { serveFetch } from '../serve-fetch.ts'

// The app without Node's front door: what a runtime that speaks in Request and Response could have.
const { ANSWERS: _, ...env } = process.env
const { write } = batchLines((text) => process.stdout.write(text))
const deps = await openLocalDeps(parseConfig(readEnv(env)), { assetFolders: ['dist/widget', 'public'], writeLog: write })
await serveFetch(fromMemory(deps, createApp(deps).fetch))
