import type { IncomingMessage } from 'node:http'
import type { Seat } from '@stallcast/shared/crew'
import { documentKinds, historyQuerySchema, versionNameSchema } from '@stallcast/shared/rundown'
import { json, Router } from 'express'
import { z } from 'zod'
import type { HistoryService } from './history.service.ts'

const kindSchema = z.object({ kind: z.enum(documentKinds).default('rundown') })

const versionQuerySchema = kindSchema
  .extend({
    seq: z.coerce.number().int().min(1).optional(),
    /** Epoch milliseconds: the last edit until then. */
    at: z.coerce.number().int().min(0).optional(),
  })
  .refine(({ seq, at }) => (seq === undefined) !== (at === undefined), 'either seq or at')

const newNameSchema = kindSchema.extend({
  name: versionNameSchema,
  /** Without it: as the document is now. */
  seq: z.number().int().min(1).optional(),
})

export type HistoryRouterDeps = {
  history: HistoryService
  seat: (
    request: IncomingMessage,
    showId: string,
    claim: string | null | undefined,
  ) => Promise<Seat>
}

/** The history of a show's documents, for the crew. */
export function historyRouter({ history, seat }: HistoryRouterDeps): Router {
  const router = Router()
  const base = '/shows/:showId/history'
  router.use(base, json({ limit: '16kb' }))

  const asked = (request: Parameters<Parameters<Router['get']>[1]>[0]): Promise<Seat> => {
    const { showId = '' } = request.params as { showId?: string }
    return seat(request, showId, String(request.query['as'] ?? ''))
  }

  router.get(base, async (request, response) => {
    const query = historyQuerySchema.parse(request.query)
    response.json(await history.page(await asked(request), query))
  })

  router.get(`${base}/writers`, async (request, response) => {
    const { kind } = kindSchema.parse(request.query)
    response.json({ writers: await history.writers(await asked(request), kind) })
  })

  router.get(`${base}/version`, async (request, response) => {
    const { kind, seq, at } = versionQuerySchema.parse(request.query)
    const until = { ...(seq !== undefined && { seq }), ...(at !== undefined && { atMs: at }) }
    response.json({ version: await history.version(await asked(request), kind, until) })
  })

  router.get(`${base}/names`, async (request, response) => {
    const { kind } = kindSchema.parse(request.query)
    response.json({ versions: await history.named(await asked(request), kind) })
  })

  router.post(`${base}/names`, async (request, response) => {
    const wanted = newNameSchema.parse(request.body)
    response.status(201).json({ versions: await history.name(await asked(request), wanted) })
  })

  router.delete(`${base}/names/:versionId`, async (request, response) => {
    const { kind } = kindSchema.parse(request.query)
    const { versionId } = request.params
    response.json({ versions: await history.unname(await asked(request), kind, versionId) })
  })
  return router
}
