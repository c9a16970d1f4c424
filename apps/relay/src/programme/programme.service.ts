import {
  expectRundown,
  programmeOf,
  type ClockState,
  type ProgrammeState,
  type RundownPlan,
  type RundownRow,
} from '@stallcast/shared/rundown'

export type ProgrammePorts = {
  /** The run of show and its plan as they stand. */
  read: (showId: string) => Promise<{ rows: readonly RundownRow[]; plan: RundownPlan }>
  clock: (showId: string) => ClockState
  publish: (showId: string, domain: 'programme', state: ProgrammeState) => void
  now: () => number
  log: { error(fields: object, message: string): void }
}

const everyMs = 5_000

/** Tells the public what a show brings and when; anew only when that has changed. */
export class ProgrammeService {
  readonly #ports: ProgrammePorts
  readonly #shows = new Map<string, { rows: readonly RundownRow[]; plan: RundownPlan }>()
  readonly #told = new Map<string, string>()
  readonly #timer: NodeJS.Timeout

  constructor(ports: ProgrammePorts) {
    this.#ports = ports
    this.#timer = setInterval(() => {
      for (const showId of this.#shows.keys()) this.#tell(showId)
    }, everyMs)
    this.#timer.unref()
  }

  async open(showId: string): Promise<void> {
    this.#shows.set(showId, await this.#ports.read(showId))
    this.#tell(showId)
  }

  /** The run of show has changed. */
  changed(showId: string): void {
    this.open(showId).catch((err: unknown) =>
      this.#ports.log.error({ err, showId }, 'the programme could not be read'),
    )
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #tell(showId: string): void {
    const show = this.#shows.get(showId)
    if (!show) return
    const clock = this.#ports.clock(showId)
    const expected = expectRundown(show.plan, clock, this.#ports.now())
    const programme = programmeOf(show.rows, show.plan, expected, clock)
    const text = JSON.stringify(programme)
    if (this.#told.get(showId) === text) return
    this.#told.set(showId, text)
    this.#ports.publish(showId, 'programme', programme)
  }
}
