import { untrack } from 'svelte'
import type { RundownRow } from '@stallcast/shared/rundown'
import type { Desk } from '#lib/features/desk/desk.state.svelte.ts'
import { lookupsOf, mediaChoices } from './cell-context.ts'
import { Grid } from './grid.state.svelte.ts'
import { rowId } from './place.ts'
import { RowDrag } from './row-drag.state.svelte.ts'
import { moveRow } from './rundown.commands.ts'
import { shownColumns, tableColumns } from './table-columns.ts'
import type { TableChoice } from './table-choice.state.svelte.ts'
import { layOut, rowsBetween } from './visible-rows.ts'

const headPx = 26
const rowPx = { cue: 38, group: 28 }
/** Below this a table leaves columns out, below that it lets them stand closer. */
const narrowPx = 430
const tightPx = 560

/** What of the run of show is on the screen: which rows and columns, where, and who moves them. */
export class TableView {
  scroller = $state<HTMLElement>()
  scrollTop = $state(0)
  viewHeight = $state(600)
  viewWidth = $state(600)
  readonly grid: Grid
  readonly drag: RowDrag
  readonly #desk: Desk
  readonly #choice: TableChoice
  readonly rows = $derived.by(() => this.#desk.rundown.rows.filter((row) => !this.#isFolded(row)))
  readonly #layout = $derived(layOut(this.rows.map((row) => rowPx[row.kind])))
  readonly #places = $derived(new Map(this.rows.map((row, at) => [rowId(row), at])))
  readonly columns = $derived.by(() => {
    const { rundown } = this.#desk
    const all = tableColumns(rundown.columns, lookupsOf(this.#desk), mediaChoices(this.#desk))
    return shownColumns(all, this.#choice.columns, rundown.role, this.viewWidth < narrowPx)
  })
  readonly #gridRows = $derived(this.rows.map((row) => ({ kind: row.kind, id: rowId(row) })))
  readonly #gridFields = $derived(
    this.columns.filter((column) => !column.computed).map((column) => column.key),
  )
  readonly tight = $derived(this.viewWidth < tightPx)
  readonly totalPx = $derived(this.#layout.tops.at(-1) ?? 0)
  /** What is seen, and the row that holds the focus or is dragged: taken out of the page it would lose both. */
  readonly shown = $derived.by(() => {
    const { rows, drag, grid } = this
    const { tops } = this.#layout
    const bottom = this.scrollTop + this.viewHeight
    const { from, to } = rowsBetween(this.#layout, this.scrollTop - headPx, bottom)
    const at = new Set(Array.from({ length: to - from }, (_, index) => from + index))
    for (const id of [grid.cell?.cueId, drag.moved?.id]) {
      const place = id === undefined ? undefined : this.#places.get(id)
      if (place !== undefined) at.add(place)
    }
    const places = [...at].toSorted((a, b) => a - b)
    return places.flatMap((place) => {
      const row = rows[place]
      return row ? [{ row, place, topPx: tops[place] ?? 0 }] : []
    })
  })

  constructor(desk: Desk, choice: TableChoice) {
    this.#desk = desk
    this.#choice = choice
    this.grid = new Grid(
      desk.collab,
      () => this.#gridRows,
      () => this.#gridFields,
    )
    this.drag = new RowDrag(
      () => [...(this.scroller?.querySelectorAll<HTMLElement>('[data-row-id]') ?? [])],
      (moved, target) => moveRow(desk.rundown, moved, target, choice.folded),
    )
  }

  /** Keeps the right rows in sight: to be called while the component is set up. */
  watch(): void {
    const { grid } = this
    const desk = this.#desk
    $effect(() => {
      const { cell } = grid
      if (cell && desk.rundown.cue(cell.cueId)) desk.chosenCueId = cell.cueId
    })
    this.#holdFocused()
    // The cue on air stays in view for whoever is not working in the table.
    let shownCueId: string | null = null
    $effect(() => {
      const cueId = desk.live.clock.cue?.id ?? null
      if (cueId === shownCueId || desk.rundown.cues.length === 0) return
      shownCueId = cueId
      if (!desk.follow || untrack(() => grid.held)) return
      desk.chosenCueId = null
      if (cueId) untrack(() => this.#reveal(cueId))
    })
    // The finder, or a comment, asks for a cell: its group is unfolded and it is brought into view.
    $effect(() => {
      const sought = desk.soughtCell
      if (sought) untrack(() => this.#seek(sought))
    })
  }

  /** Whether the focus has gone for good. Rows that are moved lose it for a moment and get it back. */
  onFocusOut(next: EventTarget | null): void {
    if (next instanceof Node && this.scroller?.contains(next)) return
    queueMicrotask(() => {
      if (!this.scroller?.contains(document.activeElement)) this.grid.leave()
    })
  }

  /** Keeps the row that has the focus where it is on the screen, and its focus, when rows come, go or move. */
  #holdFocused(): void {
    const { grid } = this
    let heldPx: number | null = null
    $effect(() => {
      void this.#layout
      untrack(() => {
        const beforePx = heldPx
        heldPx = grid.held ? this.#topOf(grid.cell?.cueId) : null
        if (!this.scroller || heldPx === null || this.drag.moved) return
        if (beforePx !== null) this.scroller.scrollTop += heldPx - beforePx
        if (!this.scroller.contains(document.activeElement)) this.#focusCell()
      })
    })
    $effect(() => {
      void grid.cell
      if (grid.held) heldPx = untrack(() => this.#topOf(grid.cell?.cueId))
    })
  }

  #focusCell(): void {
    const { cell, editing } = this.grid
    const row = cell && this.scroller?.querySelector(`[data-row-id="${CSS.escape(cell.cueId)}"]`)
    const place = row?.querySelector<HTMLElement>(`[data-field="${CSS.escape(cell?.field ?? '')}"]`)
    const field = editing
      ? place?.querySelector<HTMLElement>('input, select, textarea, [contenteditable]')
      : null
    ;(field ?? place)?.focus({ preventScroll: true })
  }

  #seek(sought: { cueId: string; field: string }): void {
    const desk = this.#desk
    desk.soughtCell = null
    const groupId = desk.rundown.cue(sought.cueId)?.groupId
    if (groupId && this.#choice.folded.has(groupId)) this.#choice.fold(groupId, false)
    const there = this.columns.some((column) => column.key === sought.field)
    requestAnimationFrame(() => {
      this.#reveal(sought.cueId)
      this.grid.goTo({ cueId: sought.cueId, field: there ? sought.field : 'title' })
    })
  }

  #reveal(id: string): void {
    const { scroller } = this
    const top = this.#topOf(id)
    if (!scroller || top === null) return
    const bottom = top + rowPx.cue + headPx
    if (top < scroller.scrollTop) scroller.scrollTop = Math.max(0, top - rowPx.group)
    else if (bottom > scroller.scrollTop + this.viewHeight) {
      scroller.scrollTop = bottom - this.viewHeight
    }
  }

  #topOf(id: string | null | undefined): number | null {
    const place = id ? this.#places.get(id) : undefined
    return place === undefined ? null : (this.#layout.tops[place] ?? null)
  }

  #isFolded(row: RundownRow): boolean {
    return row.kind === 'cue' && row.group !== null && this.#choice.folded.has(row.group.id)
  }
}
