import { tellRefusal } from '#lib/ui/index.ts'
import { automationApi, type AutomationApi, type AutomationView } from './automation.api.ts'

const everyMs = 2_000

/** The automation of a show as its producer sees it, read again every other second while somebody looks. */
export class AutomationState {
  view = $state.raw<AutomationView | null>(null)
  problem = $state<string | null>(null)
  readonly api: AutomationApi

  constructor(showId: string) {
    this.api = automationApi(showId)
  }

  start(): () => void {
    void this.refresh()
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void this.refresh()
    }, everyMs)
    return () => clearInterval(timer)
  }

  async refresh(): Promise<void> {
    try {
      this.view = await this.api.read()
      this.problem = null
    } catch (error) {
      this.problem = error instanceof Error ? error.message : 'The settings cannot be read now.'
    }
  }

  /** Asks for something and shows what has become of it. @returns whether it was done */
  async ask(work: (api: AutomationApi) => Promise<unknown>): Promise<boolean> {
    try {
      await work(this.api)
      await this.refresh()
      return true
    } catch (error) {
      tellRefusal(error instanceof Error ? error.message : 'That could not be done.')
      return false
    }
  }
}
