import type {
  CellValue,
  Cue,
  RundownRow,
  RundownSettings,
  ViewColumn,
} from '@stallcast/shared/rundown'
import type { PresentPerson } from '#lib/live/index.ts'
import type * as Y from 'yjs'

/** A text that merges while it is being typed. */
export type LiveText = {
  text: Y.Text
  maxLength: number
  edit: (change: () => void) => void
  begin: () => () => void
}

export type CellWrite = {
  cueId: string
  key: string
  value: CellValue
  /** What stood there when the person began. */
  expected: CellValue
}

/**
 * Where a view has the run of show from: the document (crew) or the projection that a link is sent (observers).
 * Views know no difference; `row-source.contract.ts` holds both to it.
 */
export type RowSource = {
  /** Everything has arrived once. */
  readonly ready: boolean
  /** Cues and the heads of groups, in running order. A field that this seat may not see has its default. */
  readonly rows: readonly RundownRow[]
  /** What this seat may see, in the order in which it is offered. */
  readonly columns: readonly ViewColumn[]
  readonly settings: RundownSettings
  cue(cueId: string | null | undefined): Cue | null
  value(cueId: string, key: string): CellValue
  /** Why this person cannot write in a column, or null. The server judges each edit itself. */
  writeReason(key: string): string | null
  /** Writes a cell in one go. @returns what refused it, as a sentence; null when it was taken */
  write(edit: CellWrite): Promise<string | null>
  /** The text of a cell that can be typed in together with others; null where it is written in one go. */
  liveText(cueId: string, key: string): LiveText | null
  peopleIn(cueId: string, key: string): readonly PresentPerson[]
  /** Tells the others where this person is. */
  present(cell: { cueId: string; field: string } | null): void
}
