import { CC, describe } from './label.ts'

export const MORNING_RIDGES = describe({
  title: { en: 'Seven Ridges, Morning', de: 'Sieben Höhenzüge am Morgen', fr: 'Sept crêtes au matin' },
  caption: {
    en: 'Screen print in two inks per range. The haze between the hills is bare paper, stippled.',
    de: 'Siebdruck, zwei Farben je Höhenzug. Der Dunst zwischen den Hügeln ist gerastertes Papier.',
  },
  altText: {
    en: 'Hills in seven shades of blue, one behind the other, under a low pale sun; small firs stand on the nearest crests.',
    de: 'Hügel in sieben Blautönen hintereinander, darüber eine tiefe, blasse Sonne; auf den vorderen Kämmen stehen kleine Tannen.',
  },
  creators: [{ name: 'Mira Halvorsen', url: 'https://mira-halvorsen.example.org/' }],
  creditLine: 'Mira Halvorsen / Harbour Pictures',
  copyrightNotice: { en: '© 2026 Mira Halvorsen' },
  licenceUrl: CC.by,
  source: 'Harbour Pictures',
  keywords: ['hills', 'morning', 'haze', 'landscape', 'screen print'],
  createdDate: '2026-03-14',
  place: 'Geilo, Norway',
})

export const DUNES = describe({
  title: { ar: 'كثبان عند أول الضوء', en: 'Dunes at First Light', fr: 'Dunes à la première lueur' },
  caption: {
    ar: 'أربعة كثبان وعابر واحد، والشمس لم ترتفع بعد.',
    en: 'Four dunes and one walker before the sun has risen any further.',
  },
  altText: {
    en: 'Orange dunes with sharp crests and violet shadows under a turquoise sky; a single walker with a staff casts a long shadow.',
    ar: 'كثبان برتقالية ذات حواف حادة وظلال بنفسجية تحت سماء فيروزية، وعابر وحيد يتوكأ على عصا.',
  },
  creators: [{ name: 'ليلى حداد', url: 'https://layla-haddad.example.org/' }],
  creditLine: 'ليلى حداد',
  copyrightNotice: { en: '© 2025 Layla Haddad' },
  licenceUrl: CC.bySa,
  keywords: ['dunes', 'desert', 'sunrise', 'landscape'],
  createdDate: '2025-11-02',
  place: 'Douz, Tunisia',
})

export const FIELDS_AFTER_RAIN = describe({
  title: { fr: 'Champs après la pluie', en: 'Fields after Rain', de: 'Felder nach dem Regen' },
  caption: {
    fr: 'L’averse s’éloigne vers l’ouest ; la maison entre les peupliers est déjà au soleil.',
    en: 'The shower moves off to the west; the house by the poplars already stands in the sun.',
  },
  altText: {
    fr: 'Bandes de champs verts, roux et jaunes ; à gauche un nuage lâche sa pluie, à droite une maison blanche près de cinq peupliers.',
    en: 'Strips of green, red and yellow fields; on the left a cloud lets its rain go, on the right a white house stands by five poplars.',
  },
  creators: [{ name: 'Claire Moreau-Diop', url: 'https://atelier-moreau.example.com/' }],
  creditLine: 'Atelier Moreau',
  copyrightNotice: { fr: '© 2026 Claire Moreau-Diop' },
  usageTerms: { fr: 'Pas de recadrage, pas de recolorisation.', en: 'No cropping, no recolouring.' },
  licenceUrl: CC.byNcNd,
  keywords: ['fields', 'rain', 'farm', 'poplars', 'landscape'],
  createdDate: '2026-05-21',
  place: 'Auxerre, France',
})

export const FIRS_IN_FOG = describe({
  title: { de: 'Ein Fenster im Nebel', en: 'One Window in the Fog' },
  caption: {
    de: 'Fünf Reihen Tannen. In der dritten wohnt jemand.',
    en: 'Five rows of firs. Somebody lives in the third.',
  },
  altText: {
    de: 'Tannen, die Reihe um Reihe im Nebel verblassen, darüber ein großer bleicher Mond; zwischen den Stämmen ein Häuschen mit Licht.',
    en: 'Firs that fade into fog row by row under a large pale moon; between the trunks stands a small house with its lights on.',
  },
  creators: [{ name: 'Jonas Lindqvist', url: 'https://lindqvist.example.org/' }],
  creditLine: 'Jonas Lindqvist',
  copyrightNotice: { en: 'No rights reserved' },
  licenceUrl: CC.zero,
  keywords: ['forest', 'fog', 'firs', 'moon', 'woodcut'],
  createdDate: '2026-01-09',
  place: 'Freudenstadt, Germany',
})

export const STAR_TRAILS = describe({
  title: { ja: '北極星のまわり', en: 'Around the Pole Star', de: 'Um den Polarstern' },
  caption: {
    ja: '二時間と十五分の夜。テントの灯りだけが動かない。',
    en: 'Two hours and a quarter of one night. Only the light in the tent keeps still.',
  },
  altText: {
    en: 'Stars drawn out to arcs around the pole in a dark blue sky; below, between hills, a lit tent and someone who sits beside it.',
    ja: '濃紺の空に、北極星を中心とした星の軌跡。丘のあいだに灯りのともるテントと、そばに座る人影。',
  },
  creators: [{ name: '青木 ハル', url: 'https://haru-aoki.example.org/' }],
  creditLine: '青木 ハル',
  copyrightNotice: { en: '© 2026 Haru Aoki' },
  licenceUrl: CC.by,
  keywords: ['night', 'stars', 'star trails', 'tent'],
  createdDate: '2026-08-12T23:40:00+09:00',
  place: 'Nagano, Japan',
})
