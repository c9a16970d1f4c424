import type { CollabDoc } from '#lib/live/index.ts'
import type { EditHost } from '#lib/features/columns/index.ts'

/** A cell of a cue by the key of its column; of the head of a group by `group` or `target`. */
export type GridCell = { cueId: string; field: string }
export type GridRow = { kind: 'cue' | 'group'; id: string }

export const groupFields = ['group', 'target'] as const

/** Where this person stands in the table, and whether they edit there. */
export class Grid implements EditHost {
  cell = $state.raw<GridCell | null>(null)
  editing = $state(false)
  /** What the edit begins with when it was begun by typing. */
  typed = $state('')
  /** The focus belongs to the table; only then may a cell take it. */
  held = $state(false)
  readonly #collab: CollabDoc
  readonly #rows: () => readonly GridRow[]
  readonly #fields: () => readonly string[]
  readonly #entry = $derived.by((): GridCell | null => {
    const rows = this.#rows()
    const { cell } = this
    if (cell && rows.some(({ id }) => id === cell.cueId)) return cell
    const [first] = rows
    const field = first && this.#fieldsOf(first)[0]
    return first && field !== undefined ? { cueId: first.id, field } : null
  })
  /** The column to come back to after a head of a group was passed. */
  #lastField = 'title'

  /** @param fields the columns of cues that can be walked through, in order */
  constructor(collab: CollabDoc, rows: () => readonly GridRow[], fields: () => readonly string[]) {
    this.#collab = collab
    this.#rows = rows
    this.#fields = fields
  }

  isAt(cueId: string, field: string): boolean {
    return this.cell?.cueId === cueId && this.cell.field === field
  }

  /** The one cell that Tab enters the table by. */
  isEntry(cueId: string, field: string): boolean {
    return this.#entry?.cueId === cueId && this.#entry.field === field
  }

  isEditing(cueId: string, field: string): boolean {
    return this.editing && this.isAt(cueId, field)
  }

  goTo(cell: GridCell): void {
    this.cell = cell
    if (this.#fields().includes(cell.field)) this.#lastField = cell.field
    this.editing = false
    this.typed = ''
    this.held = true
    this.#collab.present({ cell })
  }

  edit(cell: GridCell, typed = ''): void {
    this.goTo(cell)
    this.typed = typed
    this.editing = true
  }

  /** Back to walking between cells; the focus stays. */
  stopEditing(): void {
    this.editing = false
    this.typed = ''
  }

  /** The focus has left the table. */
  leave(): void {
    this.held = false
    this.editing = false
    this.typed = ''
    this.#collab.present({ cell: null, cursor: null })
  }

  move(rows: number, columns: number): void {
    const { cell } = this
    const all = this.#rows()
    if (!cell) return
    const at = all.findIndex(({ id }) => id === cell.cueId)
    const row = all[Math.min(Math.max(0, at + rows), all.length - 1)]
    if (!row) return
    const fields = this.#fieldsOf(row)
    const from = fields.indexOf(rows === 0 ? cell.field : this.#lastField)
    const field = fields[Math.min(Math.max(0, from + columns), fields.length - 1)] ?? fields[0]
    if (field !== undefined) this.goTo({ cueId: row.id, field })
  }

  /** To the first or last row (`Home`, `End` with Ctrl), or by a page. */
  jump(rows: number): void {
    this.move(rows, 0)
  }

  /** Tab order inside the table; false at its ends, where Tab leaves it. */
  step(by: 1 | -1): boolean {
    const { cell } = this
    const all = this.#rows()
    const at = all.findIndex(({ id }) => id === cell?.cueId)
    const row = all[at]
    if (!cell || !row) return false
    const beside = this.#fieldsOf(row)[this.#fieldsOf(row).indexOf(cell.field) + by]
    const next = beside === undefined ? all[at + by] : row
    const field = beside ?? (next && this.#fieldsOf(next).at(by > 0 ? 0 : -1))
    if (!next || field === undefined) return false
    this.goTo({ cueId: next.id, field })
    return true
  }

  #fieldsOf(row: GridRow): readonly string[] {
    return row.kind === 'group' ? groupFields : this.#fields()
  }
}
