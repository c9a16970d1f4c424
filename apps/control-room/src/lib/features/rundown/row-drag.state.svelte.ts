import { dropTarget } from './drop.ts'
import type { DropTarget } from './place.ts'

export type MovedRow = { kind: 'cue' | 'group'; id: string }

/**
 * Dragging a row by its number, a group by its head. Nothing moves until it is dropped: a line shows where it
 * would land.
 */
export class RowDrag {
  moved = $state.raw<MovedRow | null>(null)
  target = $state.raw<DropTarget>(null)
  readonly #rows: () => HTMLElement[]
  readonly #onDrop: (moved: MovedRow, target: DropTarget) => void
  #startY = 0

  /** @param rows the rows on the screen, each with `data-row-id` */
  constructor(rows: () => HTMLElement[], onDrop: (moved: MovedRow, target: DropTarget) => void) {
    this.#rows = rows
    this.#onDrop = onDrop
  }

  /** It would land below everything. */
  get below(): boolean {
    return this.moved !== null && this.target === null
  }

  /** Where the line stands at a row. */
  sideAt(id: string): 'before' | 'after' | null {
    return this.moved && this.target?.id === id ? this.target.side : null
  }

  press(event: PointerEvent, row: MovedRow): void {
    if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return
    const handle = event.currentTarget
    this.#startY = event.clientY
    handle.setPointerCapture(event.pointerId)
    const move = (moved: PointerEvent): void => this.#move(moved, row)
    const key = (pressed: KeyboardEvent): void => {
      if (pressed.key !== 'Escape') return
      pressed.preventDefault()
      end(false)
    }
    const up = (): void => end(true)
    const cancel = (): void => end(false)
    const end = (drop: boolean): void => {
      handle.removeEventListener('pointermove', move)
      handle.removeEventListener('pointerup', up)
      handle.removeEventListener('pointercancel', cancel)
      window.removeEventListener('keydown', key, true)
      const { moved, target } = this
      this.moved = null
      this.target = null
      if (drop && moved) this.#onDrop(moved, target)
    }
    handle.addEventListener('pointermove', move)
    handle.addEventListener('pointerup', up)
    handle.addEventListener('pointercancel', cancel)
    window.addEventListener('keydown', key, true)
  }

  #move(event: PointerEvent, row: MovedRow): void {
    if (this.moved === null && Math.abs(event.clientY - this.#startY) < 4) return
    this.moved = row
    const rows = this.#rows()
    this.target = dropTarget(
      rows.map((each) => {
        const { top, height } = each.getBoundingClientRect()
        return { id: each.dataset['rowId'] ?? '', top, height }
      }),
      event.clientY,
    )
    const scroller = rows[0]?.closest('[data-scroller]')
    const box = scroller?.getBoundingClientRect()
    if (!scroller || !box) return
    if (event.clientY < box.top + 32) scroller.scrollTop -= 12
    else if (event.clientY > box.bottom - 32) scroller.scrollTop += 12
  }
}
