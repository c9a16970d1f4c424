import type { CollabDoc } from '#lib/live/index.ts'

export const gridFields = ['title', 'durationMs', 'sourceId'] as const
export type GridField = (typeof gridFields)[number]
export type GridCell = { cueId: string; field: GridField }

/** Where this person stands in the table, and whether they edit there. */
export class Grid {
  cell = $state.raw<GridCell | null>(null)
  editing = $state(false)
  /** What the edit begins with when it was begun by typing. */
  typed = $state('')
  /** The focus belongs to the table; only then may a cell take it. */
  held = $state(false)
  readonly #collab: CollabDoc
  readonly #cueIds: () => readonly string[]

  constructor(collab: CollabDoc, cueIds: () => readonly string[]) {
    this.#collab = collab
    this.#cueIds = cueIds
  }

  isAt(cueId: string, field: GridField): boolean {
    return this.cell?.cueId === cueId && this.cell.field === field
  }

  /** The one cell that Tab enters the table by. */
  isEntry(cueId: string, field: GridField): boolean {
    const ids = this.#cueIds()
    if (this.cell && ids.includes(this.cell.cueId)) return this.isAt(cueId, field)
    return field === 'title' && cueId === ids[0]
  }

  isEditing(cueId: string, field: GridField): boolean {
    return this.editing && this.isAt(cueId, field)
  }

  goTo(cell: GridCell): void {
    this.cell = cell
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
    this.#collab.present({ cell: null })
  }

  move(rows: number, columns: number): void {
    const { cell } = this
    const ids = this.#cueIds()
    if (!cell) return
    const row = Math.min(Math.max(0, ids.indexOf(cell.cueId) + rows), ids.length - 1)
    const column = gridFields.indexOf(cell.field) + columns
    const field = gridFields[Math.min(Math.max(0, column), gridFields.length - 1)]
    const cueId = ids[row]
    if (cueId !== undefined && field !== undefined) this.goTo({ cueId, field })
  }

  /** Tab order inside the table; false at its ends, where Tab leaves it. */
  step(by: 1 | -1): boolean {
    const { cell } = this
    const ids = this.#cueIds()
    if (!cell) return false
    const flat = ids.indexOf(cell.cueId) * gridFields.length + gridFields.indexOf(cell.field) + by
    const cueId = ids[Math.floor(flat / gridFields.length)]
    const field = gridFields[((flat % gridFields.length) + gridFields.length) % gridFields.length]
    if (flat < 0 || cueId === undefined || field === undefined) return false
    this.goTo({ cueId, field })
    return true
  }
}
