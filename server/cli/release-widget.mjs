// Plain Node. `npm run release:widget` builds the widget and calls it: adds the build to the ledger of public/w, where it is served for ever.
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const [built = join(root, 'dist/widget'), released = join(root, 'public/w')] = process.argv.slice(2)
const ledgerPath = join(released, 'ledger.json')

/** Says why nothing was written, and ends. */
function refuse(reason) {
  process.stderr.write(`placard: ${reason}\n`)
  process.exit(1)
}

/** What a ledger says of these bytes. */
function factsOf(version, code) {
  const digest = createHash('sha384').update(code).digest()
  const hash = digest.toString('hex').slice(0, 16)
  return { version, hash, integrity: `sha384-${digest.toString('base64')}`, bytes: code.length }
}

const fileOf = ({ version, hash }) => join(released, version, hash, 'embed.js')
const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b)

const ledger = existsSync(ledgerPath) ? JSON.parse(readFileSync(ledgerPath, 'utf8')) : []
for (const entry of ledger) {
  const isIntact = existsSync(fileOf(entry)) && isSame(factsOf(entry.version, readFileSync(fileOf(entry))), entry)
  if (!isIntact) refuse(`Expected ${fileOf(entry)} to be as it was released but it is not. Restore it.`)
}

const { version, integrity } = JSON.parse(readFileSync(join(built, 'embed.json'), 'utf8'))
const facts = factsOf(version, readFileSync(join(built, 'embed.js')))
if (facts.integrity !== integrity) refuse(`Expected ${built} to be whole but embed.js is not the one of embed.json. Build again.`)

const earlier = ledger.find((entry) => entry.version === version)
if (earlier !== undefined && !isSame(earlier, facts)) {
  refuse(
    `Expected another version than ${version}, which is released as ${earlier.hash}. Raise it in package.json: a release never changes.`,
  )
}
if (earlier === undefined) {
  mkdirSync(join(released, version, facts.hash), { recursive: true })
  copyFileSync(join(built, 'embed.js'), fileOf(facts))
  writeFileSync(ledgerPath, `${JSON.stringify([...ledger, facts], undefined, 2)}\n`)
}
process.stdout.write(`${version} is released as ${facts.hash}, ${facts.bytes} B\n${facts.integrity}\n`)
