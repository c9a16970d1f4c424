import { showReportSchema, type ShowReport } from '@stallcast/shared/rundown'
import { z } from 'zod'

const answerSchema = z.object({ report: showReportSchema })
const refusalSchema = z.object({ error: z.object({ message: z.string() }) })

const againMs = 5_000

/** The report of a show, read again while the show runs. */
export class ReportState {
  report = $state.raw<ShowReport | null>(null)
  problem = $state<string | null>(null)
  readonly csvUrl: string
  readonly #url: string
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(showId: string, role: string) {
    this.#url = `/api/shows/${showId}/report?as=${role}`
    this.csvUrl = `/api/shows/${showId}/report.csv?as=${role}`
  }

  start(): () => void {
    let ended = false
    const read = async (): Promise<void> => {
      await this.#read()
      if (!ended && this.report?.state !== 'ended') this.#timer = setTimeout(read, againMs)
    }
    void read()
    return () => {
      ended = true
      clearTimeout(this.#timer)
    }
  }

  async #read(): Promise<void> {
    try {
      const answer = await fetch(this.#url)
      const body: unknown = await answer.json()
      this.problem = answer.ok ? null : refusalSchema.parse(body).error.message
      if (answer.ok) this.report = answerSchema.parse(body).report
    } catch {
      // What was read last stays; the next reading is a few seconds away.
      this.problem = 'The report cannot be reached at the moment. Trying again.'
    }
  }
}
