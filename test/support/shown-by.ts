import type { Media } from '../../server/core/media.ts'

/** Each place where a media is shown: its address, and whether an answer still shows it. */
export interface Place {
  readonly path: string
  shows(answer: { readonly status: number; readonly body: string }): boolean
}

/** Every place of this server where a media of the fixtures is shown or named. */
export function placesOf({ shortcode: code, id, type }: Pick<Media, 'shortcode' | 'id' | 'type'>, baseUrl: string): readonly Place[] {
  const oembed = `/oembed?url=${encodeURIComponent(`${baseUrl}/p/${code}/`)}`
  const files = ['150.jpg', '640.webp', '960.avif', 'credit/480.jpg'].map((file) => `/t/${code}/1/${file}`)
  const more = type === 'carousel' ? [`/t/${code}/1/2/640.jpg`] : type === 'video' ? [`/v/${code}/1/video.mp4`, `/v/${code}/1/en.vtt`] : []
  const single = [
    ...['', 'embed/', 'embed/captioned/?lang=de', 'preview/', 'media/?size=l'].map((path) => `/p/${code}/${path}`),
    ...['', '&format=xml', '&type=photo'].map((rest) => oembed + rest),
    ...[`/v1/media/${id}`, `/v1/media/shortcode/${code}`, `/v1/media/shortcode/${code}/embed-code`],
    ...files,
    ...more,
  ]
  const lists = ['/', '/feed.atom', '/feed.json', '/sitemap.xml?from=B', '/demo/']
  return [
    ...single.map((path) => ({ path, shows: ({ status }: { status: number }) => status === 200 || status === 302 })),
    ...lists.map((path) => ({ path, shows: ({ body }: { body: string }) => body.includes(code) })),
    { path: `/v1/cards?codes=${code}`, shows: ({ body }) => body.includes('"status":"live"') },
  ]
}
