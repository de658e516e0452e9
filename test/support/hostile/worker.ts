import { writeSync } from 'node:fs'
import { judge } from './judge.ts'
import { openHostileSet } from './pictures.ts'

// A process that may crash: judges pictures of a set and says which one it is at. Arguments: set, first, how many.
const [set = '', first = '0', count = '0'] = process.argv.slice(2)
const say = (line: object) => writeSync(1, `${JSON.stringify(line)}\n`)
const peakMb = () => process.resourceUsage().maxRSS / 1024
const { pictureAt, length, warmUp } = await openHostileSet(set)
// The first pictures load libraries and warm up the compiler: what that takes is not theirs.
for (const [turn, picture] of warmUp.entries()) await judge(picture, turn)
const baselineMb = peakMb()
const last = Math.min(length, Number(first) + Number(count))
for (let index = Number(first); index < last; index += 1) {
  const picture = await pictureAt(index)
  say({ index, name: picture.name, bytes: picture.bytes.length })
  const before = process.cpuUsage()
  const verdict = await judge(picture, index)
  const { user, system } = process.cpuUsage(before)
  say({ index, ...verdict, cpuMs: (user + system) / 1000, grownMb: peakMb() - baselineMb })
}
say({ done: last })
