import {
  guessMapping,
  hasErrors,
  mappingWithHeader,
  ontimeRundowns,
  planImport,
  readOntime,
  readRundownFile,
  readTable,
  withNewColumns,
  type ImportPlan,
  type MappingTarget,
  type MatchBy,
  type Problem,
  type ReadingChoices,
  type Table,
  type TableMapping,
  type Understood,
} from '@stallcast/shared/rundown/exchange'
import { nanoid } from 'nanoid'
import type { Desk } from '#lib/features/desk/desk.state.svelte.ts'
import { applyImport } from './apply-import.ts'
import { UnreadableFile } from './codecs/limits.ts'
import { documentContent } from './document-content.ts'
import { openFile, type OpenedFile } from './open-file.ts'
import { surroundingsOf } from './surroundings.ts'

/** `update`: changes what is found, adds the rest. `replace`: also takes away what the file does not name. `add`: all is new. */
export type ImportMode = 'update' | 'replace' | 'add'

/** One import from the choice of a file to its end. Nothing of it reaches the document before `apply`. */
export class ImportSession {
  file = $state.raw<OpenedFile | null>(null)
  /** Why a file could not be opened, or the import not be made. */
  refusal = $state<string | null>(null)
  busy = $state(false)
  progress = $state(0)
  tableIndex = $state(0)
  rundownId = $state<string | null>(null)
  mapping = $state.raw<TableMapping>({ headerRow: -1, columns: [] })
  choices = $state.raw<ReadingChoices>({ bareNumber: 'minutes', hoursAreMinutes: false })
  mode = $state<ImportMode>('update')
  matchBy = $state<MatchBy>('id')
  keepWhereEmpty = $state(false)
  problems = $state.raw<readonly Problem[]>([])
  plan = $state.raw<ImportPlan | null>(null)
  readonly #desk: Desk

  constructor(desk: Desk) {
    this.#desk = desk
  }

  get table(): Table | null {
    return this.file?.kind === 'tables' ? (this.file.tables[this.tableIndex] ?? null) : null
  }

  get rundowns(): readonly { id: string; title: string }[] {
    return this.file?.kind === 'ontime' ? ontimeRundowns(this.file.json) : []
  }

  get blocked(): boolean {
    return hasErrors(this.problems)
  }

  async open(file: File): Promise<void> {
    this.busy = true
    this.refusal = null
    try {
      this.file = await openFile(file)
      this.rundownId = this.rundowns[0]?.id ?? null
      this.#chooseTable(0)
      this.#guessMode()
      this.refresh()
    } catch (error) {
      this.file = null
      this.refusal =
        error instanceof UnreadableFile
          ? error.message
          : `${file.name} cannot be read: it is damaged.`
    } finally {
      this.busy = false
    }
  }

  chooseTable(index: number): void {
    this.#chooseTable(index)
    this.#guessMode()
    this.refresh()
  }

  chooseHeader(headerRow: number): void {
    if (!this.table) return
    this.mapping = mappingWithHeader(this.table, headerRow, this.#desk.rundown.columns)
    this.refresh()
  }

  /** A target is filled by one column only: whichever had it before lets it go. */
  map(index: number, target: MappingTarget): void {
    const single = target !== 'ignore' && !target.startsWith('new:')
    this.mapping = {
      ...this.mapping,
      columns: this.mapping.columns.map((column) => {
        if (column.index === index) return { ...column, target }
        return single && column.target === target ? { ...column, target: 'ignore' } : column
      }),
    }
    this.refresh()
  }

  takeAllColumns(): void {
    if (this.table) this.mapping = withNewColumns(this.table, this.mapping)
    this.refresh()
  }

  /** Reads and plans anew, against the run of show as it stands now. */
  refresh(): void {
    const understood = this.#understand()
    if (!understood) return
    const content = documentContent(this.#desk.collab.doc)
    this.plan = planImport(content, understood.incoming, surroundingsOf(this.#desk), {
      matchBy: this.mode === 'add' ? 'nothing' : this.matchBy,
      unnamed: this.mode === 'replace' ? 'delete' : 'keep',
      keepWhereEmpty: this.keepWhereEmpty,
      newId: () => nanoid(12),
      nowMs: this.#desk.live.time.read(),
    })
    this.problems = [...understood.problems, ...this.plan.problems]
  }

  /** @returns whether it was imported */
  async apply(): Promise<boolean> {
    // Others may have written since the preview.
    this.refresh()
    if (!this.plan || this.blocked) return false
    this.busy = true
    this.progress = 0
    try {
      const { collab, live } = this.#desk
      await applyImport(collab, this.plan.edits, live.time.read(), (done) => (this.progress = done))
      return true
    } catch (error) {
      this.refusal = error instanceof Error ? error.message : 'The import was not made.'
      return false
    } finally {
      this.busy = false
    }
  }

  reset(): void {
    this.file = null
    this.plan = null
    this.problems = []
    this.refusal = null
  }

  #understand(): Understood | null {
    const show = surroundingsOf(this.#desk)
    if (this.file?.kind === 'ontime') return readOntime(this.file.json, show, this.rundownId)
    if (this.file?.kind === 'stallcast') return readRundownFile(this.file.json, show)
    return this.table ? readTable(this.table, this.mapping, show, this.choices) : null
  }

  #chooseTable(index: number): void {
    this.tableIndex = index
    if (this.table) this.mapping = guessMapping(this.table, this.#desk.rundown.columns)
  }

  /** Files that carry ids are meant to come back to where they were; anything else is new. */
  #guessMode(): void {
    const targets = this.mapping.columns.map((column) => column.target)
    const withIds = this.file?.kind !== 'tables' || targets.includes('id')
    const numbered = targets.includes('field:number')
    this.matchBy = withIds ? 'id' : 'number'
    const there = this.#desk.rundown.cues.some((cue) => withIds || cue.number !== null)
    this.mode = there && (withIds || numbered) ? 'update' : 'add'
  }
}
