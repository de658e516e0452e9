import type { Description } from '../../core/media.ts'
import { DUNES, FIELDS_AFTER_RAIN, FIRS_IN_FOG, MORNING_RIDGES, STAR_TRAILS } from './labels/land.ts'
import { SKERRY_DAWN, SKERRY_LIGHT, SKERRY_NIGHT, SKERRY_NOON } from './labels/series.ts'
import { GINKGO, STILL_LIFE } from './labels/things.ts'
import { HARBOUR_AT_DUSK, LAKE_STUDY, SEA_AND_SUN, TIDE_TABLE } from './labels/water.ts'
import type { Scene } from './scene.ts'
import { dunes } from './scenes/dunes.ts'
import { fieldsAfterRain } from './scenes/fields-after-rain.ts'
import { firsInFog } from './scenes/firs-in-fog.ts'
import { ginkgo } from './scenes/ginkgo.ts'
import { harbourAtDusk } from './scenes/harbour-at-dusk.ts'
import { lakeStudy } from './scenes/lake-study.ts'
import { morningRidges } from './scenes/morning-ridges.ts'
import { seaAndSun } from './scenes/sea-and-sun.ts'
import { skerryLight } from './scenes/skerry-light.ts'
import { starTrails } from './scenes/star-trails.ts'
import { stillLife } from './scenes/still-life.ts'
import { tideTable } from './scenes/tide-table.ts'

/** One picture of the collection: the name of its file, whose ending is its format, how it is drawn, and its label. */
export interface SamplePicture {
  readonly file: `${string}.${'jpg' | 'png' | 'webp' | 'avif'}`
  readonly draw: () => Scene
  readonly label: Description
}

/** The pictures that everyone may see. */
export const PUBLIC_PICTURES: readonly SamplePicture[] = [
  { file: 'morning-ridges.jpg', draw: morningRidges, label: MORNING_RIDGES },
  { file: 'dunes.jpg', draw: dunes, label: DUNES },
  { file: 'harbour-at-dusk.jpg', draw: harbourAtDusk, label: HARBOUR_AT_DUSK },
  { file: 'firs-in-fog.jpg', draw: firsInFog, label: FIRS_IN_FOG },
  { file: 'sea-and-sun.avif', draw: seaAndSun, label: SEA_AND_SUN },
  { file: 'still-life.webp', draw: stillLife, label: STILL_LIFE },
  { file: 'ginkgo.png', draw: ginkgo, label: GINKGO },
  { file: 'tide-table.jpg', draw: tideTable, label: TIDE_TABLE },
  { file: 'star-trails.jpg', draw: starTrails, label: STAR_TRAILS },
  { file: 'fields-after-rain.jpg', draw: fieldsAfterRain, label: FIELDS_AFTER_RAIN },
  { file: 'skerry-light.carousel/1-dawn.jpg', draw: () => skerryLight('dawn'), label: SKERRY_DAWN },
  { file: 'skerry-light.carousel/2-noon.jpg', draw: () => skerryLight('noon'), label: SKERRY_NOON },
  { file: 'skerry-light.carousel/3-night.jpg', draw: () => skerryLight('night'), label: SKERRY_NIGHT },
]

/** What stands beside a folder of pictures and speaks for all of them. */
export const SIDECARS: readonly { readonly file: `${string}.xmp`; readonly label: Description }[] = [
  { file: 'skerry-light.carousel.xmp', label: SKERRY_LIGHT },
]

/** What its maker has not released: shows how a private picture answers. */
export const PRIVATE_PICTURES: readonly SamplePicture[] = [{ file: 'lake-study.jpg', draw: lakeStudy, label: LAKE_STUDY }]
