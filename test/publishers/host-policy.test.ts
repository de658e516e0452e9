import { describe, expect, it } from 'vitest'
import { hostPolicyDocument } from '../support/browser/host-policy-document.ts'

describe('the document of what a page must allow (W2)', () => {
  it('says what is tested; `npx vitest -u` writes it anew', async () => {
    await expect(hostPolicyDocument()).toMatchFileSnapshot('../../public/publishers/host-policy.md')
  })
})
