import { randomBytes } from 'node:crypto'
import { openOriginalsFolder } from '../../../server/adapters/originals/fs.ts'

// A process to be killed: puts random originals and prints each key once `put` has resolved. Arguments: folder, how many.
const [folder = '', count = '0'] = process.argv.slice(2)
const store = await openOriginalsFolder(folder)
for (let index = 0; index < Number(count); index += 1) {
  const key = await store.put(randomBytes(20_000))
  process.stdout.write(`${key}\n`)
}
