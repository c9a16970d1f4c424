import type { Database } from '@stallcast/store'
import type { Router } from 'express'
import type { Logger } from 'pino'
import type { CollabService } from '../collab/index.ts'
import { HistoryThread } from './history-thread.ts'
import { historyRouter, type HistoryRouterDeps } from './history.router.ts'
import { HistoryService } from './history.service.ts'

const drawEvery = 2_000

/** Who changed what in the documents of a show, and what they were before. */
export function createHistory(deps: {
  database: Database
  databaseUrl: string
  seat: HistoryRouterDeps['seat']
  documents: Pick<CollabService, 'onUpdate'>
  log: Pick<Logger, 'warn'>
}): { service: HistoryService; router: Router; close(): Promise<void> } {
  const thread = new HistoryThread(deps.databaseUrl)
  const waiting = new Map<string, number>()
  // Once many edits have gathered they are drawn, so that nobody waits for a week of them; whoever opens the
  // history draws what is missing.
  const end = deps.documents.onUpdate(null, ({ docName, kind }) => {
    const count = (waiting.get(docName) ?? 0) + 1
    waiting.set(docName, count % drawEvery)
    if (count < drawEvery) return
    thread.draw(docName, kind).catch((err: unknown) => {
      deps.log.warn({ err, doc: docName }, 'history not drawn')
    })
  })
  const service = new HistoryService({ database: deps.database, thread })
  return {
    service,
    router: historyRouter({ history: service, seat: deps.seat }),
    close() {
      end()
      return thread.close()
    },
  }
}
