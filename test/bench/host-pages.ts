import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { article } from '../support/browser/host-page.ts'
import { builtProgram } from './measure.ts'

/** A publisher's server, of another site than Placard's. */
export interface HostPages {
  readonly origin: string
  /** The page that shows this body. */
  page(body: string, head?: string): string
  close(): void
}

const FILES: Readonly<Record<string, { readonly path: string; readonly type: string }>> = {
  '/lite-yt-embed.js': { path: resolve('node_modules/lite-youtube-embed/src/lite-yt-embed.js'), type: 'text/javascript' },
  '/lite-yt-embed.css': { path: resolve('node_modules/lite-youtube-embed/src/lite-yt-embed.css'), type: 'text/css' },
  '/tweets.js': { path: builtProgram('tweets/tweets'), type: 'text/javascript' },
  '/tweets.css': { path: resolve(builtProgram('tweets/tweets'), '../tweets.css'), type: 'text/css' },
}

/**
 * Pages, the scripts of the peers as their packages bring them (but for the one address that no page can name otherwise), and what stands in for
 * the services they ask.
 *
 * @param picture A JPEG: the poster of every video and the photograph of every tweet, each under an address of its own.
 */
export async function startHostPages(picture: Uint8Array): Promise<HostPages> {
  const pages: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    const file = FILES[path]
    if (path.startsWith('/page/')) return send(response, 'text/html; charset=utf-8', pages[Number(path.slice(6))] ?? '')
    if (path.startsWith('/tweet/')) return send(response, 'application/json', JSON.stringify({ data: tweet(path.slice(7), origin) }))
    if (/^\/(media|vi|vi_webp)\//.test(path)) return send(response, 'image/jpeg', picture)
    return file ? send(response, file.type, fileOf(file.path)) : void response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://localhost:${(server.address() as AddressInfo).port}` // A server that listens on TCP has one.
  return {
    origin,
    page: (body, head) => `${origin}/page/${pages.push(article(body, head)) - 1}`,
    close: () => server.close(),
  }
}

function fileOf(path: string): string {
  return readFileSync(path, 'utf8').replaceAll('https://i.ytimg.com', '')
}

function send(response: ServerResponse, type: string, body: string | Uint8Array): void {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body), 'Cache-Control': 'no-store' }).end(body)
}

/** As the syndication service answers: a text and a photograph. */
function tweet(id: string, origin: string): unknown {
  const picture = `${origin}/media/${id}.jpg`
  const indices = [27, 50]
  const link = { display_url: 'pic.example/a', expanded_url: 'https://pic.example/a', url: 'https://t.example/a', indices }
  return {
    __typename: 'Tweet',
    lang: 'en',
    id_str: id,
    created_at: '2026-03-01T18:05:00.000Z',
    display_text_range: [0, 26],
    text: 'The bridge at dusk, again. https://t.example/a',
    favorite_count: 12,
    conversation_count: 3,
    entities: { hashtags: [], urls: [], user_mentions: [], symbols: [], media: [link] },
    user: {
      id_str: '1',
      name: 'Ann Owner',
      screen_name: 'ann',
      profile_image_url_https: `${origin}/media/face.jpg`,
      profile_image_shape: 'Circle',
      verified: false,
      is_blue_verified: false,
    },
    mediaDetails: [
      {
        ...link,
        type: 'photo',
        media_url_https: picture,
        original_info: { width: 2000, height: 1333, focus_rects: [] },
        sizes: {},
      },
    ],
    photos: [],
    edit_control: { edit_tweet_ids: [id], editable_until_msecs: '0', is_edit_eligible: false, edits_remaining: '0' },
    isEdited: false,
    isStaleEdit: false,
  }
}
