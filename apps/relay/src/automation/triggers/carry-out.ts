import { createHash } from 'node:crypto'
import { apiAction, type DeliveryPayload } from '@stallcast/shared/automation'
import { assertNever, DomainError, invariant } from '@stallcast/shared/kernel'
import { promiseDelivery, readOutput } from '@stallcast/store/automation'
import type { ActingService, Machine } from '../acting.service.ts'
import type { AutomationPorts } from '../ports.ts'
import type { Firing } from './firing.schema.ts'

/** Triggers may do what those who may write them (host and producer) could do by hand. */
export function triggerMachine(showId: string): Machine {
  const scopes: Machine['scopes'] = ['clock', 'bus', 'offer', 'marks', 'stage', 'timers']
  return { id: 'triggers', name: 'Cue trigger', showId, scopes }
}

/**
 * Does what a trigger says. May be asked for twice of one firing when a relay died in between, so each action is one
 * that a second time does no harm: a delivery and a mark are named after the firing, the rest only sets something.
 * @throws DomainError with the reason why it could not be done
 */
export async function carryOut(
  deps: { ports: AutomationPorts; acting: ActingService },
  showId: string,
  key: string,
  firing: Firing,
): Promise<void> {
  const { action } = firing
  const machine = triggerMachine(showId)
  const act = async (id: string, body: object): Promise<void> => {
    const known = apiAction(id)
    invariant(known, `no action ${id}`)
    await deps.acting.perform(machine, known, body)
  }
  switch (action.type) {
    case 'osc':
    case 'webhook':
      return send(deps.ports, showId, key, firing, action)
    case 'bus.preview':
      return act('preview', { sourceId: action.sourceId })
    case 'bus.cut':
      return act('cut', { sourceId: action.sourceId })
    case 'bus.take':
      return act('take', {})
    case 'offer.close':
      return act('offerClose', {})
    case 'stage.message':
      return act('stageSend', { text: action.text })
    case 'stage.clear':
      return act('stageClear', {})
    case 'timer.start':
      return act('timerStart', { timer: action.timer })
    case 'timer.pause':
      return act('timerPause', { timer: action.timer })
    case 'timer.reset':
      return act('timerReset', { timer: action.timer })
    case 'mark': {
      const id = createHash('sha256').update(key).digest('base64url').slice(0, 21)
      const label = action.label || firing.cueTitle
      const { durationMs } = action
      await deps.acting.markIn(machine, { track: 'program', label, durationMs, id })
      return
    }
    default:
      return assertNever(action)
  }
}

async function send(
  ports: AutomationPorts,
  showId: string,
  key: string,
  firing: Firing,
  action: Extract<Firing['action'], { type: 'osc' | 'webhook' }>,
): Promise<void> {
  const { database } = ports
  const output = await readOutput(database, showId, action.outputId)
  if (!output.enabled) throw new DomainError('output.off', { name: output.name })
  if (output.target.kind !== action.type) throw new DomainError('output.unknown')
  const { atMs, cueId, cueTitle, cueLabel, on, rehearsal } = firing
  const payload: DeliveryPayload =
    action.type === 'osc'
      ? { kind: 'osc', atMs: ports.now(), message: { address: action.address, args: action.args } }
      : {
          kind: 'webhook',
          type: 'trigger',
          atMs,
          data: { on, cueId, title: cueTitle, number: cueLabel, rehearsal },
        }
  await promiseDelivery(database, {
    showId,
    outputId: output.id,
    cause: `trigger:${showId}:${key}`,
    title: `${cueLabel} ${cueTitle}: ${on}`,
    payload,
  })
}
