import {
  liesIn,
  restoreEdits,
  type DocumentVersion,
  type HistoryChange,
  type NamedVersion,
  type RestoreEdit,
} from '@stallcast/shared/rundown'
import type { RundownDoc } from '#lib/features/rundown/rundown-doc.state.svelte.ts'
import { groupChanges } from './change-groups.ts'
import type { HistoryApi } from './history-api.ts'
import { restore, versionHere } from './restore.ts'

/** What the history is of: everything, one cue with its cells, or one place. */
export type HistoryScope = { cue: string } | { path: string } | null

/** A version that is looked at, beside the run of show as it is. */
export type ViewedVersion = { version: DocumentVersion; name: string | null }

/** The history as one screen shows it. */
export class ShowHistory {
  open = $state(false)
  scope = $state.raw<HistoryScope>(null)
  person = $state('')
  field = $state('')
  changes = $state.raw<readonly HistoryChange[]>([])
  next = $state<string | null>(null)
  asking = $state(false)
  problem = $state<string | null>(null)
  writers = $state.raw<readonly string[]>([])
  names = $state.raw<readonly NamedVersion[]>([])
  viewed = $state.raw<ViewedVersion | null>(null)
  readonly groups = $derived(groupChanges(this.changes))
  readonly #api: HistoryApi
  readonly #rundown: RundownDoc
  readonly #now: () => number
  /** Answers to an older question come to nothing. */
  #question = 0

  constructor(api: HistoryApi, rundown: RundownDoc, now: () => number) {
    this.#api = api
    this.#rundown = rundown
    this.#now = now
  }

  show(scope: HistoryScope = null): void {
    this.scope = scope
    this.person = ''
    this.field = ''
    this.viewed = null
    this.open = true
    void this.load()
    void this.#ask(async () => {
      const [writers, names] = await Promise.all([this.#api.writers(), this.#api.names()])
      this.writers = writers
      this.names = names
    })
  }

  /** The newest changes that the filters let through. */
  async load(): Promise<void> {
    const question = (this.#question += 1)
    this.asking = true
    await this.#ask(async () => {
      const page = await this.#api.page(this.#filter())
      if (question !== this.#question) return
      this.changes = page.changes
      this.next = page.next
    })
    if (question === this.#question) this.asking = false
  }

  async more(): Promise<void> {
    const before = this.next
    if (before === null || this.asking) return
    const question = this.#question
    this.asking = true
    await this.#ask(async () => {
      const page = await this.#api.page({ ...this.#filter(), before })
      if (question !== this.#question) return
      this.changes = [...this.changes, ...page.changes]
      this.next = page.next
    })
    this.asking = false
  }

  async view(at: { seq: number } | { at: number }, name: string | null = null): Promise<void> {
    await this.#ask(async () => {
      this.viewed = { version: await this.#api.version(at), name }
    })
  }

  /** What is different now from the version that is looked at, within the scope. */
  differences(): RestoreEdit[] {
    if (!this.viewed) return []
    const { collab } = this.#rundown
    const here = versionHere(collab.doc, collab.kind)
    return restoreEdits(collab.kind, here, this.viewed.version, scopePath(this.scope))
  }

  /** Writes one place, one cue or all that differs back. @returns how many places */
  restore(edits: readonly RestoreEdit[]): number {
    const { collab, columns } = this.#rundown
    restore(collab, edits, columns, this.#now())
    return edits.length
  }

  /** Gives the version that is looked at a name, or the one of now. */
  async name(name: string): Promise<void> {
    const { viewed } = this
    await this.#ask(async () => {
      this.names = await this.#api.name(name, viewed?.version.seq)
      if (viewed) this.viewed = { ...viewed, name }
    })
  }

  async unname(id: string): Promise<void> {
    await this.#ask(async () => {
      this.names = await this.#api.unname(id)
    })
  }

  #filter() {
    const { scope, person, field } = this
    return { ...scope, ...(person && { person }), ...(field && { field }) }
  }

  async #ask(question: () => Promise<void>): Promise<void> {
    try {
      await question()
      this.problem = null
    } catch (error) {
      this.problem = error instanceof Error ? error.message : 'The history cannot be reached.'
    }
  }
}

export function scopePath(scope: HistoryScope): string | null {
  if (scope === null) return null
  return 'cue' in scope ? `cues/${scope.cue}` : scope.path
}

/** The edits of each cue together, in the order in which they come. */
export function byEntry(edits: readonly RestoreEdit[]): { at: string; edits: RestoreEdit[] }[] {
  const groups: { at: string; edits: RestoreEdit[] }[] = []
  for (const edit of edits) {
    const known = groups.find(({ at }) => liesIn(edit.path, at))
    if (known) {
      known.edits.push(edit)
      continue
    }
    const [root = '', id] = edit.path.split('/')
    const at = root === 'cells' ? `cues/${id}` : id === undefined ? root : `${root}/${id}`
    groups.push({ at, edits: [edit] })
  }
  return groups
}
