import type { ViewGrant, ViewName } from '@stallcast/shared/crew'
import { cueColumnByKey, isTimeColumn, type ViewColumn } from '@stallcast/shared/rundown'
import { linkableViews } from '#lib/features/views/seat-href.ts'

/** What a new link begins with: enough to follow the show, nothing that is sold or said, nothing to write. */
export function firstGrant(columns: readonly ViewColumn[]): ViewGrant {
  const usual = ['number', 'title', 'durationMs', 'expect', 'colour', 'flag']
  const keys = columns.map(({ key }) => key)
  return { view: 'cuesheet', columns: usual.filter((key) => keys.includes(key)), writable: [] }
}

export function isLinkable(view: ViewName): view is (typeof linkableViews)[number] {
  return (linkableViews as readonly ViewName[]).includes(view)
}

/** Times follow from the lengths: nobody writes them. */
export function canBeWritten(column: ViewColumn): boolean {
  return !isTimeColumn(column.key)
}

/** What can be seen can be unseen, and then it cannot be written either. Kept in the order of the columns. */
export function withColumn(
  grant: ViewGrant,
  columns: readonly ViewColumn[],
  key: string,
  right: 'see' | 'write' | 'none',
): ViewGrant {
  const chosen = (list: readonly string[], on: boolean): string[] =>
    columns.map((column) => column.key).filter((each) => (each === key ? on : list.includes(each)))
  return {
    view: grant.view,
    columns: chosen(grant.columns, right !== 'none'),
    writable: chosen(grant.writable, right === 'write'),
  }
}

/** `5 columns, writes in Notes and Lights`. */
export function grantText(grant: ViewGrant, columns: readonly ViewColumn[]): string {
  const seen = grant.columns.length === 1 ? '1 column' : `${grant.columns.length} columns`
  if (grant.writable.length === 0) return `${seen}, reads only`
  const names = grant.writable.map(
    (key) =>
      columns.find((column) => column.key === key)?.title ??
      cueColumnByKey(key)?.title ??
      'a column that is gone',
  )
  return `${seen}, writes in ${names.join(', ')}`
}
