import type { Description } from '../../../core/media.ts'
import { CC, describe, type Label } from './label.ts'

const SHARED = {
  creators: [{ name: 'Solveig Aas', url: 'https://solveig-aas.example.org/' }],
  creditLine: 'Solveig Aas / Harbour Pictures',
  copyrightNotice: { en: '© 2026 Solveig Aas', no: '© 2026 Solveig Aas' },
  licenceUrl: CC.by,
  source: 'Harbour Pictures',
  keywords: ['lighthouse', 'sea', 'skerry', 'series'],
  place: 'Bodø, Norway',
} as const

/** The three together: what stands beside their folder. */
export const SKERRY_LIGHT = describe({
  ...SHARED,
  title: { en: 'Skerry Light, Three Hours', de: 'Schärenfeuer, drei Stunden' },
  caption: {
    en: 'One lighthouse from one window: at dawn, at noon and at night.',
    de: 'Ein Leuchtturm aus einem Fenster: am Morgen, am Mittag und in der Nacht.',
  },
  altText: {
    en: 'A lighthouse with two red bands on a low rock in the sea, three times.',
    de: 'Dreimal ein Leuchtturm mit zwei roten Ringen auf einem flachen Felsen im Meer.',
  },
  createdDate: '2026-06-21',
})

function hour(title: Label['title'], caption: Label['caption'], altText: Label['altText'], createdDate: string): Description {
  return describe({ ...SHARED, title, caption, altText, createdDate })
}

export const SKERRY_DAWN = hour(
  { en: 'Skerry Light, Dawn', de: 'Schärenfeuer, Morgen' },
  { en: 'Four in the morning, and no wind yet.', de: 'Vier Uhr morgens, noch kein Wind.' },
  {
    en: 'The lighthouse in the first light; left of it a low sun on a pale orange horizon.',
    de: 'Der Leuchtturm im ersten Licht; links davon eine tiefe Sonne über blass orangem Horizont.',
  },
  '2026-06-21T04:02:00+02:00',
)

export const SKERRY_NOON = hour(
  { en: 'Skerry Light, Noon', de: 'Schärenfeuer, Mittag' },
  { en: 'The keeper is asleep; the gulls are not.', de: 'Der Wärter schläft; die Möwen nicht.' },
  {
    en: 'The lighthouse, white and red under a high sun, on a blue and green sea.',
    de: 'Der Leuchtturm weiß und rot unter hoher Sonne, auf blaugrünem Meer.',
  },
  '2026-06-21T12:15:00+02:00',
)

export const SKERRY_NIGHT = hour(
  { en: 'Skerry Light, Night', de: 'Schärenfeuer, Nacht' },
  { en: 'Two flashes every nine seconds.', de: 'Zwei Blitze alle neun Sekunden.' },
  {
    en: 'The lighthouse at night: its beam crosses a dark blue sky and a small moon.',
    de: 'Der Leuchtturm bei Nacht: sein Strahl kreuzt einen dunkelblauen Himmel und einen kleinen Mond.',
  },
  '2026-06-21T23:48:00+02:00',
)
