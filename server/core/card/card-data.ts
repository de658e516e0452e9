import type { CardItem, LiveCard } from '../../wire/card.ts'
import { type CopyCredit, copyCredits } from '../credit/copy-credit.ts'
import type { Credit } from '../credit/credit.ts'
import { isRestricted } from '../embedding/policy.ts'
import { linksFor, type MediaLinks } from '../identity/links.ts'
import type { Media } from '../media.ts'
import { rememberLast } from '../remember.ts'
import { inLanguage } from '../text/in-language.ts'
import { buildCardPicture } from './card-picture.ts'
import { captionOf } from './card-text.ts'
import { buildCardVideo } from './card-video.ts'
import { pictureAt } from './carousel.ts'
import { buildSnippet } from './snippet.ts'

/** What the widget draws for a media that is shown: final strings, nothing left to decide. */
export const buildLiveCard = rememberLast((media: Media, credit: Credit, links: MediaLinks, baseUrl: string): LiveCard => {
  const caption = captionOf(media)
  const picture = buildCardPicture(media, links)
  const forms = copyCredits(credit, links.permalink)
  const spelt = (wanted: CopyCredit['form']) => forms.find(({ form }) => form === wanted)?.text ?? credit.text
  return {
    status: 'live',
    code: media.shortcode,
    revision: media.revision,
    url: inLanguage(links.permalink, credit.asked),
    title: credit.title,
    byline: credit.byline,
    rights: credit.rights,
    ...(caption !== undefined && { caption }),
    picture,
    ...(media.items && { items: media.items.map((_, index) => buildItem(media, links, index + 1)) }),
    ...(media.video && { video: buildCardVideo(media.video, links) }),
    creditText: credit.text,
    creditHtml: credit.html,
    creditMarkdown: spelt('markdown'),
    creditWikitext: spelt('wikitext'),
    ...(credit.acquireLicensePage !== undefined && { licencePage: credit.acquireLicensePage }),
    // Pasted elsewhere and for good: a grant ends, and is one page's.
    embedCode: buildSnippet({
      media,
      credit,
      baseUrl,
      form: 'full',
      caption: true,
      ...(isRestricted(media) ? { links: linksFor(baseUrl, media) } : { links, drawn: picture }),
    }).html,
  }
})

/** What the label says of all pictures is not said again under one, as the first lends its caption to a carousel that has none of its own. */
function buildItem(media: Media, links: MediaLinks, item: number): CardItem {
  const picture = pictureAt(media, item) ?? media
  const caption = captionOf(picture)
  const isOwn = caption !== undefined && caption.text !== captionOf(media)?.text
  return { ...buildCardPicture(picture, links, item), ...(isOwn && { caption }) }
}
