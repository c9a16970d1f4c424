import type { Role } from '@stallcast/shared/crew'
import {
  cellTextRoot,
  fitCellValue,
  isTextColumn,
  judge,
  settingsSchema,
  type Attachment,
  type CellValue,
  type Column,
  type Comment,
  type Cue,
  type CueTextField,
  type Group,
  type Mark,
  type PathOperation,
  type RundownRow,
  type RundownSettings,
  type Trigger,
  type ViewPreset,
} from '@stallcast/shared/rundown'
import type { CollabDoc, PresentPerson } from '#lib/live/index.ts'
import * as Y from 'yjs'
import { untrack } from 'svelte'
import { Cells } from './cells.state.svelte.ts'
import { followParts } from './follow.ts'
import { emptyOrder, type RunningOrder } from './running-order.ts'

export type EntryRoot =
  'cues' | 'groups' | 'columns' | 'marks' | 'triggers' | 'attachments' | 'comments' | 'views'

/**
 * The run of show as the screen reads it, each part read again only where it changed. Edits go through the
 * `*.commands.ts` only.
 */
export class RundownDoc {
  /** Who this screen writes as. */
  role = $state<Role>('observer')
  order = $state.raw<RunningOrder>(emptyOrder)
  /** By their place, deleted ones left out. */
  groups = $state.raw<readonly Group[]>([])
  columns = $state.raw<readonly Column[]>([])
  /** By their start. */
  marks = $state.raw<readonly Mark[]>([])
  /** By age. */
  triggers = $state.raw<readonly Trigger[]>([])
  attachments = $state.raw<readonly Attachment[]>([])
  comments = $state.raw<readonly Comment[]>([])
  presets = $state.raw<readonly ViewPreset[]>([])
  settings = $state.raw<RundownSettings>(settingsSchema.parse({}))
  readonly collab: CollabDoc
  readonly cells = new Cells()
  readonly #cuesById = $derived(new Map(this.order.cues.map((cue) => [cue.id, cue])))
  readonly #columnsById = $derived(new Map(this.columns.map((column) => [column.id, column])))

  constructor(collab: CollabDoc, role: Role) {
    this.collab = collab
    this.role = role
  }

  /** In running order, deleted ones left out. */
  get cues(): readonly Cue[] {
    return this.order.cues
  }

  /** Cues and the heads of their groups, in running order. */
  get rows(): readonly RundownRow[] {
    return this.order.rows
  }

  /** Why this person cannot edit cues and groups, or null. The server judges each edit itself. */
  get cuesReason(): string | null {
    return this.#reason('cues/x/title', 'text', 'edit cues')
  }

  get marksReason(): string | null {
    return this.#reason('marks/x', 'insert', 'make clips')
  }

  get columnsReason(): string | null {
    return this.#reason('columns/x', 'insert', 'change the columns')
  }

  get triggersReason(): string | null {
    return this.#reason('triggers/x', 'insert', 'set triggers')
  }

  get attachmentsReason(): string | null {
    return this.#reason('attachments/x', 'insert', 'attach files')
  }

  get presetsReason(): string | null {
    return this.#reason('views/x', 'insert', 'save views')
  }

  get settingsReason(): string | null {
    return this.#reason('settings/wordsPerMinute', 'set', 'change the settings')
  }

  /** Why this person cannot write in a column of the crew's: its `writers` may, besides host and producer (CG23). */
  cellReason(columnId: string): string | null {
    const column = this.column(columnId)
    return this.#reason(
      `cells/x/${columnId}`,
      'set',
      column ? `write in “${column.name}”` : 'write here',
    )
  }

  get cueRoot(): Y.Map<unknown> {
    return this.root('cues')
  }

  get markRoot(): Y.Map<unknown> {
    return this.root('marks')
  }

  root(name: EntryRoot | 'cells' | 'settings'): Y.Map<unknown> {
    return this.collab.doc.getMap(name)
  }

  /** The map of an entry in the document; undefined when it is not there (yet). */
  entryMap(root: EntryRoot, id: string): Y.Map<unknown> | undefined {
    const map = this.root(root).get(id)
    return map instanceof Y.Map ? map : undefined
  }

  cueMap(cueId: string): Y.Map<unknown> | undefined {
    return this.entryMap('cues', cueId)
  }

  cue(cueId: string | null | undefined): Cue | null {
    return (cueId && this.#cuesById.get(cueId)) || null
  }

  group(groupId: string | null | undefined): Group | null {
    return this.groups.find((group) => group.id === groupId) ?? null
  }

  column(columnId: string): Column | null {
    return this.#columnsById.get(columnId) ?? null
  }

  text(cueId: string, field: CueTextField): Y.Text | undefined {
    const text = this.cueMap(cueId)?.get(field)
    return text instanceof Y.Text ? text : undefined
  }

  /** What a cell holds, a text as plain Markdown; null when it is empty or does not fit its column. */
  cell(cueId: string, columnId: string): CellValue {
    const column = this.column(columnId)
    if (!column) return null
    const { cells } = this
    return isTextColumn(column.type)
      ? cells.text(cueId, columnId)
      : fitCellValue(column, cells.value(cueId, columnId))
  }

  /** The shared text of a cell. It is there as soon as it is asked for, for everybody under the same name. */
  cellText(cueId: string, columnId: string): Y.Text {
    return this.collab.text(cellTextRoot(cueId, columnId))
  }

  /** Who else is in a cell: `field` names a field of the cue or a column. */
  peopleIn(cueId: string, field: string): readonly PresentPerson[] {
    return this.collab.people.filter(
      (person) => person.cell?.cueId === cueId && person.cell.field === field,
    )
  }

  /** Follows the document, also when it is replaced after a refusal. To be called in an effect. */
  follow(): () => void {
    const { doc } = this.collab
    const parts = untrack(() => followParts(doc, this))
    // While a fresh document loads, the last picture stays: nothing must jump.
    if (doc.getMap('cues').size > 0) for (const part of parts) part.show()
    let settled = false
    $effect(() => {
      if (settled || this.collab.phase !== 'live') return
      settled = true
      for (const part of parts) part.show()
    })
    return () => {
      for (const part of parts) part.end()
    }
  }

  #reason(path: string, operation: PathOperation, action: string): string | null {
    const writers = (columnId: string) => this.column(columnId)?.writers ?? []
    if (!judge('rundown', this.role, path, operation, writers)) {
      return `As ${this.role} you cannot ${action}.`
    }
    // Offline edits are kept and sent later; only before the first load is there nothing to edit.
    if (this.collab.phase === 'refused') return 'This seat has ended.'
    return this.collab.loaded ? null : 'The run of show is still loading.'
  }
}
