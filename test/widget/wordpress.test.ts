import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bridge, portrait, withdrawnMedia } from '../fixtures/media.ts'
import { hasWordPress, startWordPress, type WordPress } from '../support/browser/wordpress.ts'
import { useWorld, type WatchedPage } from '../support/browser/world.ts'

const world = useWorld()
const isHere = hasWordPress()
let wordpress: WordPress

if (!isHere)
  process.stdout.write(
    'placard: tests with a real WordPress are skipped; they need the packages wordpress, php-cli, php-mysql, mariadb-server\n',
  )

beforeAll(async () => {
  if (isHere) wordpress = await startWordPress(world.placard.baseUrl, [resolve('public/publishers/wordpress/placard-embed.php')])
})
afterAll(() => wordpress?.stop())

const permalink = (media: { shortcode: string } = bridge) => `${world.placard.baseUrl}/p/${media.shortcode}/`
/** What WordPress makes of the content of a post. */
const rendered = (content: string) =>
  wordpress.php('$GLOBALS["post"] = get_post(1); setup_postdata($GLOBALS["post"]); echo apply_filters("the_content", $argv[1]);', content)

async function openPost(content: string): Promise<WatchedPage> {
  return world.open(await wordpress.publish(content), { viewport: { width: 1000, height: 900 } })
}

describe.skipIf(!isHere)('a stock WordPress', () => {
  it.each([
    ['a landscape', bridge],
    ['a portrait', portrait],
  ])('shows %s at its right height from its bare address', async (_name, media) => {
    const page = await openPost(permalink(media))
    const frame = page.locator('iframe.wp-embedded-content')
    await page.waitForFunction(() => {
      const frame = document.querySelector<HTMLIFrameElement>('iframe.wp-embedded-content')
      return frame && getComputedStyle(frame).position !== 'absolute' && frame.offsetHeight > 200
    })
    const card = page.frameLocator('iframe.wp-embedded-content').locator('.card')
    await card.locator('img').waitFor()
    const natural = await card.evaluate((card) => {
      document.documentElement.classList.add('natural')
      const height = card.parentElement?.offsetHeight
      document.documentElement.classList.remove('natural')
      return height
    })
    expect((await frame.boundingBox())?.height).toBe(natural)
    expect(await card.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0)
    expect(await page.locator('blockquote.wp-embedded-content').isVisible()).toBe(false)
  })
})

describe.skipIf(!isHere)('the plugin', () => {
  beforeAll(async () => {
    await wordpress.php('require ABSPATH . "wp-admin/includes/plugin.php"; activate_plugin("placard-embed.php");')
    await wordpress.php('update_option("placard_server", $argv[1]);', world.placard.baseUrl)
  })

  it('lets a bare address become the card itself, drawn by the script', async () => {
    const page = await openPost(permalink())
    await page.locator('blockquote.placard .card .picture:not(.loading)').waitFor()
    expect(await page.locator('.card .title').innerText()).toBe('The bridge at dusk')
    expect(page.problems).toEqual([])
  })

  it('has a shortcode with what may be chosen', async () => {
    const html = await rendered('[placard code="C6aHDKgAQA" theme="dark" lang="de" caption="off" width="400"]')
    expect(html).toContain(`<blockquote class="placard" data-placard-theme="dark" cite="${permalink()}" data-placard-caption="off"`)
    expect(html).toContain('Die Brücke in der Dämmerung')
    expect(html).toContain('/embed/?theme=dark&amp;lang=de" width="400"')
    expect(html).toContain('<script async="async"')
  })

  it('has a block that says the same', async () => {
    const html = await rendered('<!-- wp:placard/embed {"code":"C6aHDKgAQA","theme":"light"} /-->')
    expect(html).toContain('<blockquote class="placard" data-placard-theme="light"')
    expect(html).toContain('/embed/captioned/?theme=light" width=')
  })

  it('keeps a link where the server answers nothing', async () => {
    expect(await rendered(`[placard code="${withdrawnMedia.shortcode}"]`)).toContain(`<a href="${permalink(withdrawnMedia)}">`)
  })

  it('shows the picture in the editor too', async () => {
    const address = await wordpress.publish('<!-- wp:placard/embed {"code":"C6aHDKgAQA"} /-->')
    const id = new URL(address).searchParams.get('p')
    const page = await world.open(`${wordpress.origin}/wp-login.php`)
    await page.locator('#user_login').fill('admin')
    await page.locator('#user_pass').fill('pw-12345-Xy')
    await Promise.all([page.waitForURL('**/wp-admin/**'), page.locator('#wp-submit').click()])
    await page.goto(`${wordpress.origin}/wp-admin/post.php?post=${id}&action=edit`)
    const block = page.locator('[data-type="placard/embed"]')
    await block.locator('img').waitFor()
    expect(await block.locator('input').inputValue()).toBe('C6aHDKgAQA')
    expect(await block.innerText()).toContain('Zoë Łęcka')
  })

  it('offers its one setting to who may write it, escaped', async () => {
    const field = await wordpress.php('ob_start(); \\Placard\\Embed\\print_field(); echo ob_get_clean();')
    expect(field).toContain(`name="placard_server" value="${world.placard.baseUrl}"`)
  })

  it.each([
    '[placard]',
    '[placard code="../../x"]',
    '[placard code="a b"]',
    '[placard code="&quot;&gt;&lt;script&gt;"]',
    '<!-- wp:placard/embed {"code":"\\u0022\\u003e\\u003cscript\\u003e"} /-->',
  ])('makes nothing of %s', async (content) => {
    expect((await rendered(content)).replace(/<\/?p>/g, '').trim()).toBe('')
  })

  it('keeps the address of a server, and nothing else', async () => {
    const script = `require ABSPATH . "wp-admin/includes/template.php";
\\Placard\\Embed\\register_settings();
add_filter("pre_option_placard_server", fn() => "before");
echo json_encode(array_map(fn($value) => sanitize_option("placard_server", $value), array_slice($argv, 1)), JSON_UNESCAPED_SLASHES);`
    const kept = {
      'https://pictures.example/': 'https://pictures.example',
      'https://pictures.example/placard': 'https://pictures.example/placard',
      ' http://127.0.0.1:8787 ': 'http://127.0.0.1:8787',
      '': '',
      'javascript:alert(1)': 'before',
      'https://a:b@pictures.example': 'before',
      'https://pictures.example/?a=1': 'before',
      '"><script>': 'before',
    }
    expect(JSON.parse(await wordpress.php(script, ...Object.keys(kept)))).toEqual(Object.values(kept))
  })
})
