import type { Product } from '@stallcast/shared/commerce'
import { demand, type Permission, type Role, type Seat } from '@stallcast/shared/crew'
import { isDomainError, type EpochMs } from '@stallcast/shared/kernel'
import type { ShowCard } from '@stallcast/shared/protocol'
import { expectRundown, planRundown, type PlannedCue } from '@stallcast/shared/rundown'
import { RundownDoc } from '#lib/features/rundown/rundown-doc.state.svelte.ts'
import { historyApi } from '#lib/features/history/history-api.ts'
import { ShowHistory } from '#lib/features/history/history.state.svelte.ts'
import { CollabDoc, connectShow, type LiveShow } from '#lib/live/index.ts'
import { MediaClient, type MediaSocket } from '#lib/media/index.ts'
import { Mentions } from '#lib/features/teamwork/mentions.state.svelte.ts'
import { Shortcuts } from '#lib/shortcuts/index.ts'
import { Announcer, tellRefusal } from '#lib/ui/index.ts'
import { readFlag, writeFlag } from './remembered.ts'

/** `expectedStartMs` is null for what is behind us or passed over. */
export type CueTimes = {
  planned: PlannedCue
  plannedStartMs: EpochMs
  expectedStartMs: EpochMs | null
}

export type DeskTab = 'sale' | 'clips' | 'money' | 'comments' | 'people'
export type CueTextTab = 'script' | 'notes' | 'details' | 'triggers' | 'talk'

/** Everything one screen of the crew holds: the connections, and what is chosen on this device. */
export class Desk {
  readonly showId: string
  readonly role: Role
  /** What can be sold in this show. */
  readonly products: readonly Product[]
  readonly live: LiveShow
  readonly collab: CollabDoc
  readonly rundown: RundownDoc
  readonly history: ShowHistory
  readonly media: MediaClient
  readonly shortcuts: Shortcuts
  readonly mentions: Mentions
  readonly announcer = new Announcer()
  /** The cue whose script is open; until one is chosen it is the one on air, or the first to come. */
  chosenCueId = $state<string | null>(null)
  /** A cell that the run of show is asked to bring into view and take the focus to. */
  soughtCell = $state.raw<{ cueId: string; field: string } | null>(null)
  /** Words that the open text is asked to show. */
  soughtWords = $state.raw<{ cueId: string; field: string; words: string } | null>(null)
  follow = $state(true)
  locked = $state(false)
  tab = $state<DeskTab>('sale')
  textTab = $state<CueTextTab>('script')
  listening = $state(false)
  /** Whether timers that stand still are shown too. */
  timersOpen = $state(false)
  /** Whether the panel for messages to the stage is open beside the script. */
  stageOpen = $state(true)
  /** Counts up: whenever it does, the line for a message wants the focus. */
  stageAsked = $state(0)
  /** Preview that this screen has asked for and the server has not answered yet. */
  askedPreviewId: string | null = null

  /** When everything should be, by the run of show and the clock on the wall. */
  readonly plan = $derived.by(() =>
    planRundown(this.rundown.rows, this.rundown.settings, {
      startMs: this.live.show?.plannedStartMs ?? 0,
      timeZone: this.timeZone,
    }),
  )
  /** When it will be, as the show goes. */
  readonly expected = $derived.by(() =>
    expectRundown(this.plan, this.live.clock, this.live.time.secondMs),
  )
  readonly timesByCue: ReadonlyMap<string, CueTimes> = $derived(
    new Map(
      this.plan.cues.map((planned, index) => [
        planned.cueId,
        {
          planned,
          plannedStartMs: planned.startMs,
          expectedStartMs: this.expected.cues[index]?.startMs ?? null,
        },
      ]),
    ),
  )
  readonly openCue = $derived.by(
    () =>
      this.rundown.cue(this.chosenCueId) ??
      this.rundown.cue(this.live.clock.cue?.id) ??
      this.rundown.cue(this.live.clock.next?.id),
  )

  /** @param show what the page knows of the show before the relay has answered */
  constructor(seat: Seat, products: readonly Product[], show: ShowCard | null = null) {
    const { showId, role, sessionId } = seat
    this.products = products
    this.showId = showId
    this.role = role
    this.live = connectShow(showId, role)
    this.live.show = show
    this.collab = new CollabDoc({
      url: `${location.origin.replace(/^http/, 'ws')}/collab`,
      showId,
      kind: 'rundown',
      role,
      sessionId,
    })
    this.rundown = new RundownDoc(this.collab, role)
    this.history = new ShowHistory(historyApi(showId, role), this.rundown, () =>
      this.live.time.read(),
    )
    this.mentions = new Mentions(this.live, () => this.rundown.comments, `desk:${showId}:${role}`)
    this.media = new MediaClient(this.live.socket as unknown as MediaSocket)
    this.shortcuts = new Shortcuts(tellRefusal)
    this.locked = readFlag(this.#lockKey)
  }

  /** Brings a field of a cue into view: a text with the words in it, anything else in the table. */
  seek({ cueId, field, words }: { cueId: string; field: string; words: string }): void {
    this.chosenCueId = cueId
    if (field === 'script' || field === 'notes') this.textTab = field
    if (field === 'comments') this.textTab = 'talk'
    if (field === 'script' || field === 'notes') this.soughtWords = { cueId, field, words }
    else this.soughtCell = { cueId, field }
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

  writeToStage(): void {
    this.stageOpen = true
    this.stageAsked += 1
  }

  /** Why a live control cannot be used here and now, or null. */
  liveReason(permission: Permission): string | null {
    const denied = roleReason(this.role, permission)
    if (denied) return denied
    if (this.locked) return 'Live controls are locked on this device. Open the padlock first.'
    if (this.live.connection !== 'live') return 'The show cannot be reached at the moment.'
    return null
  }

  setLocked(locked: boolean): void {
    this.locked = locked
    writeFlag(this.#lockKey, locked)
  }

  start(): () => void {
    const ends = [this.live.start(), this.collab.start(), this.shortcuts.listen()]
    this.media.start()
    return () => {
      void this.media.close()
      for (const end of ends.toReversed()) end()
    }
  }

  get #lockKey(): string {
    return `desk:${this.showId}:${this.role}:locked`
  }
}

export function roleReason(role: Role, permission: Permission): string | null {
  try {
    demand(role, permission)
    return null
  } catch (error) {
    if (isDomainError(error)) return error.message
    throw error
  }
}
