/** One OSC message as the producer sees it. */
export type OscNote = {
  atMs: number
  from: string
  address: string
  outcome: 'done' | 'refused' | 'ignored'
  reason: string | null
}

const mostNotes = 30

/** The latest OSC messages of each show, in memory only: for setting a controller up. */
export class OscJournal {
  readonly #notes = new Map<string, OscNote[]>()

  note(showId: string, note: OscNote): void {
    this.#notes.set(showId, [note, ...(this.#notes.get(showId) ?? [])].slice(0, mostNotes))
  }

  /** Newest first. */
  read(showId: string): readonly OscNote[] {
    return this.#notes.get(showId) ?? []
  }
}
