import type { ShowEvent } from '@stallcast/shared/protocol'
import {
  reportShow,
  type Baseline,
  type LoggedEvent,
  type ShowReport,
} from '@stallcast/shared/rundown'
import type { Database } from '@stallcast/store'
import { keepBaseline, readBaseline, readEvents } from '@stallcast/store/rundown'

export type ReportPorts = {
  database: Database
  /** The plan as the document has it now, laid out from a start. */
  plan: (showId: string, startMs: number) => Promise<Baseline>
  now: () => number
}

const eventsPerPage = 1_000

/** Holds each show against the plan that it began with. */
export class ReportService {
  readonly #ports: ReportPorts

  constructor(ports: ReportPorts) {
    this.#ports = ports
  }

  /** Reaction to the log: the first GO puts the plan down (RD86). May come twice; the first plan stands. */
  readonly react = async (event: ShowEvent): Promise<void> => {
    if (event.type !== 'showStarted') return
    const { database, plan } = this.#ports
    await keepBaseline(database, event.showId, await plan(event.showId, event.atMs))
  }

  async report(showId: string): Promise<ShowReport> {
    const { database, now } = this.#ports
    return reportShow(await readBaseline(database, showId), await this.#wholeLog(showId), now())
  }

  async #wholeLog(showId: string): Promise<LoggedEvent[]> {
    const events: LoggedEvent[] = []
    for (let afterSeq = 0; ;) {
      const page = await readEvents(this.#ports.database, showId, afterSeq, eventsPerPage)
      events.push(...page)
      const last = page.at(-1)
      if (!last || page.length < eventsPerPage) return events
      afterSeq = last.seq
    }
  }
}
