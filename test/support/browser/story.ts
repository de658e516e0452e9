interface StoryOptions {
  readonly lang?: string
  readonly dir?: 'ltr' | 'rtl'
  /** More for `<head>`. */
  readonly head?: string
}

/** A publisher's article that is without fault itself (language, landmark, one heading), so that whatever is found in it is ours. */
export function story(body: string, { lang = 'en', dir = 'ltr', head = '' }: StoryOptions = {}): string {
  return `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><title>The crossing</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<style>:root{background:Canvas;color:CanvasText}body{max-width:40rem;margin:1rem auto;padding:0 1rem;font:1.125rem/1.5 Georgia,serif}blockquote,placard-embed{margin:1.5rem 0}img{max-width:100%;height:auto}</style>
${head}</head><body><main><h1>The crossing</h1><p>It was late when they came to the water.</p>${body}<h2>The other bank</h2><p>After it they walked on.</p></main></body></html>`
}

/** The script of a server, and elements for the media of these codes. */
export function elements(baseUrl: string, media: readonly { readonly shortcode: string }[], attributes = ''): string {
  const tags = media.map(({ shortcode }) => `<placard-embed code="${shortcode}" ${attributes}></placard-embed>`)
  return `<script async src="${baseUrl}/embed.js"></script>${tags.join('\n')}`
}
