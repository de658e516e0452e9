import type { PictureUse } from '../pictures-on-page.ts'
import type { WorkFacts } from '../work-facts.ts'
import { fail, type Judge, part, pass, skip } from './result.ts'

const FILE_NAME = /^\S+\.(?:jpe?g|png|gif|webp|avif|tiff?|heic|svg)$/i
const EMPTY_WORD = /^(?:image|picture|photo|photograph|img|untitled|bild|foto|imagen|photographie|alt|graphic|null|undefined)\W*$/i

/** What it shows, for those who do not see it. */
export const judgeAlt: Judge = ({ page, shownBy, answer }) => {
  if (page === undefined) return fileAlt(answer.kind === 'read' ? answer.file.description.altText.length > 0 : undefined)
  const seen = page.uses.filter((use) => use.shownBy !== 'og:image')
  const uses = seen.length > 0 ? seen : page.uses
  const remedy = shownBy === 'og:image' ? 'Say in og:image:alt what the picture shows.' : 'Say in alt what the picture shows.'
  if (uses.some(({ alt }) => alt === undefined)) return fail('alt', { says: 'There is no alt text.', remedy })
  if (uses.some(({ alt = '', linkText }) => alt.trim() === '' && linkText === undefined))
    return part('alt', { says: 'An empty alt text calls it decoration.', remedy })
  const poor = uses.find(({ alt = '' }) => FILE_NAME.test(alt.trim()) || EMPTY_WORD.test(alt.trim()))
  const [{ alt, linkText } = {}] = uses
  if (poor) return part('alt', { says: `The alt text says nothing: “${poor.alt}”.`, remedy })
  return pass('alt', alt?.trim() ? `“${alt}”` : `Its link says “${linkText}”.`)
}

/** A file alone may carry its alt text to wherever it is used next; few do, so it is no fault. */
function fileAlt(hasAlt: boolean | undefined) {
  return hasAlt ? pass('alt', 'The file carries an alt text.') : skip('alt', 'A file alone is shown nowhere.')
}

/** Whether a search shows it as licensable, by structured data on the page or by the metadata in the file. */
export const judgeSearch: Judge = ({ page, answer }) => {
  if (page === undefined) return skip('search', 'A file alone is no page.')
  if (!page.isIndexed) return skip('search', 'The page asks not to be indexed.')
  const remedy =
    'Describe it on the page as ImageObject with contentUrl, license, acquireLicensePage, creator, creditText and copyrightNotice.'
  const problems = page.works.flatMap((work) => work.problems)
  if (problems[0] !== undefined) return part('search', { says: `Structured data has a fault: ${problems[0]}.`, remedy })
  const work = page.works.find(isLicensable)
  if (work) return pass('search', `Structured data name licence and credit (${work.where}).`)
  const file = answer.kind === 'read' ? answer.file.description : undefined
  const fileCredit = file && (file.creators.length > 0 || file.creditLine !== undefined || file.copyrightNotice.length > 0)
  if (file?.licenceUrl !== undefined && fileCredit) return pass('search', 'The file names licence and credit, which a search reads too.')
  if (page.works.length > 0 || fileCredit) return part('search', { says: 'A search finds a credit, and no licence with it.', remedy })
  return fail('search', { says: 'A search finds neither licence nor credit.', remedy })
}

function isLicensable({ files, licence, creators, creditText, copyrightNotice }: WorkFacts): boolean {
  return files.length > 0 && licence !== undefined && (creators.length > 0 || creditText !== undefined || copyrightNotice !== undefined)
}

/** Whether the page keeps room for it before it arrives. */
export const judgeSize: Judge = ({ page }) => {
  const uses: readonly PictureUse[] = page?.uses.filter(({ shownBy }) => shownBy !== 'og:image') ?? []
  if (uses.length === 0) return skip('size', 'It is not part of a layout.')
  if (uses.every(({ hasSize }) => hasSize)) return pass('size', 'Width and height are named.')
  return fail('size', {
    says: 'Width or height is not named: the page jumps when it arrives.',
    remedy: 'Set the attributes width and height.',
  })
}
