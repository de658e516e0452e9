import { NS, type XmpProperties, xmpStructs } from '../file-rights/xmp-properties.ts'
import type { Description } from '../media.ts'
import type { MetadataLayers } from './embedded-facts.ts'
import { firstText, MAX, readLangAlt, readTexts } from './metadata-text.ts'

/** The place that is shown, from near to far: `Pier 3, Northbank, Zealand`. Names only, never coordinates. */
export function describePlace({ xmp, iim }: MetadataLayers): Pick<Description, 'place'> {
  const candidates = [
    [`${NS.iptcCore}Location`, `${NS.photoshop}City`, `${NS.photoshop}State`, `${NS.photoshop}Country`].map((name) =>
      firstText(xmp.get(name)),
    ),
    locationShown(xmp),
    [iim.sublocation, iim.city, iim.state, iim.country],
  ]
  const parts = candidates
    .map((names) =>
      readTexts(
        names.map((name) => name ?? ''),
        MAX.name,
        names.length,
      ),
    )
    .find((names) => names.length > 0)
  return parts ? { place: parts.join(', ') } : {}
}

function locationShown(xmp: XmpProperties): readonly (string | undefined)[] {
  const fields = xmpStructs(xmp.get(`${NS.iptcExt}LocationShown`))[0]
  const named = ['Sublocation', 'City', 'ProvinceState', 'CountryName'].map((name) => firstText(fields?.get(NS.iptcExt + name)))
  const isNamed = named.some((name) => name !== undefined)
  return isNamed ? named : [readLangAlt(fields?.get(`${NS.iptcExt}LocationName`), MAX.name)[0]?.text]
}
