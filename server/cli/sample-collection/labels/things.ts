import { CC, describe } from './label.ts'

export const STILL_LIFE = describe({
  title: { de: 'Krug, Birne, Zitronen', en: 'Jug, Pear, Lemons', fr: 'Cruche, poire, citrons' },
  caption: {
    de: 'Küchentisch, vier Uhr nachmittags, Fensterlicht von links.',
    en: 'Kitchen table, four in the afternoon, window light from the left.',
  },
  altText: {
    de: 'Stillleben: ein blauer Krug, eine grüne Birne, eine weiße Schale mit Orangen und drei Zitronen auf einem roten Tisch; an der Wand das Licht eines Fensters.',
    en: 'Still life: a blue jug, a green pear, a white bowl of oranges and three lemons on a red table; on the wall the light of a window.',
  },
  creators: [{ name: 'Ottilie Brandt', url: 'https://ottilie-brandt.example.org/' }],
  creditLine: 'Ottilie Brandt',
  copyrightNotice: { de: '© 2026 Ottilie Brandt. Alle Rechte vorbehalten.', en: '© 2026 Ottilie Brandt. All rights reserved.' },
  licenceUrl: 'https://ottilie-brandt.example.org/rights',
  usageTerms: { de: 'Einbetten erlaubt, Drucke auf Anfrage.', en: 'Embedding allowed, prints on request.' },
  licensorName: 'Ottilie Brandt',
  licensorUrl: 'https://ottilie-brandt.example.org/prints',
  keywords: ['still life', 'jug', 'fruit', 'table'],
  createdDate: '2026-04-18',
  place: 'Weimar, Germany',
})

export const GINKGO = describe({
  title: { en: 'Ginkgo biloba L., October', de: 'Ginkgo biloba L., Oktober', fr: 'Ginkgo biloba L., octobre' },
  caption: {
    en: 'Plate 17 of a herbarium on transparent ground: it takes the colour of any page.',
    de: 'Tafel 17 eines Herbariums auf durchsichtigem Grund: Sie nimmt die Farbe jeder Seite an.',
  },
  altText: {
    en: 'A branch of ginkgo with twelve fan-shaped leaves between green and gold and two round seeds, on transparent ground.',
    de: 'Ein Ginkgozweig mit zwölf fächerförmigen Blättern zwischen Grün und Gold und zwei runden Samen, auf durchsichtigem Grund.',
  },
  extendedDescription: {
    en: 'The branch rises from the lower left to the upper right. Leaves stand on long stalks to both sides; each fan is notched in the middle and finely veined. The lower leaves have mostly turned yellow, the topmost is still green. Two ochre seeds hang from the middle of the branch.',
  },
  creators: [{ name: 'nachtfalter', url: 'https://nachtfalter.example.org/' }],
  creditLine: 'nachtfalter / Herbarium of Drawn Plants',
  copyrightNotice: { en: '© 2025 nachtfalter' },
  licenceUrl: CC.by,
  source: 'Herbarium of Drawn Plants',
  keywords: ['ginkgo', 'botany', 'leaves', 'autumn', 'transparent'],
  createdDate: '2025-10-19',
  place: 'Jena, Germany',
})
