import type { Database } from '@stallcast/store'
import type { Router } from 'express'
import { HistoryThread } from './history-thread.ts'
import { historyRouter, type HistoryRouterDeps } from './history.router.ts'
import { HistoryService } from './history.service.ts'

/** Who changed what in the documents of a show, and what they were before. */
export function createHistory(deps: {
  database: Database
  databaseUrl: string
  seat: HistoryRouterDeps['seat']
}): { service: HistoryService; router: Router; close(): Promise<void> } {
  const thread = new HistoryThread(deps.databaseUrl)
  const service = new HistoryService({ database: deps.database, thread })
  return {
    service,
    router: historyRouter({ history: service, seat: deps.seat }),
    close: () => thread.close(),
  }
}
