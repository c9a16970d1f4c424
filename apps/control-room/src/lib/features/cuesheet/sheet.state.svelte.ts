import type { Role } from '@stallcast/shared/crew'
import type { CellValue, ViewColumn } from '@stallcast/shared/rundown'
import type { EditHost } from '#lib/features/columns/index.ts'
import type { RowSource } from '#lib/features/views/row-source.ts'
import { tellRefusal } from '#lib/ui/index.ts'
import {
  emptyLayout,
  parseLayout,
  shownColumns,
  startingKeys,
  type ColumnLayout,
} from './column-layout.ts'

export type SheetCell = { cueId: string; key: string }

/** Where this person stands in the sheet, what they edit, and which columns this device shows. */
export class Sheet implements EditHost {
  readonly source: RowSource
  layout = $state.raw<ColumnLayout>(emptyLayout)
  cell = $state.raw<SheetCell | null>(null)
  editing = $state(false)
  typed = $state('')
  /** The focus belongs to the sheet; only then may a cell take it. */
  held = $state(false)
  follow = $state(true)
  /** All of each text instead of its first line. */
  tall = $state(true)
  readonly #role: Role
  readonly #storageKey: string
  readonly #begin: typeof startingKeys
  readonly columns: readonly ViewColumn[] = $derived.by(() =>
    shownColumns(this.source.columns, this.keys),
  )
  readonly #cueIds = $derived.by(() =>
    this.source.rows.flatMap((row) => (row.kind === 'cue' ? [row.cue.id] : [])),
  )
  readonly rowIndexes: ReadonlyMap<string, number> = $derived.by(
    () =>
      new Map(
        this.source.rows.map((row, index) => [
          row.kind === 'cue' ? row.cue.id : row.group.id,
          index,
        ]),
      ),
  )
  readonly #lines: ReadonlyMap<string, number> = $derived(
    new Map(this.#cueIds.map((id, index) => [id, index])),
  )

  /** @param begin which columns are shown until others are chosen */
  constructor(source: RowSource, role: Role, storageKey: string, begin = startingKeys) {
    this.source = source
    this.#role = role
    this.#storageKey = storageKey
    this.#begin = begin
    this.layout = parseLayout(read(storageKey))
    this.tall = read(`${storageKey}:tall`) !== '0'
  }

  get keys(): readonly string[] {
    return this.layout.keys ?? this.#begin(this.source.columns, this.#role)
  }

  setKeys(keys: readonly string[] | null): void {
    this.#setLayout({ ...this.layout, keys })
  }

  setWidth(key: string, widthPx: number): void {
    this.#setLayout({ ...this.layout, widths: { ...this.layout.widths, [key]: widthPx } })
  }

  setTall(tall: boolean): void {
    this.tall = tall
    write(`${this.#storageKey}:tall`, tall ? '1' : '0')
  }

  isAt(cueId: string, key: string): boolean {
    return this.cell?.cueId === cueId && this.cell.key === key
  }

  /** The one cell that Tab enters the sheet by. */
  isEntry(cueId: string, key: string): boolean {
    if (this.cell && this.#lines.has(this.cell.cueId)) return this.isAt(cueId, key)
    return cueId === this.#cueIds[0] && key === this.columns[0]?.key
  }

  isEditing(cueId: string, key: string): boolean {
    return this.editing && this.isAt(cueId, key)
  }

  goTo(cell: SheetCell): void {
    this.cell = cell
    this.editing = false
    this.typed = ''
    this.held = true
    this.source.present({ cueId: cell.cueId, field: cell.key })
  }

  /** Opens the editor of a cell; a checkbox is turned over at once. */
  edit(cell: SheetCell, typed = ''): void {
    this.goTo(cell)
    if (this.source.writeReason(cell.key)) return
    const column = this.columns.find(({ key }) => key === cell.key)
    if (column?.kind === 'checkbox') {
      if (typed.trim() === '')
        void this.write(cell, this.source.value(cell.cueId, cell.key) !== true)
      return
    }
    this.typed = typed
    this.editing = true
  }

  /** @param expected what stood there when the person began */
  async write(
    { cueId, key }: SheetCell,
    value: CellValue,
    expected: CellValue = this.source.value(cueId, key),
  ): Promise<void> {
    if (value === expected) return
    const refusal = await this.source.write({ cueId, key, value, expected })
    if (refusal) tellRefusal(refusal)
  }

  stopEditing(): void {
    this.editing = false
    this.typed = ''
  }

  leave(): void {
    this.held = false
    this.stopEditing()
    this.source.present(null)
  }

  move(rows: number, columns: number): void {
    const { cell } = this
    if (!cell) return
    const row = clamp((this.#lines.get(cell.cueId) ?? 0) + rows, this.#cueIds.length)
    const at = this.columns.findIndex(({ key }) => key === cell.key)
    const key = this.columns[clamp(at + columns, this.columns.length)]?.key
    const cueId = this.#cueIds[row]
    if (cueId !== undefined && key !== undefined) this.goTo({ cueId, key })
  }

  step(by: 1 | -1): boolean {
    const { cell, columns } = this
    if (!cell) return false
    const at = columns.findIndex(({ key }) => key === cell.key)
    const flat = (this.#lines.get(cell.cueId) ?? 0) * columns.length + at + by
    const cueId = this.#cueIds[Math.floor(flat / columns.length)]
    const key = columns[((flat % columns.length) + columns.length) % columns.length]?.key
    if (flat < 0 || cueId === undefined || key === undefined) return false
    this.goTo({ cueId, key })
    return true
  }

  #setLayout(layout: ColumnLayout): void {
    this.layout = layout
    write(this.#storageKey, JSON.stringify(layout))
  }
}

function clamp(index: number, length: number): number {
  return Math.min(Math.max(0, index), Math.max(0, length - 1))
}

/** Private windows may have no storage: then nothing is remembered. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function write(key: string, text: string): void {
  try {
    localStorage.setItem(key, text)
  } catch {
    // The choice holds until the page is closed.
  }
}
