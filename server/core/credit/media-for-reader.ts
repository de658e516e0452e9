import type { CarouselItem, Description, LangAlt, Media } from '../media.ts'
import { pickText } from '../text/lang.ts'
import { languagesOf, type Reader } from '../words/reader.ts'

/** A language that nobody named (BCP 47, section 4.1). */
const UNDETERMINED = 'und'

/**
 * The media as this reader is told of it: of each text the owner gave in several languages, the reader's comes first.
 *
 * Nothing that reads texts afterwards needs to know who reads. A media of which the owner says nothing is called untitled.
 */
export function mediaForReader(media: Media, reader: Reader): Media {
  const languages = languagesOf(reader)
  const { items, description } = media
  if (languages.length === 0 && !saysNothing(description)) return media
  const first = (alt: LangAlt) => (languages.length === 0 ? alt : preferred(alt, languages))
  return { ...media, description: told(description, reader, first), ...(items && { items: items.map((item) => toldItem(item, first)) }) }
}

function told(description: Description, { words }: Reader, first: (alt: LangAlt) => LangAlt): Description {
  const { title, caption, altText } = description
  const texts = {
    title: first(title),
    caption: first(caption),
    altText: first(altText),
    extendedDescription: first(description.extendedDescription),
    copyrightNotice: first(description.copyrightNotice),
    usageTerms: first(description.usageTerms),
  }
  const { untitled, untitledPicture } = words.credit
  const inWords = (text: string): LangAlt => [{ lang: words.lang, text }]
  return { ...description, ...texts, ...(saysNothing(description) && { title: inWords(untitled), altText: inWords(untitledPicture) }) }
}

function saysNothing({ title, caption, altText }: Description): boolean {
  return pickText(title) === undefined && pickText(caption) === undefined && pickText(altText) === undefined
}

function toldItem(item: CarouselItem, first: (alt: LangAlt) => LangAlt): CarouselItem {
  return { ...item, altText: first(item.altText), caption: first(item.caption) }
}

/** The texts with the preferred one first, and none of them the default any more; as they are if there is nothing to prefer. */
function preferred(alt: LangAlt, languages: readonly string[]): LangAlt {
  const usual = pickText(alt)
  const chosen = pickText(alt, languages)
  if (chosen?.lang === undefined || chosen.text === usual?.text) return alt
  const others = alt.filter(({ text }) => text !== chosen.text)
  const named = others.filter(
    ({ lang, text }) => lang !== 'x-default' || others.every((other) => other.lang === lang || other.text !== text),
  )
  return [
    { lang: chosen.lang, text: chosen.text },
    ...named.map(({ lang, text }) => ({ lang: lang === 'x-default' ? UNDETERMINED : lang, text })),
  ]
}
