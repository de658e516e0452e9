import { isKnownLicence, licenceAt } from '../../licences/licence.ts'
import { httpUrl } from '../../text/http-url.ts'
import { fold } from '../credit-text.ts'
import type { Found } from '../evidence.ts'
import { type MiningWord, miningInFile, miningInHeaders } from '../mining-signals.ts'
import type { PictureFacts } from '../picture-facts.ts'
import { fail, type Judge, part, pass, skip } from './result.ts'

/** Whether a copy of the file still says whose it is. */
export const judgeFile: Judge = ({ answer }) => {
  if (answer.kind === 'missing') return fail('file', { says: `The file cannot be had: ${answer.problem}.`, remedy: 'Mend the address.' })
  if (answer.kind === 'opaque') return skip('file', `The file is not judged: ${answer.problem}.`)
  const { creators, creditLine, copyrightNotice, licenceUrl } = answer.file.description
  const parts: readonly (readonly [string, boolean])[] = [
    ['a creator (dc:creator)', creators.length > 0 || creditLine !== undefined],
    // Who gives up all rights has no notice to write, and a licence that everybody knows says as much.
    ['a copyright notice (dc:rights)', copyrightNotice.length > 0 || isKnownLicence(licenceUrl)],
    ['a web statement of rights (xmpRights:WebStatement)', licenceUrl !== undefined],
  ]
  const missing = parts.filter(([, isThere]) => !isThere).map(([name]) => name)
  const carriers = answer.file.carriers.join(', ')
  if (missing.length === 0) return pass('file', `The file carries its credit (${carriers}).`)
  const remedy = `Write into the file: ${missing.join(', ')}.`
  const unread = answer.file.notes[0] === undefined ? '' : ` ${answer.file.notes[0]}.`
  if (missing.length === parts.length) return fail('file', { says: `A saved copy says nothing of whose it is.${unread}`, remedy })
  return part('file', { says: `A saved copy says only part of whose it is.${unread}`, remedy })
}

/** Whether page and file say the same. */
export const judgeAgreement: Judge = (facts) => {
  if (facts.page === undefined || facts.answer.kind !== 'read') return skip('agreement', 'There is nothing to compare.')
  const conflicts = [creatorConflict(facts), licenceConflict(facts)]
  const conflict = conflicts.find((found) => typeof found === 'string')
  if (conflict !== undefined) return fail('agreement', { says: conflict, remedy: 'Find out who is right, and correct the other.' })
  return conflicts.includes(true) ? pass('agreement', 'Page and file agree.') : skip('agreement', 'There is nothing to compare.')
}

/** A sentence, or `true` where they agree, or `undefined` where one of them is silent. */
type Comparison = string | true | undefined

function creatorConflict({ evidence: { creator } }: PictureFacts): Comparison {
  const [page, file] = bySide(creator)
  if (page.length === 0 || file.length === 0) return undefined
  const agree = page.some((said) => file.some((name) => fold(said).includes(fold(name)) || fold(name).includes(fold(said))))
  return agree || `The page names ${page[0]}, the file ${file[0]}.`
}

function licenceConflict({ evidence: { licence } }: PictureFacts): Comparison {
  const [page, file] = bySide(licence.filter(({ scope, where }) => scope === 'picture' && where !== 'header'))
  const identified = (urls: readonly string[]) => urls.flatMap((url) => (httpUrl(url) === undefined ? [] : [licenceAt(url).identifier]))
  const [pageLicences, fileLicences] = [identified(page), identified(file)]
  if (pageLicences.length === 0 || fileLicences.length === 0) return undefined
  return pageLicences.some((url) => fileLicences.includes(url)) || `The page links ${pageLicences[0]}, the file ${fileLicences[0]}.`
}

function bySide(found: readonly Found[]): readonly [page: readonly string[], file: readonly string[]] {
  const values = (isFile: boolean) => found.filter(({ where }) => (where === 'file') === isFile).map(({ value }) => value)
  return [values(false), values(true)]
}

/** Whether the file tells more than it should. */
export const judgePrivacy: Judge = ({ answer }) => {
  if (answer.kind !== 'read') return skip('privacy', 'The file is not judged.')
  const { leaks } = answer.file
  if (leaks.length === 0) return pass('privacy', 'The file tells nothing private.')
  return fail('privacy', { says: `The file also tells: ${leaks.join(', ')}.`, remedy: 'Remove it before publishing, unless it is meant.' })
}

/** Whether what is said of data mining is said everywhere a machine looks. */
export const judgeMining: Judge = ({ page, answer, isServed }) => {
  const inFile = answer.kind === 'read' ? miningInFile(answer.file.description.dataMining) : undefined
  const inHeaders = answer.kind === 'read' ? miningInHeaders(answer.headers) : undefined
  const words: readonly MiningWord[] = [inFile, inHeaders, page?.mining]
  if (!words.includes('reserved')) {
    return words.includes('free') ? pass('mining', 'Data mining is allowed.') : skip('mining', 'Nothing is said of data mining.')
  }
  const missing = [
    ...(inFile === 'reserved' ? [] : ['the file (plus:DataMining)']),
    ...(inHeaders === 'reserved' || !isServed ? [] : ['the headers of the picture (tdm-reservation)']),
  ]
  if (missing.length === 0) return pass('mining', 'Data mining is reserved, in the file and on the way.')
  const remedy = `Say it in ${missing.join(' and ')} too: a page speaks for its text alone.`
  return part('mining', { says: 'Data mining is reserved, and not everywhere.', remedy })
}
