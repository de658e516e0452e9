import { afterEach, describe, expect, it } from 'vitest'
import { encodeShortcode } from '../../server/core/identity/shortcode.ts'
import type { Media, MediaId } from '../../server/core/media.ts'
import type { Catalogue, Edit } from '../../server/ports/catalogue.ts'
import { bridge } from '../fixtures/media.ts'

/** More than is looked for at once. */
const MANY = 1200

const media: readonly Media[] = Array.from({ length: MANY }, (_, index) => {
  const id = (bridge.id + BigInt(index)) as MediaId
  return { ...bridge, id, shortcode: encodeShortcode(id) }
})

/** Every third is of an earlier day: what was pushed here keeps its moments. */
const isEarlier = (index: number) => index % 3 === 0

function editOf({ id: mediaId, revision, version }: Media, index: number): Edit {
  const at = isEarlier(index) ? 1000 : 2000
  return { media: media[index] ?? bridge, change: { mediaId, at, actor: 'cli', batch: 'all', revision, version, properties: [] } }
}

/** The facts that hold for what every `Catalogue` lists in many steps. @param open  One connection, where there are several. */
export function catalogueWalksContract(name: string, open: () => Promise<Catalogue>): void {
  describe(`${name} as a catalogue that is walked over`, () => {
    const opened: Catalogue[] = []

    async function filled(): Promise<Catalogue> {
      const catalogue = await open()
      opened.push(catalogue)
      await catalogue.edit(media.map(editOf))
      return catalogue
    }

    afterEach(async () => {
      for (const catalogue of opened.splice(0)) await catalogue.close()
    })

    it.each([
      ['all of it', 0, () => true],
      ['many entries', 1000, (index: number) => !isEarlier(index)],
      ['none', 2000, () => false],
    ])('pages through what is later in the log, in its order: %s', async (_, since, isLater) => {
      const catalogue = await filled()
      const found: MediaId[] = []
      for (let after = 0; ; ) {
        const page = await catalogue.listChanges({ since, after, limit: 150 })
        found.push(...page.map(({ mediaId }) => mediaId))
        if (page.length < 150) break
        after = page.at(-1)?.sequence ?? 0
      }
      expect(found).toEqual(media.filter((__, index) => isLater(index)).map(({ id }) => id))
    })

    it('finds where each page begins, however many they are', async () => {
      const catalogue = await filled()
      const startsOf = (size: number) => catalogue.listPageStarts({ visibility: 'public', liveAt: 1, size })
      expect(await startsOf(1)).toEqual(media.map(({ id }) => id))
      expect(await startsOf(7)).toEqual(media.filter((_, index) => index % 7 === 0).map(({ id }) => id))
      expect(await startsOf(1000)).toEqual([bridge.id, bridge.id + 1000n])
    })

    it('answers others while it finds where pages begin', async () => {
      const catalogue = await filled()
      const done: string[] = []
      const walk = catalogue.listPageStarts({ visibility: 'public', liveAt: 1, size: 1 }).then(() => done.push('walk'))
      for (const _ of [1, 2]) {
        await catalogue.findByShortcode(bridge.shortcode)
        done.push('look-up')
      }
      await walk
      expect(done).toEqual(['look-up', 'look-up', 'walk'])
    })
  })
}
