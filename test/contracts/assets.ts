import { describe, expect, it } from 'vitest'
import type { Assets } from '../../server/ports/assets.ts'

/**
 * The facts that hold for every `Assets`.
 *
 * @param open  Assets with `embed.js` (`script`) and `demo/index.html` (`<p>`), and nothing else.
 */
export function assetsContract(name: string, open: () => Promise<Assets>): void {
  describe(`${name} as assets`, () => {
    it('answers a file by its name', async () => {
      const assets = await open()
      expect(new TextDecoder().decode(await assets.find('embed.js'))).toBe('script')
      expect(new TextDecoder().decode(await assets.find('demo/index.html'))).toBe('<p>')
    })

    it.each([
      'other.js',
      'demo',
      'demo/',
      'embed.js/',
      'embed.js/x',
      '',
      '/embed.js',
      './embed.js',
      'demo/../embed.js',
      '../secret',
      'a\0b',
      '__proto__',
      'constructor',
    ])('answers undefined for %j', async (file) => {
      expect(await (await open()).find(file)).toBeUndefined()
    })
  })
}
