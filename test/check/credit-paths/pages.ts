import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bridge } from '../../fixtures/media.ts'
import { article } from '../../support/browser/host-page.ts'
import type { WordPress } from '../../support/browser/wordpress.ts'
import { wordpressFilter } from '../../support/browser/wordpress-filter.ts'
import { wordPressPage } from '../../support/browser/wordpress-page.ts'
import type { WatchedPage, World } from '../../support/browser/world.ts'
import type { Oracle } from '../../support/exiftool.ts'
import { readPdf } from './pdf-text.ts'
import { type Copy, inFile, inWords, type Remains } from './remains.ts'
import { seenOn } from './seen-page.ts'

type Headers = Readonly<Record<string, string>>

/** A publisher's article with the embed code as oEmbed answers it. */
async function story({ placard, host }: World, headers?: Headers): Promise<string> {
  return host.page('/story', article(await placard.snippet(bridge)), headers)
}

/** Waits for the card with its picture. */
async function drawn(page: WatchedPage): Promise<WatchedPage> {
  await page.locator('.card .picture:not(.loading)').waitFor()
  return page
}

/** Waits for what stands where no card comes. */
async function fallen(page: WatchedPage): Promise<WatchedPage> {
  await page.locator('blockquote.placard > p').waitFor()
  return page
}

const copy = (what: string, remains: Remains): Copy => ({ what, remains })

export async function inlineCard(world: World): Promise<readonly Copy[]> {
  return [copy('the card', await seenOn(await drawn(await world.open(await story(world)))))]
}

export async function withoutScript(world: World): Promise<readonly Copy[]> {
  const page = await world.open(await story(world), { javaScriptEnabled: false })
  return [copy('the fallback', await seenOn(await fallen(page)))]
}

/** As a list of blocked addresses does it, and as a broken network does. */
export async function blockedScript(world: World): Promise<readonly Copy[]> {
  world.placard.interfere = ({ pathname }) => (pathname === '/embed.js' ? new Response('', { status: 403 }) : undefined)
  const withoutIt = copy('the fallback', await seenOn(await fallen(await world.open(await story(world)))))
  world.placard.interfere = ({ pathname }) => (pathname === '/embed.js' ? undefined : new Response('', { status: 503 }))
  const withoutData = copy('the fallback, the rest of the server failing', await seenOn(await fallen(await world.open(await story(world)))))
  return [withoutIt, withoutData]
}

export async function strictPolicy(world: World): Promise<readonly Copy[]> {
  const base = world.placard.baseUrl
  const strict = `default-src 'none'; script-src ${base}/embed.js; img-src ${base}/t/; connect-src ${base}/v1/; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'`
  const allowed = await world.open(await story(world, { 'content-security-policy': strict }))
  const card = copy('the card, under the policy that we ask for', await seenOn(await drawn(allowed)))
  const denied = await world.open(await story(world, { 'content-security-policy': "default-src 'none'" }))
  return [card, copy("the fallback, under default-src 'none'", await seenOn(await fallen(denied)))]
}

/** WordPress itself where it is installed, else what it is known to do. */
export async function stockWordPress(world: World, wordpress: WordPress | undefined): Promise<readonly Copy[]> {
  const permalink = `${world.placard.baseUrl}/p/${bridge.shortcode}/`
  const address = wordpress ? await wordpress.publish(permalink) : world.host.page('/wordpress', wordPressPage(`${permalink}embed/`, 600))
  const page = await world.open(address, { viewport: { width: 1000, height: 900 } })
  await page.frameLocator('iframe.wp-embedded-content').locator('.card img').waitFor()
  await page.waitForFunction(() => document.querySelector('iframe.wp-embedded-content')?.checkVisibility({ visibilityProperty: true }))
  const shown = copy('the frame in the post', await seenOn(page))
  if (wordpress === undefined) {
    const html = wordpressFilter(await world.placard.snippet(bridge)) || ''
    const quote = await world.open(world.host.page('/quote', article(html.replace(/<iframe.*<\/iframe>/, ''))))
    return [shown, copy('the quotation, where the frame is silent', await seenOn(quote))]
  }
  const silent = await world.open(address, { javaScriptEnabled: false })
  return [shown, copy('the quotation, where the frame is silent', await seenOn(silent))]
}

/** On paper no link can be followed, so that only what stands there in words counts; a PDF keeps both. */
export async function printed(world: World): Promise<readonly Copy[]> {
  const read = async (page: WatchedPage) => {
    const { text, links } = readPdf(await page.pdf())
    return inWords(text, links)
  }
  const permalink = `${world.placard.baseUrl}/p/${bridge.shortcode}/`
  return [
    copy('the article with the card', await read(await drawn(await world.open(await story(world))))),
    copy('the article without script', await read(await world.open(await story(world), { javaScriptEnabled: false }))),
    copy("the picture's own page", await read(await world.open(permalink))),
    copy('the frame', await read(await world.open(`${permalink}embed/`))),
  ]
}

/**
 * Pages that were saved while all was well, and opened when Placard is no more.
 *
 * @param exiftool  The single file is kept in its folder, since a browser opens it from a disk only, and its picture is read.
 */
export async function archived(world: World, exiftool: Oracle): Promise<readonly Copy[]> {
  const page = await drawn(await world.open(await story(world)))
  const devTools = await page.context().newCDPSession(page)
  const { data } = await devTools.send('Page.captureSnapshot', { format: 'mhtml' })
  const single = join(exiftool.folder, 'page.mhtml')
  await writeFile(single, data)
  const saved = await page.content()
  const delivered = article(await world.placard.snippet(bridge))
  world.placard.interfere = () => new Response('', { status: 503 })
  const reopened = async (what: string, address: string) => copy(what, await seenOn(await world.open(address)))
  const { host } = world
  return [
    await reopened('the page as it was delivered', host.page('/delivered', delivered)),
    await reopened('the page as it stood, saved as HTML', host.page('/saved', saved)),
    await reopened('the same with its scripts forbidden', host.page('/dead', saved, { 'content-security-policy': "default-src 'none'" })),
    await reopened('the page in a single file (MHTML)', pathToFileURL(single).href),
    copy('the picture in the single file', inFile(await exiftool.read(await unpackPicture(single, data)))),
  ]
}

/** The first picture of a single file, beside it. */
async function unpackPicture(single: string, data: string): Promise<string> {
  const [, type = '', base64 = ''] = /^Content-Type: image\/(\w+)[\s\S]*?\r\n\r\n([\w+/=\r\n]+)/m.exec(data) ?? []
  const path = `${single}.${type}`
  await writeFile(path, Buffer.from(base64, 'base64'))
  return path
}
