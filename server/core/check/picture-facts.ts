import type { CheckedPicture } from '../../wire/check-report.ts'
import { type FileAnswer, fileEvidence, type PictureEvidence, type PictureOnPage, pageEvidence } from './evidence.ts'
import type { MiningWord } from './mining-signals.ts'
import type { PictureUse } from './pictures-on-page.ts'
import type { WorkFacts } from './work-facts.ts'

/** Everything that the rules judge of one picture. */
export interface PictureFacts {
  readonly shownBy: CheckedPicture['shownBy']
  readonly evidence: PictureEvidence
  readonly answer: FileAnswer
  /** Whether it came over HTTP, where headers could be sent. */
  readonly isServed: boolean
  /** Of the page that shows it; absent for a file alone. */
  readonly page?: {
    readonly uses: readonly PictureUse[]
    readonly works: readonly WorkFacts[]
    readonly isIndexed: boolean
    readonly mining: MiningWord
  }
}

/** A file that was asked for by itself. */
export function factsOfFile(url: string, answer: FileAnswer): PictureFacts {
  return { shownBy: 'file', evidence: fileEvidence(answer), answer, isServed: isServed(url) }
}

export function factsOnPage(shown: PictureOnPage): PictureFacts {
  const { page, picture, answer } = shown
  const { works, ...evidence } = pageEvidence(shown)
  const uses = picture.uses.filter(({ isDecoration }) => !isDecoration)
  const seen = uses.find(({ shownBy }) => shownBy !== 'og:image') ?? uses[0]
  return {
    shownBy: seen?.shownBy ?? 'img',
    evidence,
    answer,
    isServed: isServed(picture.url),
    page: { uses, works, isIndexed: page.isIndexed, mining: page.mining },
  }
}

function isServed(url: string): boolean {
  return url.startsWith('http')
}
