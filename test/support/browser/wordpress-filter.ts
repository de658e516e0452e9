/** What `wp_filter_oembed_result()` of WordPress 6.7 keeps of the html of a provider that is not in its list. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  blockquote: [],
  iframe: ['src', 'width', 'height', 'frameborder', 'marginwidth', 'marginheight', 'scrolling', 'title'],
}

const TAG = /<(\/?)([a-z]+)((?:\s+[a-z-]+="[^"]*")*)\s*\/?>/g
const ATTRIBUTE = /\s+([a-z-]+)="([^"]*)"/g

/**
 * Our html as a stock WordPress shows it: other tags taken out with nothing in their place, new lines removed.
 *
 * @returns `false` without an iframe: then WordPress embeds nothing.
 */
export function wordpressFilter(html: string): string | false {
  const kept = html.replaceAll('\n', '').replace(TAG, (_tag, slash: string, name: string, attributes: string) => {
    const allowed = KEPT[name]
    if (allowed === undefined) return ''
    const rest = [...attributes.matchAll(ATTRIBUTE)].filter(([, attribute = '']) => allowed.includes(attribute))
    return `<${slash}${name}${rest.map(([text]) => text).join('')}>`
  })
  const content = /(<blockquote>.*?<\/blockquote>)?.*(<iframe.*?><\/iframe>)/s.exec(kept)
  return content === null ? false : `${content[1] ?? ''}${content[2]}`
}
