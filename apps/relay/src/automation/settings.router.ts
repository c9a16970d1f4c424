import { json, Router, type Request } from 'express'
import {
  newApiKeySchema,
  newOutputSchema,
  newRuleSchema,
  outputChangeSchema,
  ruleChangeSchema,
  settingsChangeSchema,
  type OutputView,
} from '@stallcast/shared/automation'
import { demand, type Seat } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import { judge } from '@stallcast/shared/rundown'
import { readShow } from '@stallcast/store/crew'
import {
  changeAutomationSettings,
  changeOutput,
  changeRule,
  createApiKey,
  createOutput,
  createRule,
  deleteOutput,
  listApiKeys,
  listDeliveries,
  listOutputs,
  listRules,
  oscToken,
  promiseDelivery,
  readAutomationSettings,
  readOutput,
  renewOscToken,
  resendDelivery,
  revokeApiKey,
  webhookSecret,
  type Output,
} from '@stallcast/store/automation'
import type { NetworkGuard } from './outbox/network-guard.ts'
import { readNetwork } from './outbox/network-guard.ts'
import type { OscGateway } from './osc/osc.gateway.ts'
import type { OscJournal } from './osc/osc-journal.ts'
import type { AutomationPorts } from './ports.ts'

type Deps = {
  ports: AutomationPorts
  guard: NetworkGuard
  osc: OscGateway
  journal: OscJournal
}

const shownDeliveries = 100

