import {
  fillText,
  ruleEventSchema,
  type DeliveryPayload,
  type OscMessage,
} from '@stallcast/shared/automation'
import type { ShowEvent } from '@stallcast/shared/protocol'
import { listOutputs, listRules, promiseDelivery, type Rule } from '@stallcast/store/automation'
import type { Database } from '@stallcast/store'

/**
 * Puts what the rules of a show ask for into the outbox: once per rule and event, however often the event comes
 * (AU12). What happened before a rule was made is not its business.
 */
export function rulesReaction(database: Database): (event: ShowEvent) => Promise<void> {
  return async (event) => {
    const known = ruleEventSchema.safeParse(event.type)
    if (!known.success) return
    const rules = (await listRules(database, event.showId)).filter(
      ({ eventType, enabled, createdAtMs }) =>
        eventType === known.data && enabled && createdAtMs <= event.atMs,
    )
    if (rules.length === 0) return
    const outputs = new Map(
      (await listOutputs(database, event.showId)).map((output) => [output.id, output]),
    )
    for (const rule of rules) {
      if (!outputs.get(rule.outputId)?.enabled) continue
      await promiseDelivery(database, {
        showId: event.showId,
        outputId: rule.outputId,
        cause: `rule:${rule.id}:${event.seq}`,
        title: event.type,
        payload: payloadOf(rule, event),
      })
    }
  }
}

function payloadOf(rule: Rule, event: ShowEvent): DeliveryPayload {
  const { atMs, seq, type, actor, data } = event
  if (rule.message === null) {
    return { kind: 'webhook', type, atMs, data: { ...data, seq, actor: actor.name } }
  }
  return { kind: 'osc', atMs, message: filled(rule.message, { ...data, type, seq }) }
}

function filled({ address, args }: OscMessage, facts: Record<string, unknown>): OscMessage {
  const fill = (arg: OscMessage['args'][number]) => {
    if (typeof arg !== 'string') return arg
    // `{seq}` alone stays a number: a display expects one.
    const alone = /^\{(\w{1,40})\}$/.exec(arg)?.[1]
    const fact = alone !== undefined && Object.hasOwn(facts, alone) ? facts[alone] : undefined
    if (typeof fact === 'number' || typeof fact === 'boolean') return fact
    return fillText(arg, facts).slice(0, 500)
  }
  return { address, args: args.map(fill) }
}
