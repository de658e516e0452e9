import { describe, expect, it } from 'vitest'
import { CODE_FORMS } from '../../server/core/card/embed-code.ts'
import { hostPolicy, policyText } from '../../server/core/card/host-policy.ts'
import { bridge } from '../fixtures/media.ts'
import { useWorld } from '../support/browser/world.ts'

const world = useWorld()
/** What a page holds that took the code, and what of it shows that it works; React brings a script of the page's own. */
const SHOWN = {
  full: '.card .picture:not(.loading)',
  'script-only': '.card .picture:not(.loading)',
  pinned: '.card .picture:not(.loading)',
  'no-script': 'blockquote img',
  frame: '.card img',
  element: '.card .picture:not(.loading)',
} as const
const FORMS = CODE_FORMS.filter((form): form is keyof typeof SHOWN => form in SHOWN)

describe('the policy that the page of a picture names for each form (W2)', () => {
  it.each(FORMS)('is all that %s needs', async (form) => {
    const { baseUrl } = world.placard
    const answer = await fetch(`${baseUrl}/v1/media/shortcode/${bridge.shortcode}/embed-code?form=${form}`)
    const { data } = (await answer.json()) as { data: { text: string } }
    const policy = policyText(hostPolicy(form, baseUrl, { video: false }))
    const html = `<!doctype html><title>Host</title>${data.text}`
    const page = await world.open(
      world.host.page('/policy', html, { 'content-security-policy': `default-src 'none'; ${policy}; base-uri 'none'` }),
    )
    const place = form === 'frame' ? page.frameLocator('iframe') : page
    await place.locator(SHOWN[form]).waitFor()
    // The browser's own request for an icon is no affair of ours.
    expect(page.problems.filter((problem) => !problem.includes('/favicon.ico'))).toEqual([])
  })
})
