import { dropPlace, dropSlot } from './drop.ts'

/** Dragging a row by its number. Nothing moves until it is dropped: a line shows where it would land. */
export class RowDrag {
  cueId = $state<string | null>(null)
  /** The gap it would land in, 0 in front of the first row. */
  slot = $state<number | null>(null)
  readonly #rows: () => HTMLElement[]
  readonly #onDrop: (cueId: string, place: number) => void
  #from = -1
  #startY = 0

  constructor(rows: () => HTMLElement[], onDrop: (cueId: string, place: number) => void) {
    this.#rows = rows
    this.#onDrop = onDrop
  }

  press(event: PointerEvent, cueId: string): void {
    if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return
    const handle = event.currentTarget
    this.#startY = event.clientY
    this.#from = this.#rows().findIndex((row) => row.dataset['cueId'] === cueId)
    handle.setPointerCapture(event.pointerId)
    const move = (moved: PointerEvent): void => this.#move(moved, cueId)
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
      const { slot } = this
      const dragged = this.cueId
      this.cueId = null
      this.slot = null
      if (drop && dragged !== null && slot !== null) {
        this.#onDrop(dragged, dropPlace(this.#from, slot))
      }
    }
    handle.addEventListener('pointermove', move)
    handle.addEventListener('pointerup', up)
    handle.addEventListener('pointercancel', cancel)
    window.addEventListener('keydown', key, true)
  }

  #move(event: PointerEvent, cueId: string): void {
    if (this.cueId === null && Math.abs(event.clientY - this.#startY) < 4) return
    this.cueId = cueId
    const rows = this.#rows()
    this.slot = dropSlot(
      rows.map((row) => row.getBoundingClientRect()),
      event.clientY,
    )
    const scroller = rows[0]?.closest('[data-scroller]')
    const box = scroller?.getBoundingClientRect()
    if (!scroller || !box) return
    if (event.clientY < box.top + 32) scroller.scrollTop -= 12
    else if (event.clientY > box.bottom - 32) scroller.scrollTop += 12
  }
}
