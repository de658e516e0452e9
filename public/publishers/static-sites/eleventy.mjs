// Eleventy 3. In eleventy.config.js: eleventyConfig.addPlugin(placardEmbed, { server: 'https://pictures.example' })
// In a page, Nunjucks or Liquid:     {% placard "C6aHDKgAQA" %}     In a JavaScript template: await this.placard('C6aHDKgAQA')
import { fetchEmbed } from './fetch-embed.mjs'

/**
 * Gives a site the shortcode `placard`: the code of a picture, and what else `fetchEmbed` takes.
 *
 * @param {{ addAsyncShortcode(name: string, shortcode: (code: string, options?: Partial<import('./fetch-embed.mjs').Embed>) => Promise<string>): void }} eleventyConfig
 * @param {Partial<import('./fetch-embed.mjs').Embed> & { server: string }} defaults
 */
export function placardEmbed(eleventyConfig, defaults) {
  eleventyConfig.addAsyncShortcode('placard', (code, options) => fetchEmbed({ ...defaults, ...options, code }))
}
