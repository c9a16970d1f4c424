import type { Actor, Seat } from '../crew/index.ts'
import type { ErrorView } from '../kernel/index.ts'
import type { ClipsState } from '../clips/index.ts'
import type { OfferState, SalesState } from '../commerce/index.ts'
import type { AcksState } from '../rundown/acknowledgements.ts'
import type { ClockState, RehearsalState } from '../rundown/clock.schema.ts'
import type { StageState } from '../rundown/stage.schema.ts'
import type { TimersState } from '../rundown/timers.schema.ts'
import type { ProgrammeState } from '../rundown/programme.ts'
import type { PrompterState } from '../rundown/prompter.ts'
import type { RundownView, RundownViewPatch } from '../rundown/views.projection.ts'
import type { SettlementState } from '../settlement/index.ts'
import type { BusState, RecordingState, SourceView } from '../media/index.ts'

/** The live state of a show, by domain; each is pushed whole when it changes. */
export type LiveState = {
  clock: ClockState
  /** A rehearsal's own clock: screens of the crew go by it while there is one; the public never sees it. */
  rehearsal: RehearsalState
  timers: TimersState
  /** Messages to the stage and blackouts; who does not write there sees only what is for them. */
  stage: StageState
  bus: BusState
  sources: SourceView[]
  recording: RecordingState
  offer: OfferState
  sales: SalesState
  clips: ClipsState
  settlement: SettlementState
  /** Which department has read a cue or stands by for it. */
  acks: AcksState
  prompter: PrompterState
  /** What the public is told of the show. */
  programme: ProgrammeState
  /** Who is connected: crew and guests by name, viewers counted. */
  audience: {
    crew: { sessionId: string; name: string; role: string; tint: number }[]
    viewers: number
  }
}
export type LiveDomain = keyof LiveState

export type ShowCard = {
  id: string
  slug: string
  title: string
  subtitle: string
  currency: string
  timeZone: string
  plannedStartMs: number
}

/** First thing after a connection: only the domains that the seat may see are there. */
export type Snapshot = {
  show: ShowCard
  seat: Seat
  serverNowMs: number
  live: Partial<LiveState>
  /** Latest log rows the seat may see, oldest first. */
  events: ShowEvent[]
}

/** One row of the as-run log. */
export type ShowEvent = {
  showId: string
  seq: number
  atMs: number
  domain: string
  type: string
  actor: Actor
  data: Record<string, unknown>
}

export type StateMessage = {
  [D in LiveDomain]: { domain: D; rev: number; state: LiveState[D] }
}[LiveDomain]

export type Ack<Result = unknown> = { ok: true; result: Result } | { ok: false; error: ErrorView }

/** Source id to level in dBFS (−127 is silence) for [audio], pushed about 8 times a second to the crew. */
export type LevelsMessage = Record<string, number>

export type ServerToClient = {
  snapshot: (snapshot: Snapshot) => void
  state: (message: StateMessage) => void
  /** The show was renamed or replanned. */
  show: (show: ShowCard) => void
  event: (event: ShowEvent) => void
  levels: (levels: LevelsMessage) => void
  /** The media relay was rebuilt: join again. */
  'media:reset': (message: { epoch: number }) => void
  /** The run of show as a link shows it; comes first, again when the grant changes, and after falling behind. */
  'rundown:view': (view: RundownView) => void
  /** What has changed of it since the `rev` before. */
  'rundown:view:patch': (patch: RundownViewPatch) => void
  /** This seat was withdrawn, or its role has changed. */
  'seat:ended': (error: ErrorView) => void
}

export type ClientToServer = {
  command: (command: unknown, ack: (answer: Ack) => void) => void
  /** Clock offset: answers with the server's time. */
  time: (ack: (serverNowMs: number) => void) => void
}
