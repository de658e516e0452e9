#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { keepYoungGenerationSmall } from '../runtimes/young-generation.ts'
import { runPlacard } from './placard.ts'

// Beside this file once both are built. Its process is given flags of Node's, which Deno and Bun do not know: there pictures are decoded in this one.
const isNode = !('bun' in process.versions || 'deno' in process.versions)
const renderScript = fileURLToPath(new URL('./render-process.js', import.meta.url))

const args = process.argv.slice(2)
// Commands that end with their work are quicker with more room: a table of 100,000 rows takes two thirds of the time (measured).
if (isNode && ['serve', 'start'].includes(args[0] ?? '')) keepYoungGenerationSmall()
process.exitCode = await runPlacard(args, isNode ? { renderScript } : {})
