#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { runPlacard } from './placard.ts'

// Beside this file once both are built, which is the only way in which Node can run either.
const renderScript = fileURLToPath(new URL('./render-process.js', import.meta.url))

process.exitCode = await runPlacard(process.argv.slice(2), { renderScript })
