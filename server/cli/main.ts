#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { runPlacard } from './placard.ts'

// Beside this file once both are built. Its process is given flags of Node's, which Deno and Bun do not know: there pictures are decoded in this one.
const isNode = !('bun' in process.versions || 'deno' in process.versions)
const renderScript = fileURLToPath(new URL('./render-process.js', import.meta.url))

process.exitCode = await runPlacard(process.argv.slice(2), isNode ? { renderScript } : {})
