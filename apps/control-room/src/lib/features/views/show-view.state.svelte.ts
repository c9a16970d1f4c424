import type { Product } from '@stallcast/shared/commerce'
import { seatClaim, type Seat, type ViewGrant } from '@stallcast/shared/crew'
import type { EpochMs } from '@stallcast/shared/kernel'
import { expectRundown, planRundown } from '@stallcast/shared/rundown'
import { RundownDoc } from '#lib/features/rundown/rundown-doc.state.svelte.ts'
import { CollabDoc, connectShow, type LiveShow } from '#lib/live/index.ts'
import { DocumentSource } from './document-source.state.svelte.ts'
import type { RowSource } from './row-source.ts'
import { ViewFeed } from './view-feed.state.svelte.ts'

export type CueMoments = { plannedMs: EpochMs; expectedMs: EpochMs | null }

/** What a view of the run of show stands on, whoever holds the seat. */
export class ShowView {
  readonly seat: Seat
  readonly live: LiveShow
  readonly source: RowSource
  /** The document, for the crew; null for whom it never reaches. */
  readonly rundown: RundownDoc | null
  readonly #feed: ViewFeed | null
  readonly #starts: (() => () => void)[]
  /** Times can only be told where the lengths are known. */
  readonly tellsTimes = $derived.by(() => this.source.columns.some(({ key }) => key === 'expect'))
  readonly plan = $derived.by(() => {
    const { show } = this.live
    return planRundown(this.source.rows, this.source.settings, {
      startMs: show?.plannedStartMs ?? 0,
      timeZone: show?.timeZone ?? 'UTC',
    })
  })
  readonly expected = $derived.by(() =>
    expectRundown(this.plan, this.live.clock, this.live.time.secondMs),
  )
  readonly moments: ReadonlyMap<string, CueMoments> = $derived.by(
    () =>
      new Map(
        this.plan.cues.map((cue, index) => [
          cue.cueId,
          { plannedMs: cue.startMs, expectedMs: this.expected.cues[index]?.startMs ?? null },
        ]),
      ),
  )

  constructor(seat: Seat, products: readonly Product[]) {
    this.seat = seat
    this.live = connectShow(seat.showId, seatClaim(seat))
    if (seat.role === 'observer') {
      const feed = new ViewFeed(this.live)
      this.source = feed
      this.#feed = feed
      this.rundown = null
      this.#starts = [() => feed.start(), () => this.live.start()]
      return
    }
    const collab = new CollabDoc({
      url: `${location.origin.replace(/^http/, 'ws')}/collab`,
      showId: seat.showId,
      kind: 'rundown',
      role: seat.role,
    })
    this.#feed = null
    this.rundown = new RundownDoc(collab, seat.role)
    this.source = new DocumentSource(this.rundown, this.live, products)
    this.#starts = [() => collab.start(), () => this.live.start()]
  }

  /** What an observer's link grants now; null for the crew. */
  get grant(): ViewGrant | null {
    return this.#feed?.grant ?? null
  }

  get timeZone(): string {
    return this.live.show?.timeZone ?? 'UTC'
  }

  get currency(): string {
    return this.live.show?.currency ?? 'EUR'
  }

  get onAir(): boolean {
    return this.live.clock.phase === 'running' || this.live.clock.phase === 'held'
  }

  /** Where this seat's links and pictures are asked for. */
  get claim(): string {
    return seatClaim(this.seat)
  }

  start(): () => void {
    const ends = this.#starts.map((start) => start())
    return () => {
      for (const end of ends.toReversed()) end()
    }
  }

  /** Follows the document. To be called in an effect. */
  follow(): () => void {
    return this.rundown?.follow() ?? (() => undefined)
  }
}
