import { describe, expect, it } from 'vitest'
import { ConflictError } from '../../server/core/errors.ts'
import type { OwnerToken, TokenStore } from '../../server/ports/tokens.ts'

const desk: OwnerToken = { hash: 'a'.repeat(64), name: 'desk', createdAt: 5 }
const archive: OwnerToken = { hash: 'b'.repeat(64), name: 'archive "1"', createdAt: 6 }

/** The facts that hold for every `TokenStore`. */
export function tokensContract(name: string, open: () => Promise<TokenStore & { close(): Promise<void> }>): void {
  describe(`${name} as a store of tokens`, () => {
    it('finds a token by its hash, lists by name, and forgets', async () => {
      const store = await open()
      await store.saveToken(desk)
      await store.saveToken(archive)
      expect(await store.findToken(desk.hash)).toStrictEqual(desk)
      expect(await store.findToken('c'.repeat(64))).toBeUndefined()
      expect(await store.listTokens()).toStrictEqual([archive, desk])
      expect(await store.deleteToken('desk')).toBe(true)
      expect(await store.deleteToken('desk')).toBe(false)
      expect(await store.findToken(desk.hash)).toBeUndefined()
      await store.close()
    })

    it('refuses a name twice', async () => {
      const store = await open()
      await store.saveToken(desk)
      await expect(store.saveToken({ ...archive, name: 'desk' })).rejects.toThrow(ConflictError)
      expect(await store.listTokens()).toStrictEqual([desk])
      await store.close()
    })
  })
}
