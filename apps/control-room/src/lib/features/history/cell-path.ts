import { cueColumnByKey } from '@stallcast/shared/rundown'

/** The place of a cell of the table in the document. */
export function cellPath(cueId: string, columnKey: string): string {
  return cueColumnByKey(columnKey) ? `cues/${cueId}/${columnKey}` : `cells/${cueId}/${columnKey}`
}
