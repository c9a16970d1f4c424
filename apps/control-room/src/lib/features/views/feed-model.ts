import {
  cueOfView,
  patchedCue,
  type CellValue,
  type Cue,
  type Group,
  type RundownView,
  type RundownViewPatch,
  type ViewColumn,
  type ViewCue,
} from '@stallcast/shared/rundown'
import type { EntryChange } from '#lib/features/rundown/entries.ts'
import {
  emptyOrder,
  orderOf,
  withEdits,
  type RunningOrder,
} from '#lib/features/rundown/running-order.ts'

type Held = { wire: ViewCue; cue: Cue }

/** The run of show as the server sends it to a link, kept in step patch by patch. */
export class FeedModel {
  order: RunningOrder = emptyOrder
  columns: readonly ViewColumn[] = []
  #rev = -1
  #groups: Group[] = []
  readonly #cues = new Map<string, Held>()

  replace(view: RundownView): void {
    this.#rev = view.rev
    this.columns = view.columns
    this.#cues.clear()
    for (const wire of view.cues) this.#cues.set(wire.id, { wire, cue: cueOfView(wire) })
    this.#setGroups(view.groups)
    this.#sort()
  }

  /** @returns false when one before it is missing: the whole view has to be asked for */
  patch(patch: RundownViewPatch): boolean {
    if (patch.rev <= this.#rev) return true
    if (patch.rev !== this.#rev + 1) return false
    this.#rev = patch.rev
    if (patch.columns) this.columns = patch.columns
    const changes = (patch.cues ?? []).map((change): EntryChange<Cue> => {
      const before = this.#cues.get(change.id)
      const wire = patchedCue(before?.wire, change)
      const held = { wire, cue: cueOfView(wire) }
      this.#cues.set(change.id, held)
      return { id: change.id, before: before?.cue ?? null, after: held.cue }
    })
    for (const id of patch.gone ?? []) this.#cues.delete(id)
    if (patch.groups) this.#setGroups(patch.groups)
    const edited = patch.groups || patch.gone ? null : withEdits(this.order, changes)
    if (edited) this.order = edited
    else this.#sort()
    return true
  }

  cue(cueId: string): Cue | null {
    return this.#cues.get(cueId)?.cue ?? null
  }

  value(cueId: string, column: ViewColumn): CellValue {
    const held = this.#cues.get(cueId)
    if (!held) return null
    if (!column.custom)
      return (held.cue as unknown as Record<string, CellValue>)[column.key] ?? null
    return held.wire.values[column.key] ?? (column.kind === 'checkbox' ? false : null)
  }

  #setGroups(groups: RundownView['groups']): void {
    this.#groups = groups.map((group) => ({ ...group, deletedAt: null, createdAt: 0 }))
  }

  #sort(): void {
    this.order = orderOf(
      [...this.#cues.values()].map(({ cue }) => cue),
      this.#groups,
    )
  }
}
