import { bridge, film, privateMedia, series, unknownShortcode, withdrawnMedia } from '../fixtures/media.ts'
import type { RawRequest } from '../support/servers/raw-answer.ts'
import { ORIGIN } from '../support/servers/runtimes.ts'

/** A request that every runtime answers alike, and what is certain of the answer. */
export interface SmokeRequest extends RawRequest {
  readonly name: string
  readonly status: number
  /** How the Content-Type begins; absent where there is none. */
  readonly type?: string
  /** Asked again with the ETag of the answer; `status` is of the second one. */
  readonly again?: boolean
  /** What may differ where a collection is pushed to: the content coding, which is the edge's own affair; the moments of its log. */
  readonly varies?: 'coding' | 'moments'
}

const pageOf = ({ shortcode }: { shortcode: string }) => `${ORIGIN}/p/${shortcode}/`
const oembedOf = (url: string, more = '') => `/oembed?url=${encodeURIComponent(url)}${more}`
const JSON_TYPE = 'application/json'

/** Every kind of answer that Placard has. The collection is `bridge`, `portrait`, `series`, `film`, `privateMedia` and `withdrawnMedia`. */
export const SMOKE_REQUESTS: readonly SmokeRequest[] = [
  { name: 'oEmbed JSON', path: oembedOf(pageOf(bridge), '&maxwidth=480'), status: 200, type: JSON_TYPE },
  { name: 'oEmbed XML', path: oembedOf(pageOf(series), '&format=xml'), status: 200, type: 'text/xml' },
  { name: 'oEmbed 304', path: oembedOf(pageOf(bridge)), status: 304, again: true },
  { name: 'permalink', path: `/p/${bridge.shortcode}/`, status: 200, type: 'text/html' },
  { name: 'permalink in Arabic', path: `/p/${bridge.shortcode}/?lang=ar`, status: 200, type: 'text/html' },
  { name: 'permalink, no slash', path: `/p/${bridge.shortcode}`, status: 301, type: 'text/html' },
  { name: 'frame', path: `/p/${series.shortcode}/embed/captioned/`, status: 200, type: 'text/html' },
  { name: 'thumbnail jpg', path: `/t/${bridge.shortcode}/1/640.jpg`, status: 200, type: 'image/jpeg' },
  // Of the same size: a smaller one comes of pixels that a decoding process still has, and is not the same to the byte as one that is decoded.
  { name: 'thumbnail webp', path: `/t/${bridge.shortcode}/1/640.webp`, status: 200, type: 'image/webp' },
  { name: 'thumbnail avif', path: `/t/${bridge.shortcode}/1/640.avif`, status: 200, type: 'image/avif' },
  { name: 'thumbnail of item', path: `/t/${series.shortcode}/1/2/320.jpg`, status: 200, type: 'image/jpeg' },
  { name: 'thumbnail 304', path: `/t/${bridge.shortcode}/1/480.jpg`, status: 304, again: true },
  { name: 'thumbnail, no such size', path: `/t/${bridge.shortcode}/1/641.jpg`, status: 404, type: JSON_TYPE },
  { name: 'thumbnail HEAD', method: 'HEAD', path: `/t/${bridge.shortcode}/1/960.jpg`, status: 200, type: 'image/jpeg' },
  { name: 'credit strip', path: `/t/${bridge.shortcode}/1/credit/640.jpg`, status: 200, type: 'image/jpeg' },
  { name: 'cards', path: `/v1/cards?codes=${[bridge, film].map(({ shortcode }) => shortcode).join(',')}`, status: 200, type: JSON_TYPE },
  { name: 'media object', path: `/v1/media/shortcode/${film.shortcode}`, status: 200, type: JSON_TYPE },
  { name: 'film', path: `/v/${film.shortcode}/1/video.mp4`, status: 200, type: 'video/mp4' },
  {
    name: 'film, a range',
    path: `/v/${film.shortcode}/1/video.mp4`,
    headers: { Range: 'bytes=100-299' },
    status: 206,
    type: 'video/mp4',
  },
  { name: 'film, out of range', path: `/v/${film.shortcode}/1/video.mp4`, headers: { Range: 'bytes=99999-' }, status: 416 },
  { name: 'captions', path: `/v/${film.shortcode}/1/en.vtt`, status: 200, type: 'text/vtt' },
  { name: 'feed', path: '/feed.atom', status: 200, type: 'application/atom+xml', varies: 'moments' },
  { name: 'embed.js', path: '/embed.js', status: 200, type: 'text/javascript', varies: 'coding' },
  {
    name: 'embed.js in Brotli',
    path: '/embed.js',
    headers: { 'Accept-Encoding': 'gzip, br' },
    status: 200,
    type: 'text/javascript',
    varies: 'coding',
  },
  { name: 'style sheet 304', path: '/static/card.css', status: 304, again: true, varies: 'coding' },
  { name: 'preflight', method: 'OPTIONS', path: '/v1/cards', status: 204 },
  { name: '404 page', path: `/p/${unknownShortcode}/`, status: 404, type: 'text/html' },
  { name: '404 of the API', path: '/v1/no-such-thing', status: 404, type: JSON_TYPE },
  { name: '400 oEmbed', path: '/oembed', status: 400, type: JSON_TYPE },
  { name: 'malformed path', path: '/p/%c0%ae/', status: 404, type: 'text/html' },
  { name: '401 private', path: oembedOf(pageOf(privateMedia)), status: 401, type: JSON_TYPE },
  { name: '405', method: 'POST', path: '/oembed', status: 405, type: JSON_TYPE },
  { name: '410 withdrawn', path: `/t/${withdrawnMedia.shortcode}/1/320.jpg`, status: 410, type: JSON_TYPE },
  { name: '410 tombstone', path: `/p/${withdrawnMedia.shortcode}/embed/`, status: 410, type: 'text/html' },
  { name: '501', path: oembedOf(pageOf(bridge), '&format=yaml'), status: 501, type: JSON_TYPE },
  { name: 'ready', path: '/ready', status: 200, type: JSON_TYPE },
]
