const PLUS = /^https?:\/\/ns\.useplus\.org\/ldf\/vocab\//
const SOURCE_TYPE = /^https?:\/\/cv\.iptc\.org\/newscodes\/digitalsourcetype\//
const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** PLUS data mining values in words (PLUS LDF vocabulary; IPTC TechReference 2024.1). */
const DATA_MINING: Readonly<Record<string, string>> = {
  'DMI-ALLOWED': 'Allowed',
  'DMI-PROHIBITED': 'Prohibited',
  'DMI-PROHIBITED-AIMLTRAINING': 'Prohibited for training of AI and machine-learning models',
  'DMI-PROHIBITED-GENAIMLTRAINING': 'Prohibited for training of generative AI models',
  'DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING': 'Prohibited, except for indexing by search engines',
  'DMI-PROHIBITED-SEECONSTRAINT': 'Prohibited, within the constraints the owner states in the file',
  'DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR': 'Prohibited, except as the rights expression in the file allows',
  'DMI-PROHIBITED-SEELINKEDRIGHTSEXPR': 'Prohibited, except as the rights expression linked in the file allows',
}

/** IPTC digital source types in words (http://cv.iptc.org/newscodes/digitalsourcetype/), older names included. */
const DIGITAL_SOURCE_TYPES: Readonly<Record<string, string>> = {
  digitalCapture: 'Taken with a digital camera',
  computationalCapture: 'Taken with a camera that joins several exposures',
  negativeFilm: 'Digitised from a negative on film',
  positiveFilm: 'Digitised from a transparency on film',
  print: 'Digitised from a print',
  humanEdits: 'Edited by a person, without generative AI',
  minorHumanEdits: 'Edited slightly by a person, without generative AI',
  compositeCapture: 'Composite of captured pictures',
  algorithmicallyEnhanced: 'Enhanced by an algorithm',
  dataDrivenMedia: 'Drawn from data',
  digitalCreation: 'Made by a person with digital tools',
  digitalArt: 'Made by a person with digital tools',
  virtualRecording: 'Recorded in a virtual place',
  screenCapture: 'Captured from a screen',
  composite: 'Composite of several elements',
  compositeSynthetic: 'Composite with AI-generated elements',
  trainedAlgorithmicMedia: 'AI-generated',
  compositeWithTrainedAlgorithmicMedia: 'AI-edited',
  algorithmicMedia: 'Made by an algorithm that was not trained on other works',
}

/** What the owner says about data mining; `undefined` where they say nothing that has words. */
export function dataMiningInWords(uri: string | undefined): string | undefined {
  return uri === undefined ? undefined : own(DATA_MINING, uri.replace(PLUS, ''))
}

/** Whether the owner reserves text and data mining in any way (`tdm-reservation: 1`, rights.md, section 6). */
export function reservesDataMining(uri: string | undefined): boolean {
  return uri !== undefined && PLUS.test(uri) && uri.replace(PLUS, '').startsWith('DMI-PROHIBITED')
}

/** How the picture came to be; `undefined` for a type that has no words here. */
export function digitalSourceTypeInWords(uri: string | undefined): string | undefined {
  return uri === undefined ? undefined : own(DIGITAL_SOURCE_TYPES, uri.replace(SOURCE_TYPE, ''))
}

/**
 * A capture date as people write it: `2019`, `June 2019`, `1 June 2019`, `1 June 2019, 12:00`.
 *
 * @param date As `Description.createdDate`; anything else comes back as it is.
 */
export function dateInWords(date: string): string {
  const parts = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-([0-3]\d)(?:T(\d\d:\d\d).*)?)?)?$/.exec(date)
  if (!parts) return date
  const [, year, month, day, time] = parts
  const name = month === undefined ? undefined : MONTHS[Number(month) - 1]
  const words = [day && String(Number(day)), name, year].filter((part) => part !== undefined).join(' ')
  return time === undefined ? words : `${words}, ${time}`
}

function own(words: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(words, key) ? words[key] : undefined
}