/** Keys, outputs, rules, deliveries and OSC of a show: what the producer's automation page asks for. */
export function settingsRouter(deps: Deps): Router {
  const { ports, guard, osc, journal } = deps
  const { database, secret } = ports
  const router = Router()
  const base = '/shows/:showId/automation'
  router.use(base, json({ limit: '32kb' }))

  const seated = (request: Request): Promise<Seat> =>
    ports.seat(request, String(request.params['showId']), String(request.query['as'] ?? ''))
  const producer = async (request: Request): Promise<Seat> => {
    const seat = await seated(request)
    demand(seat.role, 'automation.manage')
    return seat
  }
  const view = (output: Output): OutputView => {
    const { id, name, target, enabled, secretRound } = output
    const signing = target.kind === 'webhook' ? webhookSecret(secret, id, secretRound) : null
    return { id, name, target, enabled, secret: signing }
  }
  const route = (
    method: 'get' | 'post' | 'patch' | 'delete',
    path: string,
    work: (seat: Seat, request: Request) => Promise<unknown>,
  ) => {
    router[method](`${base}${path}`, async (request, response) => {
      const seat = await producer(request)
      const body = await work(seat, request)
      response.status(method === 'post' ? 201 : 200).json(body ?? {})
    })
  }
  const idOf = (request: Request): string => String(request.params['id'])

  // Who writes triggers has to name an output, and needs nothing else of it.
  router.get(`${base}/outputs`, async (request, response) => {
    const { showId, role } = await seated(request)
    if (!judge('rundown', role, 'triggers/x', 'insert')) {
      throw new DomainError('collab.refused', { role, path: 'triggers' })
    }
    const outputs = await listOutputs(database, showId)
    response.json({
      outputs: outputs.map(({ id, name, target, enabled }) => ({
        id,
        name,
        kind: target.kind,
        enabled,
      })),
    })
  })

  route('get', '', async ({ showId }) => {
    const [show, settings, keys, outputs, rules, deliveries] = await Promise.all([
      readShow(database, showId),
      readAutomationSettings(database, showId),
      listApiKeys(database, showId),
      listOutputs(database, showId),
      listRules(database, showId),
      listDeliveries(database, showId, shownDeliveries),
    ])
    const { oscTokenRound, ...told } = settings
    return {
      api: `${ports.origin}/api/v1/shows/${show.slug}`,
      settings: told,
      keys,
      outputs: outputs.map(view),
      rules,
      deliveries,
      osc: {
        port: ports.osc.port,
        prefix: `/stallcast/${show.slug}`,
        token: oscToken(secret, showId, oscTokenRound),
        notes: journal.read(showId),
      },
    }
  })

  route('patch', '/settings', async ({ showId }, request) => {
    const change = settingsChangeSchema.parse(request.body)
    for (const sender of change.oscSenders ?? []) demandNetwork(sender)
    const given = Object.fromEntries(
      Object.entries(change).filter(([, value]) => value !== undefined),
    )
    const { oscTokenRound: _round, ...settings } = await changeAutomationSettings(
      database,
      showId,
      given,
    )
    osc.settingsChanged(showId)
    return { settings }
  })
  route('post', '/osc/token', async ({ showId }) => {
    await renewOscToken(database, showId)
    osc.settingsChanged(showId)
    const { oscTokenRound } = await readAutomationSettings(database, showId)
    return { token: oscToken(secret, showId, oscTokenRound) }
  })

  route('post', '/keys', async ({ showId, personName }, request) => {
    const wanted = newApiKeySchema.parse(request.body)
    const { key, view: made } = await createApiKey(database, {
      ...wanted,
      showId,
      createdBy: personName,
    })
    return { key, view: made }
  })
  route('delete', '/keys/:id', ({ showId }, request) =>
    revokeApiKey(database, showId, idOf(request)),
  )

  route('post', '/outputs', async ({ showId }, request) => {
    const { name, target } = newOutputSchema.parse(request.body)
    await demandReachable(guard, target)
    return { output: view(await createOutput(database, { showId, name, target })) }
  })
  route('patch', '/outputs/:id', async ({ showId }, request) => {
    const change = outputChangeSchema.parse(request.body)
    if (change.target) await demandReachable(guard, change.target)
    return { output: view(await changeOutput(database, showId, idOf(request), change)) }
  })
  route('delete', '/outputs/:id', ({ showId }, request) =>
    deleteOutput(database, showId, idOf(request)),
  )
  route('post', '/outputs/:id/secret', async ({ showId }, request) => ({
    output: view(await changeOutput(database, showId, idOf(request), { newSecret: true })),
  }))
  route('post', '/outputs/:id/test', async ({ showId, personName }, request) => {
    const output = await readOutput(database, showId, idOf(request))
    const atMs = ports.now()
    const deliveryId = await promiseDelivery(database, {
      showId,
      outputId: output.id,
      cause: `test:${output.id}:${crypto.randomUUID()}`,
      title: 'Test',
      payload:
        output.target.kind === 'osc'
          ? { kind: 'osc', atMs, message: { address: '/stallcast/test', args: [1, personName] } }
          : { kind: 'webhook', type: 'test', atMs, data: { by: personName } },
    })
    return { deliveryId }
  })

  route('post', '/rules', async ({ showId }, request) => {
    const wanted = newRuleSchema.parse(request.body)
    const output = await readOutput(database, showId, wanted.outputId)
    if ((output.target.kind === 'osc') !== (wanted.message !== null)) {
      throw new DomainError('input.invalid', {
        detail: 'an OSC output needs an address, a webhook none',
      })
    }
    return { rule: await createRule(database, { showId, ...wanted }) }
  })
  route('patch', '/rules/:id', ({ showId }, request) =>
    changeRule(database, showId, idOf(request), ruleChangeSchema.parse(request.body)),
  )
  route('delete', '/rules/:id', ({ showId }, request) =>
    changeRule(database, showId, idOf(request), 'delete'),
  )

  route('post', '/deliveries/:id/resend', async ({ showId }, request) => ({
    deliveryId: await resendDelivery(database, showId, idOf(request)),
  }))
  return router
}

/** Said while it is typed in; asked again before each sending, since names come to stand for other addresses. */
async function demandReachable(guard: NetworkGuard, target: Output['target']): Promise<void> {
  const host = target.kind === 'webhook' ? new URL(target.url).hostname : target.host
  try {
    await guard.resolve(host, target.kind)
  } catch (error) {
    // A device that is not there yet (its name unknown, no network) is no reason to refuse it.
    if (error instanceof DomainError) throw error
  }
}

function demandNetwork(text: string): void {
  try {
    readNetwork(text)
  } catch {
    throw new DomainError('input.invalid', { detail: `${text} is no address or network` })
  }
}
