import type { Product } from '@stallcast/shared/commerce'
import {
  cellTextShape,
  cueTextFields,
  viewColumns,
  type CellValue,
  type Cue,
  type RundownRow,
  type RundownSettings,
  type ViewColumn,
} from '@stallcast/shared/rundown'
import { setCell } from '#lib/features/rundown/column.commands.ts'
import { beginText, setField, type CueScalar } from '#lib/features/rundown/rundown.commands.ts'
import type { RundownDoc } from '#lib/features/rundown/rundown-doc.state.svelte.ts'
import type { LiveShow, PresentPerson } from '#lib/live/index.ts'
import type { CellWrite, LiveText, RowSource } from './row-source.ts'

const textLengths = { title: 500, notes: 20_000, script: 200_000 } as const

/** The run of show as the crew's document has it. */
export class DocumentSource implements RowSource {
  readonly #rundown: RundownDoc
  readonly #live: Pick<LiveShow, 'sources'>
  readonly #products: readonly Product[]
  readonly columns: readonly ViewColumn[] = $derived.by(() =>
    viewColumns(this.#rundown.columns, {
      sources: this.#live.sources.map(({ id, number, label }) => ({
        value: id,
        label: number === null ? label : `${number} ${label}`,
      })),
      products: this.#products.map(({ id, title }) => ({ value: id, label: title })),
      groups: this.#rundown.groups.map(({ id, title }) => ({ value: id, label: title })),
    }),
  )
  readonly #columnsByKey = $derived(new Map(this.columns.map((column) => [column.key, column])))

  constructor(
    rundown: RundownDoc,
    live: Pick<LiveShow, 'sources'>,
    products: readonly Product[] = [],
  ) {
    this.#rundown = rundown
    this.#live = live
    this.#products = products
  }

  get ready(): boolean {
    return this.#rundown.collab.loaded
  }

  get rows(): readonly RundownRow[] {
    return this.#rundown.rows
  }

  get settings(): RundownSettings {
    return this.#rundown.settings
  }

  cue(cueId: string | null | undefined): Cue | null {
    return this.#rundown.cue(cueId)
  }

  value(cueId: string, key: string): CellValue {
    const column = this.#columnsByKey.get(key)
    if (!column) return null
    if (column.custom) return this.#rundown.cell(cueId, key)
    const cue = this.#rundown.cue(cueId)
    return (cue as Record<string, CellValue> | null)?.[key] ?? null
  }

  writeReason(key: string): string | null {
    const column = this.#columnsByKey.get(key)
    if (!column) return 'This column is not there any more.'
    if (column.kind === 'moment') return 'This time follows from the lengths.'
    return column.custom ? this.#rundown.cellReason(key) : this.#rundown.cuesReason
  }

  /** What was refused is told by the desk's own panel: the server judges edits after they were made. */
  async write({ cueId, key, value }: CellWrite): Promise<string | null> {
    const reason = this.writeReason(key)
    if (reason) return reason
    const column = this.#columnsByKey.get(key)
    if (column?.custom) setCell(this.#rundown, cueId, key, value)
    else setField(this.#rundown, cueId, key as CueScalar, value as never)
    return null
  }

  liveText(cueId: string, key: string): LiveText | null {
    const column = this.#columnsByKey.get(key)
    if (!column?.sharedText) return null
    const field = cueTextFields.find((each) => each === key)
    const text = field ? this.#rundown.text(cueId, field) : this.#rundown.cellText(cueId, key)
    if (!text) return null
    return {
      text,
      maxLength: field ? textLengths[field] : cellTextShape.maxLength,
      edit: this.#rundown.collab.edit,
      begin: () => beginText(this.#rundown),
    }
  }

  peopleIn(cueId: string, key: string): readonly PresentPerson[] {
    return this.#rundown.peopleIn(cueId, key)
  }

  present(cell: { cueId: string; field: string } | null): void {
    this.#rundown.collab.present({ cell })
  }
}
