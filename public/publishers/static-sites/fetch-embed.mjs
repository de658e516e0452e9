// For sites that are built ahead of time: what Placard answers by oEmbed, as HTML for the page. Needs Node 18, Deno or Bun, and no package.

/**
 * @typedef {object} Embed
 * @property {string} server              Where Placard runs, such as `https://pictures.example`.
 * @property {string} code                The shortcode: what stands in `/p/{code}/`.
 * @property {string} [fallback]          Title, creator and licence: what the link says if the server does not answer.
 * @property {number | string} [width]    The most that the card may take, in pixels.
 * @property {string} [lang]              BCP 47.
 * @property {'light' | 'dark'} [theme]   By default what the page says of itself, else what the reader prefers.
 * @property {boolean} [caption]          `false` leaves the caption out.
 * @property {number} [timeoutMs]         How long a build waits for one answer.
 */

/** @type {Map<string, Promise<string>>} */
const answers = new Map()

/**
 * The HTML of one picture with its credit; complete without script. A build asks once for each, however many pages show it.
 * If there is no answer in time the page gets a link, and the next build or page asks again.
 *
 * @param {Embed} embed
 * @returns {Promise<string>}
 */
export async function fetchEmbed(embed) {
  const { server, code, fallback, width, lang, theme, caption = true, timeoutMs = 10_000 } = embed
  if (!/^[\w-]{1,11}([\w-]{22})?$/.test(code)) throw new Error(`Expected the code of a picture but received ${JSON.stringify(code)}`)
  const address = new URL(`p/${code}/`, server.endsWith('/') ? server : `${server}/`)
  if (lang) address.searchParams.set('lang', lang)
  const endpoint = new URL('../../oembed', address)
  endpoint.search = new URLSearchParams({
    url: address.href,
    ...(width && { maxwidth: String(width) }),
    ...(!caption && { hidecaption: '1' }),
  }).toString()
  try {
    return withTheme(await askOnce(endpoint.href, timeoutMs), theme)
  } catch (error) {
    console.warn(`placard: ${address.href}: ${error instanceof Error ? error.message : error}`)
    return `<p><a href="${escaped(address.href)}">${escaped(fallback ?? address.href)}</a></p>`
  }
}

/** @param {string} url @param {number} timeoutMs @returns {Promise<string>} */
function askOnce(url, timeoutMs) {
  const answer = answers.get(url) ?? ask(url, timeoutMs)
  answers.set(url, answer)
  // A failure is not kept.
  answer.catch(() => answers.delete(url))
  return answer
}

/** @param {string} url @param {number} timeoutMs @returns {Promise<string>} */
async function ask(url, timeoutMs) {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), headers: { Accept: 'application/json' } })
  if (!response.ok) throw new Error(`Expected an answer but received ${response.status}`)
  const { html } = await response.json()
  if (typeof html !== 'string') throw new Error('Expected html in the answer but received none')
  return html
}

/**
 * The server's code with the colours that were asked for: of the card and of the frame.
 *
 * @param {string} html @param {string | undefined} theme @returns {string}
 */
function withTheme(html, theme) {
  if (theme !== 'light' && theme !== 'dark') return html
  const frame = /(<iframe [^>]*src="[^"?]+\/embed\/(?:captioned\/)?)(?:\?([^"]*))?"/
  return html
    .replace('<blockquote class="placard"', `<blockquote class="placard" data-placard-theme="${theme}"`)
    .replace(frame, (_whole, start, query) => `${start}?theme=${theme}${query ? `&amp;${query}` : ''}"`)
}

/** @param {string} text @returns {string} */
function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
