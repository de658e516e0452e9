import { runPlacard } from '../cli/placard.ts'

// Placard on Deno, unbuilt: every command of `placard`, on Deno's own `node:sqlite` and the same sharp.
//
//   deno run -A --no-lock --node-modules-dir=manual --cached-only server/runtimes/deno.ts serve
//
// Packages come from node_modules, as `npm ci` put them there. HTTP goes through `node:http`, not `Deno.serve`: there an idle
// connection, or one whose headers never end, stays open for ever, and 400 kB of headers are taken. Here the limits of node.ts hold
// (measured on Deno 2.9.5: headers of 17 kB 431; unfinished headers 408 after 5 s; idle connections closed after 6 s).
process.exitCode = await runPlacard(process.argv.slice(2))
