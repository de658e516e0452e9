import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bridge, panorama } from '../fixtures/media.ts'
import { placardOn } from '../support/cli-session.ts'
import { memoryDeps } from '../support/memory/deps.ts'
import { tempFolder } from '../support/temp-folder.ts'

const guide = readFileSync('public/owners/command-line.md', 'utf8')
const examples = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'))

/** As a shell would: words, and words in double quotes. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')
}

describe('the guide to the command line', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(20)
  })

  it('shows commands that do what they are told, one after the other', async () => {
    const placard = placardOn(memoryDeps({ media: [bridge, panorama] }))
    const folder = tempFolder()
    for (const line of examples) {
      const [command = '', file] = line.split(' > ')
      const [program, ...words] = wordsOf(command.replaceAll('SHORTCODE', bridge.shortcode))
      const args = words.map((word) => (word.startsWith('pictures.') ? join(folder, word) : word))
      const { code, out, err } = await placard(args)
      if (file) writeFileSync(join(folder, file), out)
      expect({ line, program, code, said: out + err !== '' }).toEqual({ line, program: 'placard', code: 0, said: true })
    }
  })
})
