import type { PropertyChange } from '../change.ts'
import { ConflictError } from '../errors.ts'
import type { Media } from '../media.ts'
import { type Cells, cellsOf, sortColumns } from './columns.ts'
import { isUndoable, withLogged } from './logged-value.ts'
import { rfc3339 } from './owner-view.ts'

/** A column in which two states of a media differ; absent where nothing stood or stands. */
export interface Difference {
  readonly column: string
  readonly before?: string
  readonly after?: string
}

/** All in which they differ as their owner sees them, in the order of the fields, the date of the correction last. */
export function differencesOf(before: Media, after: Media): readonly Difference[] {
  const [was, becomes] = [withCorrection(before), withCorrection(after)]
  const columns = [...sortColumns([...cellsOf(before).keys(), ...cellsOf(after).keys()]), 'correction']
  return columns.flatMap((column) => {
    const [old, next] = [was.get(column), becomes.get(column)]
    return old === next ? [] : [{ column, ...(old !== undefined && { before: old }), ...(next !== undefined && { after: next }) }]
  })
}

/**
 * What an entry of the log says, as `differencesOf` would, and the names of what it says besides: pictures, and values that this version of
 * Placard does not know.
 *
 * @param media  Whose log it is, in any state.
 */
export function differencesOfChange(
  media: Media,
  properties: readonly PropertyChange[],
): { readonly differences: readonly Difference[]; readonly others: readonly string[] } {
  let [before, after] = [media, media]
  const others: string[] = []
  // What was marked as edited here follows from the other rows.
  for (const change of properties.filter(({ property }) => property !== 'editedFields')) {
    const [was, became] = [stateWith(before, change, 'before'), stateWith(after, change, 'after')]
    if (was && became) [before, after] = [was, became]
    else others.push(change.property)
  }
  return { differences: differencesOf(before, after), others }
}

function stateWith(media: Media, change: PropertyChange, key: 'before' | 'after'): Media | undefined {
  const { property } = change
  try {
    return isUndoable(property) ? withLogged(media, property, change[key]) : undefined
  } catch (error) {
    if (error instanceof ConflictError) return undefined
    throw error
  }
}

function withCorrection(media: Media): Cells {
  const at = rfc3339(media.correctedAt)
  return at === null ? cellsOf(media) : new Map([...cellsOf(media), ['correction', at]])
}
