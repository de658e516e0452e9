#!/usr/bin/env node
import { runPlacard } from './placard.ts'

process.exitCode = await runPlacard(process.argv.slice(2))
