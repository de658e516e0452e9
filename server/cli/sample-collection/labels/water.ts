import { CC, describe } from './label.ts'

export const HARBOUR_AT_DUSK = describe({
  title: { en: 'North Quay, Last Ferry', de: 'Nordkai, letzte Fähre' },
  caption: {
    en: 'The last ferry of the day leaves the North Quay while the cranes still stand in the afterglow.',
    de: 'Die letzte Fähre des Tages verlässt den Nordkai, während die Kräne noch im Abendrot stehen.',
  },
  altText: {
    en: 'A wide view of a port at dusk: gabled houses with lit windows, two steeples, three cranes before an orange sky, a red ferry and a cutter on dark water.',
    de: 'Breiter Blick auf einen Hafen in der Dämmerung: Giebelhäuser mit hellen Fenstern, zwei Kirchtürme, drei Kräne vor orangem Himmel, auf dunklem Wasser eine rote Fähre und ein Kutter.',
  },
  creators: [{ name: 'Ada Okonkwo-Brandt', url: 'https://harbour-pictures.example.com/makers/okonkwo-brandt' }],
  creditLine: 'Ada Okonkwo-Brandt / Harbour Pictures',
  copyrightNotice: { en: '© 2026 Harbour Pictures. All rights reserved.', de: '© 2026 Harbour Pictures. Alle Rechte vorbehalten.' },
  licenceUrl: 'https://harbour-pictures.example.com/terms',
  usageTerms: {
    en: 'Editorial use on the web by embedding only. Other uses need a licence.',
    de: 'Redaktionelle Nutzung im Web nur durch Einbetten. Jede andere Nutzung braucht eine Lizenz.',
  },
  licensorName: 'Harbour Pictures',
  licensorUrl: 'https://harbour-pictures.example.com/licence/north-quay-last-ferry',
  dataMining: 'http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING',
  source: 'Harbour Pictures',
  keywords: ['harbour', 'dusk', 'ferry', 'cranes', 'panorama'],
  createdDate: '2026-09-30',
  place: 'Stralsund, Germany',
})

export const SEA_AND_SUN = describe({
  title: { en: 'Homeward', fr: 'Retour au port' },
  caption: {
    en: 'A small boat and a large sun, both on their way in.',
    fr: 'Un petit bateau et un grand soleil, tous deux sur le retour.',
  },
  altText: {
    en: 'A sailing boat with a red hull on a teal sea; to its right a huge orange sun sinks behind the horizon and lights a path on the water.',
    fr: 'Un voilier à coque rouge sur une mer bleu-vert ; à droite, un immense soleil orange se couche et trace un chemin de lumière sur l’eau.',
  },
  creators: [{ name: 'Étienne Kervella', url: 'https://kervella.example.org/' }],
  creditLine: 'Étienne Kervella / Harbour Pictures',
  copyrightNotice: { en: '© 2024 The estate of Étienne Kervella' },
  licenceUrl: 'http://rightsstatements.org/vocab/InC/1.0/',
  source: 'Harbour Pictures',
  keywords: ['sea', 'sunset', 'sailing boat'],
  createdDate: '2024-07',
  place: 'Roscoff, France',
})

export const TIDE_TABLE = describe({
  title: { en: 'Tide Table No. 4', de: 'Gezeitentafel Nr. 4' },
  caption: {
    en: 'Poster for an exhibition that never took place: moon, arches, and the water that follows them.',
    de: 'Plakat für eine Ausstellung, die nie stattfand: Mond, Bögen und das Wasser, das ihnen folgt.',
  },
  altText: {
    en: 'Abstract poster: a large red disc over half rings in blue, cream and orange, a white sail, and rows of wave scales below.',
    de: 'Abstraktes Plakat: eine große rote Scheibe über Halbringen in Blau, Creme und Orange, ein weißes Segel, darunter Reihen von Wellenschuppen.',
  },
  creators: [{ name: 'Tomás Ferreira' }, { name: 'Ines Albrecht' }],
  creditLine: 'Studio Gezeit',
  copyrightNotice: { en: '© 2026 Tomás Ferreira and Ines Albrecht' },
  licenceUrl: CC.bySa,
  keywords: ['poster', 'abstract', 'moon', 'tide'],
  createdDate: '2026-02-02',
  place: 'Porto, Portugal',
})

export const LAKE_STUDY = describe({
  title: { en: 'Lake Study, Unreleased', de: 'Seestudie, unveröffentlicht' },
  caption: { en: 'A working proof. Not for publication.', de: 'Arbeitsabzug. Nicht zur Veröffentlichung.' },
  altText: {
    en: 'A green night by a lake: a full moon with its path on the water, hills and their mirror, reeds in front.',
    de: 'Grüne Nacht am See: Vollmond mit seiner Bahn auf dem Wasser, Hügel und ihr Spiegelbild, vorn Rohrkolben.',
  },
  creators: [{ name: 'Mira Halvorsen', url: 'https://mira-halvorsen.example.org/' }],
  creditLine: 'Mira Halvorsen',
  copyrightNotice: { en: '© 2026 Mira Halvorsen. All rights reserved.' },
  licenceUrl: 'https://mira-halvorsen.example.org/rights',
  usageTerms: { en: 'Not released.' },
  keywords: ['lake', 'moon', 'reeds', 'study'],
  createdDate: '2026-10-05',
  place: 'Geilo, Norway',
})
