import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { diskAssets } from '../../server/adapters/assets/disk.ts'
import { assetsContract } from '../contracts/assets.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** Two folders that are searched, beside a file that must not be found. */
function folders(): { built: string; fixed: string } {
  const root = tempFolder()
  const [built, fixed] = [join(root, 'built'), join(root, 'fixed')]
  mkdirSync(built)
  mkdirSync(join(fixed, 'demo'), { recursive: true })
  writeFileSync(join(root, 'secret'), 'secret')
  writeFileSync(join(built, 'embed.js'), 'script')
  writeFileSync(join(fixed, 'demo', 'index.html'), '<p>')
  return { built, fixed }
}

assetsContract('diskAssets', async () => {
  const { built, fixed } = folders()
  return diskAssets([built, fixed])
})

describe('diskAssets', () => {
  it('answers the first of two files of one name', async () => {
    const { built, fixed } = folders()
    writeFileSync(join(fixed, 'embed.js'), 'older script')
    expect(new TextDecoder().decode(await diskAssets([built, fixed]).find('embed.js'))).toBe('script')
  })

  it('passes over a folder that is not there', async () => {
    const { built } = folders()
    expect(await diskAssets([join(built, 'missing'), built]).find('embed.js')).toBeDefined()
  })
})
