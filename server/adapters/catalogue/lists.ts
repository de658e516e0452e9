import type { RawBuilder } from 'kysely'
import type { Catalogue } from '../../ports/catalogue.ts'
import { type Asking, first } from './asking.ts'
import { rowToMedia, rowToMoment, rowToSource } from './row.ts'
import * as sql from './sql.ts'

type Lists = Pick<Catalogue, 'listByOriginal' | 'list' | 'listScheduled' | 'findSource'>

/** What is found of media and of their sources, each time in the database. @param saysMining  Where it has its own words, as `selectMediaPage`. */
export function listsIn(asking: Asking, saysMining?: RawBuilder<boolean>): Lists {
  const { queries, all } = asking
  return {
    listByOriginal: (key) => all(sql.selectMediaByOriginal(queries, key), rowToMedia),
    list: (query) => all(sql.selectMediaPage(queries, query, saysMining), rowToMedia),
    listScheduled: (query) => all(sql.selectScheduledMoments(queries, query), rowToMoment),
    findSource: (path) => first(asking, sql.selectSource(queries, path), rowToSource),
  }
}
