import type { ViewGrant } from '@stallcast/shared/crew'
import {
  patchOf,
  type Column,
  type RundownView,
  type RundownViewPatch,
  type ViewColumn,
  type ViewCue,
  type ViewCuePatch,
  type ViewGroup,
  type ViewLookups,
} from '@stallcast/shared/rundown'
import type * as Y from 'yjs'
import type { DirtyCues } from './dirty-cues.ts'
import { grantedColumns, readColumns, readCue, readCues, readGroups } from './view-reader.ts'

/**
 * The run of show as one link shows it, kept beside the document: what has been sent is what is compared with, so
 * a patch holds what this link may see of a change, and a change that it may not see makes none.
 */
export class Projection {
  readonly grant: ViewGrant
  #rev = 0
  #columns: ViewColumn[] = []
  #groups: ViewGroup[] = []
  #cues = new Map<string, ViewCue>()
  #custom: ReadonlyMap<string, Column> = new Map()
  #lookups: ViewLookups

  constructor(doc: Y.Doc, grant: ViewGrant, lookups: Omit<ViewLookups, 'groups'>) {
    this.grant = grant
    this.#lookups = { ...lookups, groups: [] }
    this.#readStructure(doc)
    this.#cues = readCues(doc, this.#columns, this.#custom)
  }

  view(): RundownView {
    return {
      rev: this.#rev,
      grant: this.grant,
      columns: this.#columns,
      groups: this.#groups,
      cues: [...this.#cues.values()],
    }
  }

  /** Reads what was touched again. @returns what has changed for this link; null when nothing has */
  refresh(
    doc: Y.Doc,
    dirty: DirtyCues,
    lookups: Omit<ViewLookups, 'groups'> | null,
  ): RundownViewPatch | null {
    const [columns, groups] = [JSON.stringify(this.#columns), JSON.stringify(this.#groups)]
    const structure = dirty.structure || dirty.all || lookups !== null
    if (lookups) this.#lookups = { ...lookups, groups: [] }
    if (structure) this.#readStructure(doc)
    const newColumns = structure && JSON.stringify(this.#columns) !== columns
    const newGroups = structure && JSON.stringify(this.#groups) !== groups
    const { cues, gone } = this.#readCues(doc, dirty.all || newColumns ? null : dirty.cueIds)
    if (!newColumns && !newGroups && cues.length === 0 && gone.length === 0) return null
    this.#rev += 1
    return {
      rev: this.#rev,
      ...(newColumns && { columns: this.#columns }),
      ...(newGroups && { groups: this.#groups }),
      ...(cues.length > 0 && { cues }),
      ...(gone.length > 0 && { gone }),
    }
  }

  /** @param cueIds null: all of them */
  #readCues(
    doc: Y.Doc,
    cueIds: ReadonlySet<string> | null,
  ): { cues: ViewCuePatch[]; gone: string[] } {
    const cues: ViewCuePatch[] = []
    const gone: string[] = []
    for (const cueId of cueIds ?? new Set([...this.#cues.keys(), ...doc.getMap('cues').keys()])) {
      const before = this.#cues.get(cueId)
      const after = readCue(doc, cueId, this.#columns, this.#custom)
      if (after) {
        this.#cues.set(cueId, after)
        const patch = patchOf(before, after)
        if (patch) cues.push(patch)
      } else if (this.#cues.delete(cueId)) gone.push(cueId)
    }
    return { cues, gone }
  }

  #readStructure(doc: Y.Doc): void {
    const columns = readColumns(doc).filter((column) => column.deletedAt === null)
    this.#custom = new Map(columns.map((column) => [column.id, column]))
    this.#groups = readGroups(doc, this.grant)
    const groups = this.#groups.map(({ id, title }) => ({ value: id, label: title }))
    this.#columns = grantedColumns(this.grant, columns, { ...this.#lookups, groups })
  }
}
