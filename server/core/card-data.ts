import type { CardItem, LiveCard, NoticeCard } from '../wire/card.ts'
import { buildCardPicture } from './card-picture.ts'
import { captionOf } from './card-text.ts'
import { buildCardVideo } from './card-video.ts'
import { pictureAt } from './carousel.ts'
import type { Credit } from './credit.ts'
import type { MediaLinks } from './links.ts'
import type { Media } from './media.ts'
import { buildSnippet } from './snippet.ts'

/** What the widget draws for a media that is shown: final strings, nothing left to decide. */
export function buildLiveCard(media: Media, credit: Credit, links: MediaLinks, baseUrl: string): LiveCard {
  const caption = captionOf(media)
  return {
    status: 'live',
    code: media.shortcode,
    revision: media.revision,
    url: links.permalink,
    title: credit.title,
    byline: credit.byline,
    rights: credit.rights,
    ...(caption !== undefined && { caption }),
    picture: buildCardPicture(media, links),
    ...(media.items && { items: media.items.map((_, index) => buildItem(media, links, index + 1)) }),
    ...(media.video && { video: buildCardVideo(media.video, links) }),
    creditText: credit.text,
    creditHtml: credit.html,
    embedCode: buildSnippet({ media, credit, links, baseUrl, form: 'full', caption: true }).html,
  }
}

function buildItem(media: Media, links: MediaLinks, item: number): CardItem {
  const picture = pictureAt(media, item) ?? media
  const caption = captionOf(picture)
  return { ...buildCardPicture(picture, links, item), ...(caption !== undefined && { caption }) }
}

const MESSAGES = {
  private: 'This picture is private. Only its owner can see it.',
  unknown: 'There is no picture at this address. The link may be mistyped or cut short.',
  embargoed: 'This picture is under embargo. It will appear here as soon as its owner releases it.',
  expired: 'This picture is no longer available. The time for which its owner released it has ended.',
  withdrawn: 'This picture is no longer available. Its owner has withdrawn it.',
} satisfies Record<NoticeCard['status'], string>

/** What the widget draws in place of a media that is not shown, or not known. */
export function buildNotice(code: string, status: NoticeCard['status']): NoticeCard {
  return { status, code, message: MESSAGES[status] }
}
