import { httpUrl } from '../../text/http-url.ts'
import type { Found } from '../evidence.ts'
import type { PictureFacts } from '../picture-facts.ts'
import { fail, type Judge, part, pass } from './result.ts'

/** Places where whoever looks at this kind of picture finds it; a file alone speaks by its metadata, and an announced picture by the head. */
function isSeen({ shownBy }: PictureFacts, { where, scope }: Found): boolean {
  if (scope === 'page') return false
  if (shownBy === 'file') return where === 'file' || where === 'header'
  return where === 'text' || (shownBy === 'og:image' && where !== 'file')
}

const isOfPage = ({ where }: Found) => where !== 'file' && where !== 'header'

/** Who made it. */
export const judgeCreator: Judge = (facts) => {
  const { creator, notice } = facts.evidence
  const seen = creator.find((found) => isSeen(facts, found))
  if (seen) return pass('creator', `Named: ${seen.value}.`, creator)
  const [first] = creator
  if (first !== undefined) {
    const remedy = `Write the name where the picture is seen, such as “Photo: ${first.value}”.`
    const says = isOfPage(first)
      ? `Machines are told ${first.value}; readers are not.`
      : `Only the file names ${first.value}; the page does not.`
    return part('creator', { says, remedy, evidence: creator })
  }
  if (notice.length > 0) {
    const remedy = 'Name who made the picture: the holder of rights may be somebody else.'
    return part('creator', { says: 'There is a copyright notice, and nobody is named as creator.', remedy, evidence: notice })
  }
  return fail('creator', { says: 'Nobody is named.', remedy: creatorRemedy(facts) })
}

function creatorRemedy({ shownBy }: PictureFacts): string {
  return shownBy === 'file' ? 'Write dc:creator into the file.' : 'Name the creator in a caption, such as “Photo: Name / Agency”.'
}

/** What may be done with it. */
export const judgeLicence: Judge = (facts) => {
  const { licence, notice } = facts.evidence
  const seen = licence.find((found) => isSeen(facts, found) && httpUrl(found.value) !== undefined)
  if (seen) return pass('licence', `Linked: ${seen.value}`, licence)
  const remedy =
    facts.shownBy === 'file'
      ? 'Write xmpRights:WebStatement into the file.'
      : 'Link the licence, or the page with the terms, next to the picture.'
  const shortfall = licenceShortfall(licence, notice)
  if (shortfall !== undefined) return part('licence', { says: shortfall, remedy, evidence: [...licence, ...notice] })
  return fail('licence', { says: 'Nobody says what may be done with it.', remedy })
}

/** What is said of it that does not reach a reader, as a sentence. */
function licenceShortfall(licence: readonly Found[], notice: readonly Found[]): string | undefined {
  const own = licence.filter(({ scope, value }) => scope === 'picture' && httpUrl(value) !== undefined)
  const onPage = own.find(isOfPage)
  const named = licence.find(({ value }) => httpUrl(value) === undefined)
  if (onPage) return `Machines are told ${onPage.value}; readers are not.`
  if (named) return `Named and not linked: ${named.value}.`
  if (licence.some(({ scope }) => scope === 'page')) return 'A licence is named for the page as a whole, which has several pictures.'
  if (notice.some(isOfPage)) return 'There is a copyright notice, and no word on what may be done.'
  if (own[0]) return `Only the file says ${own[0].value}; the page does not.`
  return notice.length > 0 ? 'There is a copyright notice, and no word on what may be done.' : undefined
}

/** Where it comes from. */
export const judgeSource: Judge = (facts) => {
  const { source } = facts.evidence
  if (facts.shownBy === 'og:image') return pass('source', 'It is announced by the page itself.')
  const isFile = facts.shownBy === 'file'
  const known = source.find((found) => httpUrl(found.value) !== undefined && (isFile || isOfPage(found)))
  if (known) return pass('source', `Linked: ${known.value}`, source)
  const remedy = isFile
    ? 'Write its address into dc:source of the file, or send a Link header with rel="describedby".'
    : 'Link the picture to the page where it comes from.'
  const [first] = source
  if (first === undefined) return fail('source', { says: 'Nothing leads to where it comes from.', remedy })
  const says = isFile ? `Named and not linked: ${first.value}.` : `Only the file says where it comes from: ${first.value}`
  return part('source', { says, remedy, evidence: source })
}
