import { runPlacard } from '../cli/placard.ts'

// Placard on Bun, unbuilt: every command of `placard`, on Bun's own `node:sqlite` and the same sharp.
//
//   bun --no-env-file server/runtimes/bun.ts serve
//
// Without `--no-env-file` Bun would read `.env.local` and others that no other runtime reads. HTTP goes through `node:http`, not
// `Bun.serve`: that has one idle time-out, so headers that drip in hold a connection for ever. Here the limits of node.ts hold
// (measured on Bun 1.4.5: headers of 17 kB 431; unfinished headers 408 after 6 s; idle connections closed after 6 s).
process.exitCode = await runPlacard(process.argv.slice(2))
