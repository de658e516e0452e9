import type { NoticeCard, TextRun } from '../../wire/card.ts'
import type { Credit } from '../credit/credit.ts'
import type { GoneReason } from '../errors.ts'
import type { MediaLinks } from '../identity/links.ts'
import type { Media } from '../media.ts'
import { inLanguage } from '../text/in-language.ts'
import type { Words } from '../words/words.ts'
import { goneMessage } from './notice-message.ts'

/** A page of the owner's: nobody here vouches for it (W12). */
const OWNER_REL = 'noopener noreferrer nofollow ugc'

/** What is drawn in place of a media of which nothing may be told but its status: it is unknown, private, or was never public. */
export function buildNotice(code: string, status: NoticeCard['status'], notices: Words['notices']): NoticeCard {
  return { status, code, message: notices[status] }
}

export interface TombstoneContext {
  readonly credit: Credit
  readonly links: MediaLinks
  /** Whose collection the media is in, and who decides about it. */
  readonly owner: string
}

/**
 * What is drawn in place of a media that once was public and may not be shown now: who, when and why, and the credit, which outlasts the picture.
 *
 * @param media  Announced (`isAnnounced`); of any other nothing may be told but its status.
 */
export function buildTombstone(media: Media, status: GoneReason, { credit, links, owner }: TombstoneContext): NoticeCard {
  const { words } = credit
  const link = { text: words.widget.original, href: inLanguage(links.permalink, credit.asked), rel: 'noopener' }
  return { status, code: media.shortcode, message: goneMessage(media, status, { owner, words }), ...creditRuns(credit), link }
}

/** What is drawn in place of a media that may be shown, but not here: its credit, and the way to whoever can permit it. */
export function buildRestrictedNotice(media: Pick<Media, 'shortcode'>, { credit, links }: Omit<TombstoneContext, 'owner'>): NoticeCard {
  const { words, acquireLicensePage: page } = credit
  const text = words.tombstone.ask
  const link: TextRun =
    page === undefined ? { text, href: inLanguage(links.permalink, credit.asked), rel: 'noopener' } : { text, href: page, rel: OWNER_REL }
  return { status: 'restricted', code: media.shortcode, message: words.notices.restricted, ...creditRuns(credit), link }
}

function creditRuns({ title, byline, rights }: Credit): Required<Pick<NoticeCard, 'title' | 'byline' | 'rights'>> {
  return { title, byline, rights }
}
