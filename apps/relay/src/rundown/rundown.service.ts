import { demand, seatActor, systemActor, type Seat } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type { LiveState } from '@stallcast/shared/protocol'
import {
  clockStateSchema,
  decideClock,
  followClock,
  idleClock,
  noRehearsal,
  refreshClock,
  rehearsalStateSchema,
  type ClockCommand,
  type ClockEvent,
  type ClockState,
  type CueCard,
  type RehearsalState,
  type RunningCommand,
} from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import { Serial } from '../infra/serial.ts'
import { Alarms } from './alarms.ts'
import { KeptState, type Change } from '../infra/kept-state.ts'

export type RundownPorts = {
  database: Database
  /** The cues that can be taken, in show order. */
  cues: (showId: string) => Promise<readonly CueCard[]>
  publish: <D extends 'clock' | 'rehearsal'>(showId: string, domain: D, state: LiveState[D]) => void
  now: () => number
  /** What went wrong while the clock acted by itself; it tries again. */
  failed?: (error: unknown, showId: string) => void
}

/** What became of a clock: its new state and the events that led there; null: nothing. */
type Decision = { state: ClockState; events: readonly ClockEvent[]; atMs: number } | null

/**
 * Runs the show clock, and beside it the clock of a rehearsal: authorise, decide, commit with the log, then tell.
 * One command of a show at a time. What a cue does at its end, and roll, happens here and by itself.
 */
export class RundownService {
  readonly #ports: RundownPorts
  readonly #clocks: KeptState<ClockState>
  readonly #rehearsals: KeptState<RehearsalState>
  readonly #serial = new Serial<string>()
  readonly #alarms: Alarms

  constructor(ports: RundownPorts) {
    const { database, publish } = ports
    this.#ports = ports
    this.#clocks = new KeptState({
      database,
      domain: 'clock',
      initial: idleClock,
      parse: (row) => clockStateSchema.parse(row),
      publish: (showId, state) => publish(showId, 'clock', state),
    })
    this.#rehearsals = new KeptState({
      database,
      domain: 'rehearsal',
      initial: noRehearsal,
      parse: (row) => rehearsalStateSchema.parse(row),
      publish: (showId, state) => publish(showId, 'rehearsal', state),
    })
    this.#alarms = new Alarms({
      now: ports.now,
      ring: (showId) => this.#act(showId),
      failed: (error, showId) => ports.failed?.(error, showId),
    })
  }

  /**
   * Restores the clock as the last accepted command left it, to the millisecond; a cue that should have followed
   * meanwhile follows as if nothing had been.
   */
  open(showId: string): Promise<void> {
    return this.#serial.run(showId, async () => {
      await Promise.all([this.#clocks.open(showId), this.#rehearsals.open(showId)])
      await this.#refresh(showId)
    })
  }

  /** Another relay has changed the clock, and told of it: this one goes on from there. */
  reload(showId: string): Promise<void> {
    return this.#serial.run(showId, async () => {
      await Promise.all([this.#clocks.reload(showId), this.#rehearsals.reload(showId)])
      this.#arm(showId)
    })
  }

  async command(seat: Seat, command: ClockCommand): Promise<ClockState> {
    demand(seat.role, 'clock.run')
    const { showId } = seat
    return this.#serial.run(showId, async () => {
      if (command.type === 'clock.rehearse') await this.#rehearse(seat, command.on)
      else await this.#run(seat, command)
      this.#arm(showId)
      return this.current(showId)
    })
  }

  /** The document has changed: the cue on air or the next one may read differently now. */
  refresh(showId: string): Promise<void> {
    return this.#serial.run(showId, () => this.#refresh(showId))
  }

  /** The clock of the show itself. */
  state(showId: string): ClockState {
    return this.#clocks.read(showId)
  }

  /** The clock that the crew goes by: the rehearsal's while there is one. */
  current(showId: string): ClockState {
    return this.#rehearsals.read(showId).clock ?? this.state(showId)
  }

  rehearsing(showId: string): boolean {
    return this.#rehearsals.read(showId).clock !== null
  }

  close(): void {
    this.#alarms.close()
  }

  async #run(seat: Seat, command: RunningCommand): Promise<void> {
    const cues = await this.#ports.cues(seat.showId)
    await this.#decide(seat.showId, seatActor(seat), (clock) => {
      const now = this.#ports.now()
      return { ...decideClock(clock, command, cues, now), atMs: now }
    })
  }

  async #rehearse(seat: Seat, on: boolean): Promise<void> {
    const { showId, personName: startedBy } = seat
    const { phase, roll } = this.state(showId)
    if (on && (phase === 'running' || phase === 'held' || roll)) {
      throw new DomainError('clock.on-air')
    }
    const cues = await this.#ports.cues(showId)
    await this.#rehearsals.change(showId, ({ clock }) => {
      if (on && clock) throw new DomainError('clock.rehearsing')
      if (!on && !clock) throw new DomainError('clock.not-rehearsing')
      const atMs = this.#ports.now()
      const state: RehearsalState = on
        ? { clock: refreshClock(idleClock, cues, atMs), startedAtMs: atMs, startedBy }
        : noRehearsal
      return { state, events: [], atMs, actor: seatActor(seat) }
    })
  }

  async #refresh(showId: string): Promise<void> {
    const cues = await this.#ports.cues(showId)
    const now = this.#ports.now()
    await this.#clocks.change(showId, (clock) => {
      const state = refreshClock(clock, cues, now)
      return state === clock ? null : { state, events: [], atMs: now, actor: systemActor }
    })
    await this.#rehearsals.change(showId, (rehearsal) => {
      const clock = rehearsal.clock && refreshClock(rehearsal.clock, cues, now)
      const state = { ...rehearsal, clock }
      return clock === rehearsal.clock ? null : { state, events: [], atMs: now, actor: systemActor }
    })
    this.#arm(showId)
  }

  /** Changes the clock that the crew goes by; what happens to a rehearsal's is not logged. */
  async #decide(
    showId: string,
    actor: NonNullable<Change<ClockState>>['actor'],
    decide: (clock: ClockState) => Decision,
  ): Promise<boolean> {
    let decided = false
    const change = (clock: ClockState) => {
      const decision = decide(clock)
      decided = decision !== null
      return decision && { ...decision, actor }
    }
    if (!this.rehearsing(showId)) await this.#clocks.change(showId, change)
    else {
      await this.#rehearsals.change(showId, (rehearsal) => {
        const changed = rehearsal.clock && change(rehearsal.clock)
        return changed && { ...changed, state: { ...rehearsal, clock: changed.state }, events: [] }
      })
    }
    return decided
  }

  #arm(showId: string): void {
    this.#alarms.set(showId, this.current(showId).dueAtMs)
  }

  #act(showId: string): Promise<void> {
    return this.#serial.run(showId, async () => {
      const cues = await this.#ports.cues(showId)
      const follow = (clock: ClockState) => followClock(clock, cues, this.#ports.now())
      // After a pause of the server several cues may have followed one another.
      while (await this.#decide(showId, systemActor, follow));
      this.#arm(showId)
    })
  }
}
