import type { ApiCue, ApiScope } from '@stallcast/shared/automation'
import { DomainError } from '@stallcast/shared/kernel'
import type { ShowEvent } from '@stallcast/shared/protocol'
import { z } from 'zod'

/** Query of `GET cues`: any of these narrows the list. */
export const cueFilterSchema = z.object({
  number: z.string().max(16).optional(),
  groupId: z.string().max(64).optional(),
  type: z.string().max(20).optional(),
})

export function filterCues(
  cues: readonly ApiCue[],
  filter: z.infer<typeof cueFilterSchema>,
): ApiCue[] {
  const label = filter.number?.toLowerCase()
  return cues.filter(
    (cue) =>
      (label === undefined || cue.label.toLowerCase() === label) &&
      (filter.groupId === undefined || cue.groupId === filter.groupId) &&
      (filter.type === undefined || cue.type === filter.type),
  )
}

/** By id, or by `number:4a`. @throws DomainError `cue.unknown` */
export function findCue(cues: readonly ApiCue[], name: string): ApiCue {
  const number = /^number:(.+)$/.exec(name)?.[1]
  const [found] =
    number === undefined ? cues.filter((cue) => cue.id === name) : filterCues(cues, { number })
  if (!found) throw new DomainError('cue.unknown')
  return found
}

export const eventQuerySchema = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

const moneyDomains = ['offer', 'sales', 'settlement']

/** Rows of the log that a key may see: those about money need the scope for it (AU8). */
export function seesEvent(scopes: readonly ApiScope[], event: Pick<ShowEvent, 'domain'>): boolean {
  return scopes.includes(moneyDomains.includes(event.domain) ? 'sales.read' : 'read')
}

/** A row of the log without session ids: a key need not know who holds which seat. */
export function eventView({ seq, atMs, domain, type, actor, data }: ShowEvent) {
  return { seq, atMs, domain, type, actor: actor.name, data }
}
