import type { Role } from '@stallcast/shared/crew'
import { judge, type Cue, type CueTextField, type Mark } from '@stallcast/shared/rundown'
import type { CollabDoc, PresentPerson } from '#lib/live/index.ts'
import * as Y from 'yjs'
import { cueCache, markCache, standing, standingMarks } from './entries.ts'

/** The run of show as the screen reads it. Edits go through `rundown.commands.ts` only. */
export class RundownDoc {
  /** In running order, deleted ones left out. */
  cues = $state.raw<readonly Cue[]>([])
  /** By their start. */
  marks = $state.raw<readonly Mark[]>([])
  readonly collab: CollabDoc
  readonly #role: Role

  constructor(collab: CollabDoc, role: Role) {
    this.collab = collab
    this.#role = role
  }

  /** Why this person cannot edit cues, or null. The server judges each edit itself. */
  get cuesReason(): string | null {
    if (!judge('rundown', this.#role, 'cues/x/title', 'text')) {
      return `As ${this.#role} you cannot edit cues.`
    }
    return this.#syncReason()
  }

  get marksReason(): string | null {
    if (!judge('rundown', this.#role, 'marks/x', 'insert')) {
      return `As ${this.#role} you cannot make clips.`
    }
    return this.#syncReason()
  }

  get cueRoot(): Y.Map<unknown> {
    return this.collab.doc.getMap('cues')
  }

  get markRoot(): Y.Map<unknown> {
    return this.collab.doc.getMap('marks')
  }

  cue(cueId: string | null | undefined): Cue | null {
    return this.cues.find((cue) => cue.id === cueId) ?? null
  }

  /** The map of a cue in the document; undefined when it is not there (yet). */
  cueMap(cueId: string): Y.Map<unknown> | undefined {
    const map = this.cueRoot.get(cueId)
    return map instanceof Y.Map ? map : undefined
  }

  text(cueId: string, field: CueTextField): Y.Text | undefined {
    const text = this.cueMap(cueId)?.get(field)
    return text instanceof Y.Text ? text : undefined
  }

  /** Who else is in a cell. */
  peopleIn(cueId: string, field: string): readonly PresentPerson[] {
    return this.collab.people.filter(
      (person) => person.cell?.cueId === cueId && person.cell.field === field,
    )
  }

  /** Follows the document, also when it is replaced after a refusal. To be called in an effect. */
  follow(): () => void {
    const cues = cueCache()
    const marks = markCache()
    const { cueRoot, markRoot } = this
    const onCues = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
      this.cues = standing(cues.readChanged(cueRoot, events))
    }
    const onMarks = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
      this.marks = standingMarks(marks.readChanged(markRoot, events))
    }
    // While a fresh document loads, the last picture stays: nothing must jump.
    if (cueRoot.size > 0) this.cues = standing(cues.readAll(cueRoot))
    if (markRoot.size > 0) this.marks = standingMarks(marks.readAll(markRoot))
    cueRoot.observeDeep(onCues)
    markRoot.observeDeep(onMarks)
    return () => {
      cueRoot.unobserveDeep(onCues)
      markRoot.unobserveDeep(onMarks)
    }
  }

  #syncReason(): string | null {
    // Offline edits are kept and sent later; only before the first load is there nothing to edit.
    if (this.collab.phase === 'refused') return 'This seat has ended.'
    return this.collab.loaded ? null : 'The run of show is still loading.'
  }
}
