import type { Role } from '@stallcast/shared/crew'
import {
  cellSchemaOf,
  isTextColumn,
  maxCellTexts,
  type CellAddress,
} from '@stallcast/shared/rundown'
import type * as Y from 'yjs'
import { columnRule, entryOf, fieldsOf, type ColumnRule, type FieldReader } from './columns.ts'
import type { Container } from './places.ts'
import { refusal } from './refusal.ts'
import { holdsValid } from './values.ts'

type CellWrite = {
  container: Container
  path: string
  cell: CellAddress
  operation: 'set' | 'text'
  /** The new value; `null`: letters, or a value that is taken away. */
  item: Y.Item | null
}

/** Reads the fields of an entry that the update itself makes (`columns/{id}`); `null`: it makes no such entry. */
export type NewEntryReader = (path: string) => FieldReader | null

/** The writes of one update to cells of custom columns: judged last, when all it says of the columns is known. */
export class CellWrites {
  readonly #doc: Y.Doc
  readonly #role: Role
  readonly #writes: CellWrite[] = []
  #newTexts = 0

  constructor(doc: Y.Doc, role: Role) {
    this.#doc = doc
    this.#role = role
  }

  value(container: Container, path: string, cell: CellAddress, item: Y.Item | null): void {
    this.#writes.push({ container, path, cell, operation: 'set', item })
  }

  /** Letters come or go in the text of a cell; once per text is enough. */
  text(container: Container, cell: CellAddress): void {
    const { path } = container
    if (!container.type) {
      this.#newTexts += 1
      // The few roots that every document has count as well.
      if (this.#doc.share.size + this.#newTexts > maxCellTexts) {
        throw refusal(this.#role, 'size', path)
      }
    }
    this.#writes.push({ container, path, cell, operation: 'text', item: null })
  }

  /** @returns the paths; throws `collab.refused` at the first write that may not be */
  conclude(newEntry: NewEntryReader): string[] {
    return this.#writes.map((write) => {
      this.#judge(write, newEntry)
      return write.path
    })
  }

  #judge({ container, path, cell, operation, item }: CellWrite, newEntry: NewEntryReader): void {
    const { cueId, columnId } = cell
    const column = this.#column(columnId, newEntry)
    const rights =
      operation === 'text' ? container.rights : container.rights.under(cueId).under(columnId)
    if (!rights.may(operation, this.#role, column?.writers)) {
      throw refusal(this.#role, 'policy', path)
    }
    const cueStands = entryOf(this.#doc, 'cues', cueId) ?? newEntry(`cues/${cueId}`)
    const isText = operation === 'text'
    if (!column || !cueStands || (isText && !isTextColumn(column.type))) {
      throw refusal(this.#role, 'shape', path)
    }
    if (item && !holdsValid(item, cellSchemaOf(column.type))) {
      throw refusal(this.#role, 'value', path)
    }
  }

  #column(columnId: string, newEntry: NewEntryReader): ColumnRule | null {
    const entry = entryOf(this.#doc, 'columns', columnId)
    const fields = entry ? fieldsOf(entry) : newEntry(`columns/${columnId}`)
    return fields && columnRule(fields)
  }
}
