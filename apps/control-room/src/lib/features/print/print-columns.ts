import type { ViewColumn } from '@stallcast/shared/rundown'

/** What a sheet shows when nobody chose: enough to run the show from paper. */
const usual = ['expect', 'plan', 'number', 'title', 'durationMs', 'sourceId', 'notes', 'script']
/** Long texts stand under their cue, over the whole width. */
const long = ['notes', 'script']

export type PrintColumns = { across: ViewColumn[]; under: ViewColumn[] }

/** The chosen columns that this seat may see, in their own order: those of the table, and those that stand below. */
export function printColumns(
  columns: readonly ViewColumn[],
  chosen: readonly string[] | null,
): PrintColumns {
  const wanted = columns.filter(({ key }) => (chosen ?? usual).includes(key))
  // Plan and expectation are one thing on paper unless both were asked for.
  const times = wanted.filter(({ key }) => key === 'plan' || key === 'expect')
  const left =
    chosen === null && times.length > 1 ? times.filter(({ key }) => key === 'expect') : []
  const across = wanted.filter((column) => !long.includes(column.key) && !left.includes(column))
  return { across, under: wanted.filter(({ key }) => long.includes(key)) }
}

/** What stands in the address: `?columns=title,script`. */
export function chosenColumns(url: {
  searchParams: Pick<URLSearchParams, 'get'>
}): string[] | null {
  const text = url.searchParams.get('columns')
  return text === null ? null : text.split(',').filter((key) => key !== '')
}
