import { json, Router, type Request, type Response } from 'express'
import {
  apiActions,
  cueChangeSchema,
  markInSchema,
  markOutSchema,
  type ApiScope,
} from '@stallcast/shared/automation'
import { DomainError } from '@stallcast/shared/kernel'
import { readEvents } from '@stallcast/store/rundown'
import { readColumns, readGroups, readMarks } from '../../collab/index.ts'
import { demandScope, type ActingService } from '../acting.service.ts'
import type { AutomationPorts } from '../ports.ts'
import { readApiCues } from '../run-of-show.ts'
import { answerOnce } from './idempotency.ts'
import { bearerOf, type Caller, type KeyGate } from './key-gate.ts'
import { problemHandler } from './problem.ts'
import {
  cueFilterSchema,
  eventQuerySchema,
  eventView,
  filterCues,
  findCue,
  seesEvent,
} from './reading.ts'
import { readShowState } from './show-state.ts'

type Deps = { ports: AutomationPorts; gate: KeyGate; acting: ActingService }
type Work = (caller: Caller, request: Request) => Promise<unknown>

const base = '/shows/:show'

/**
 * `/api/v1`: reads with GET, acts with POST and PATCH, never the other way round. Keys only: a cookie opens nothing
 * here, and no header lets pages of other origins in.
 */
export function apiRouter(deps: Deps): Router {
  const { ports, gate, acting } = deps
  const router = Router({ caseSensitive: true })
  const admit = (request: Request): Promise<Caller> =>
    gate.admit(bearerOf(request), String(request.params['show']), request.ip ?? '')

  const read = (path: string, scope: ApiScope, work: Work) => {
    router.get(`${base}${path}`, async (request, response) => {
      const caller = await admit(request)
      demandScope(caller.machine, scope)
      await ports.openShow(caller.show.id)
      response.set('Cache-Control', 'no-store').json(await work(caller, request))
    })
  }
  // The key is asked for before the body is read: a stranger's megabytes are not.
  const act = (method: 'post' | 'patch', path: string, work: Work, limit = '16kb') => {
    const once = async (request: Request, response: Response) => {
      const caller = await admit(request)
      await parseBody(request, response, limit)
      await ports.openShow(caller.show.id)
      await answerOnce(deps.ports, caller.keyId, request, response, async () => ({
        status: 200,
        body: (await work(caller, request)) ?? {},
      }))
    }
    router[method](`${base}${path}`, once)
  }

  read('', 'read', async ({ show, machine }) => ({
    ...show,
    key: { name: machine.name, scopes: machine.scopes },
  }))
  read('/state', 'read', async ({ show }) => readShowState(ports, show))
  read('/cues', 'read', async ({ show }, request) => ({
    cues: filterCues(
      await ports.document.read(show.id, readApiCues),
      cueFilterSchema.parse(request.query),
    ),
  }))
  read('/cues/:cue', 'read', async ({ show }, request) => ({
    cue: findCue(await ports.document.read(show.id, readApiCues), String(request.params['cue'])),
  }))
  read('/groups', 'read', async ({ show }) => ({
    groups: (await ports.document.read(show.id, readGroups))
      .filter(({ deletedAt }) => deletedAt === null)
      .map(withoutPlace),
  }))
  read('/columns', 'read', async ({ show }) => ({
    columns: (await ports.document.read(show.id, readColumns)).map(withoutPlace),
  }))
  read('/marks', 'read', async ({ show }) => ({
    marks: (await ports.document.read(show.id, readMarks)).map(
      ({ deletedAt: _deletedAt, ...mark }) => mark,
    ),
  }))
  read('/sales', 'sales.read', async ({ show }) => ({
    sales: ports.live(show.id, 'sales') ?? null,
  }))
  read('/events', 'read', async ({ show, machine }, request) => {
    const { after, limit } = eventQuerySchema.parse(request.query)
    const rows = await readEvents(ports.database, show.id, after, limit)
    return {
      events: rows.filter((row) => seesEvent(machine.scopes, row)).map(eventView),
      lastSeq: rows.at(-1)?.seq ?? after,
    }
  })

  for (const action of apiActions) {
    act('post', action.path, async ({ machine }, request) => ({
      result: await acting.perform(machine, action, action.body.parse(request.body ?? {})),
    }))
  }
  act('post', '/marks/in', async ({ machine }, request) => {
    const { deletedAt: _deletedAt, ...mark } = await acting.markIn(
      machine,
      markInSchema.parse(request.body ?? {}),
    )
    return { mark }
  })
  act('post', '/marks/out', async ({ machine }, request) => {
    const { markId } = markOutSchema.parse(request.body ?? {})
    const { deletedAt: _deletedAt, ...mark } = await acting.markOut(machine, markId)
    return { mark }
  })
  act(
    'patch',
    '/cues/:cue',
    async ({ machine, show }, request) => {
      demandScope(machine, 'rundown.write')
      const change = cueChangeSchema.parse(request.body ?? {})
      const { id } = findCue(
        await ports.document.read(show.id, readApiCues),
        String(request.params['cue']),
      )
      await acting.editCue(machine, id, change)
      return { cue: findCue(await ports.document.read(show.id, readApiCues), id) }
    },
    '1mb',
  )

  router.use(() => {
    throw new DomainError('api.unknown')
  })
  router.use(problemHandler(ports.log))
  return router
}

function parseBody(request: Request, response: Response, limit: string): Promise<void> {
  return new Promise((resolve, reject) => {
    json({ limit, strict: true })(request, response, (error?: unknown) =>
      error === undefined ? resolve() : reject(error),
    )
  })
}

function withoutPlace<Entry extends { order: string; deletedAt: number | null }>(entry: Entry) {
  const { order: _order, deletedAt: _deletedAt, ...told } = entry
  return told
}
