import type { Seat } from '@stallcast/shared/crew'
import { RundownDoc } from '#lib/features/rundown/rundown-doc.state.svelte.ts'
import { CollabDoc, type LiveShow } from '#lib/live/index.ts'

/** What the stage screen reads from the run of show: the script that is on. */
export class StageDoc {
  script = $state('')
  readonly #live: LiveShow
  readonly #collab: CollabDoc
  readonly #rundown: RundownDoc

  constructor(live: LiveShow, seat: Seat) {
    this.#live = live
    this.#collab = new CollabDoc({
      url: `${window.location.origin.replace(/^http/, 'ws')}/collab`,
      showId: seat.showId,
      kind: 'rundown',
      role: seat.role,
    })
    this.#rundown = new RundownDoc(this.#collab, seat.role)
  }

  start(): () => void {
    return this.#collab.start()
  }

  /** Follows the document and the script of the cue that is on. To be called in an effect. */
  follow(): () => void {
    const end = this.#rundown.follow()
    const cueId = this.#live.clock.cue?.id
    const cueRoot = this.#rundown.cueRoot
    const read = (): void => {
      this.script = cueId ? (this.#rundown.text(cueId, 'script')?.toString() ?? '') : ''
    }
    read()
    cueRoot.observeDeep(read)
    return () => {
      cueRoot.unobserveDeep(read)
      end()
    }
  }
}
