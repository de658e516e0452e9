import type { Words } from '../../core/words/words.ts'

const PLUS = /^https?:\/\/ns\.useplus\.org\/ldf\/vocab\//
const SOURCE_TYPE = /^https?:\/\/cv\.iptc\.org\/newscodes\/digitalsourcetype\//

/** What the owner says about data mining; `undefined` where they say nothing that has words. */
export function dataMiningInWords(uri: string | undefined, { dataMining }: Words): string | undefined {
  return uri === undefined ? undefined : own(dataMining, uri.replace(PLUS, ''))
}

/** How the picture came to be; `undefined` for a type that has no words here. */
export function digitalSourceTypeInWords(uri: string | undefined, { sourceTypes }: Words): string | undefined {
  return uri === undefined ? undefined : own(sourceTypes, uri.replace(SOURCE_TYPE, ''))
}

function own(words: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(words, key) ? words[key] : undefined
}
