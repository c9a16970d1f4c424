import { randomUUID } from 'node:crypto'
import { documentName } from '@stallcast/shared/rundown'
import { DomainError } from '@stallcast/shared/kernel'
import type { ShowCard } from '@stallcast/shared/protocol'
import type { NewShow, Seat } from '@stallcast/shared/crew'
import type { Database, Executor } from '@stallcast/store'
import { createOutput, listOutputs } from '@stallcast/store/automation'
import { appendUpdates } from '@stallcast/store/collab'
import { addProducts } from '@stallcast/store/commerce'
import {
  changeShow,
  createInvite,
  createShow,
  freeSlug,
  inviteToken,
  listShowStandings,
  openInvite,
  saveTemplate,
  type OpenedSeat,
  type ShowStanding,
  type TemplateCard,
} from '@stallcast/store/crew'
import { saveShowSources } from '@stallcast/store/media'
import { addAgreement } from '@stallcast/store/settlement'
import { rundownUpdate } from './rundown-copy.ts'
import {
  emptyParts,
  partsOfShow,
  partsOfTemplate,
  type ReadRundown,
  type ShowParts,
} from './show-parts.ts'

export type ShowsDeps = {
  database: Database
  secret: string
  readRundown: ReadRundown
  now: () => number
}

const inviteDays = 60
const dayMs = 86_400_000

export type MadeShow = { show: ShowCard; seat: OpenedSeat }

/** New shows from nothing, from another show or from a template; templates; what a show is called and when it is. */
export class ShowsService {
  readonly #deps: ShowsDeps

  constructor(deps: ShowsDeps) {
    this.#deps = deps
  }

  /**
   * Makes a show with everything that it needs to be run, and a producer's seat in it for who asks. One transaction:
   * if anything fails, nothing of it is there.
   * @throws DomainError `template.unknown`
   */
  async make(seat: Seat, wanted: NewShow): Promise<MadeShow> {
    const { database, secret } = this.#deps
    const parts = await this.#partsFor(seat, wanted.from)
    return database.transaction().execute(async (trx) => {
      const show = await this.#createShow(trx, wanted, parts.currency)
      const productIds = await copyProducts(trx, show, parts)
      await addAgreement(trx, show.id, agreementOf(show, parts, seat))
      await saveShowSources(trx, show.id, parts.sources)
      const outputIds =
        wanted.from.kind === 'show' ? await copyOutputs(trx, seat.showId, show.id) : new Map()
      await this.#writeRundown(trx, show, parts, { productIds, outputIds }, seat)
      const invite = await createInvite(trx, {
        showId: show.id,
        role: 'producer',
        label: seat.personName,
        tint: seat.tint,
        expiresAt: new Date(this.#deps.now() + inviteDays * dayMs),
      })
      const opened = await openInvite(trx, secret, await inviteToken(secret, invite))
      return { show, seat: opened }
    })
  }

  async saveAsTemplate(seat: Seat, name: string): Promise<TemplateCard> {
    const { database, readRundown } = this.#deps
    const parts = await partsOfShow(database, seat.showId, readRundown)
    const { cues, show } = parts.rundown
    return saveTemplate(database, {
      name,
      madeBy: seat.personName,
      fromTitle: show.title,
      currency: parts.currency,
      cueCount: cues.length,
      lengthMs: cues.reduce((sum, cue) => sum + (cue.skip ? 0 : cue.durationMs), 0),
      rundown: parts.rundown,
      products: parts.products,
      agreement: parts.parties === null ? null : { parties: parts.parties },
      sources: parts.sources,
    })
  }

  /** @throws DomainError `show.on-air` for putting away a show that runs */
  async change(
    showId: string,
    change: Parameters<typeof changeShow>[2],
  ): Promise<{ show: ShowCard; standing: ShowStanding }> {
    const { database } = this.#deps
    return database.transaction().execute(async (trx) => {
      const [before] = await listShowStandings(trx, [showId])
      const running = before?.phase === 'running' || before?.phase === 'held'
      if (change.archived && running) throw new DomainError('show.on-air')
      const show = await changeShow(trx, showId, change)
      const [standing] = await listShowStandings(trx, [showId])
      if (!standing) throw new DomainError('show.unknown')
      return { show, standing }
    })
  }

  async #partsFor(seat: Seat, from: NewShow['from']): Promise<ShowParts> {
    const { database, readRundown } = this.#deps
    if (from.kind === 'template') return partsOfTemplate(database, from.templateId)
    const parts = await partsOfShow(database, seat.showId, readRundown)
    return from.kind === 'show' ? parts : emptyParts(parts, from.currency, from.goods)
  }

  async #createShow(trx: Executor, wanted: NewShow, currency: string): Promise<ShowCard> {
    const { title, subtitle, timeZone, plannedStartMs } = wanted
    const id = randomUUID()
    const slug = await freeSlug(trx, slugOf(title), id.slice(0, 8))
    const show = { id, slug, title, subtitle, currency, timeZone, plannedStartMs }
    await createShow(trx, show)
    return show
  }

  async #writeRundown(
    trx: Executor,
    show: ShowCard,
    parts: ShowParts,
    ids: { productIds: ReadonlyMap<string, string>; outputIds: ReadonlyMap<string, string> },
    seat: Seat,
  ): Promise<void> {
    const nowMs = this.#deps.now()
    const { update, paths } = rundownUpdate(parts.rundown, {
      ...ids,
      plannedStartMs: show.plannedStartMs,
      nowMs,
    })
    if (paths.length === 0) return
    const { sessionId, role, personName } = seat
    await appendUpdates(trx, documentName(show.id, 'rundown'), [
      { seq: 1, update, paths, sessionId, role, personName, atMs: nowMs },
    ])
  }
}

/** @returns ids of the old show's products to those of the new one's */
async function copyProducts(
  trx: Executor,
  show: ShowCard,
  { products, currency }: ShowParts,
): Promise<Map<string, string>> {
  const ids = new Map(products.map(({ id }) => [id, randomUUID()]))
  await addProducts(
    trx,
    show.id,
    products.map((product) => ({ ...product, currency, id: ids.get(product.id) ?? randomUUID() })),
  )
  return ids
}

async function copyOutputs(
  trx: Executor,
  fromShowId: string,
  showId: string,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const { id, name, target } of await listOutputs(trx, fromShowId)) {
    ids.set(id, (await createOutput(trx, { showId, name, target })).id)
  }
  return ids
}

/** A show without an agreement could not settle; until there is one, all goes to the house. */
function agreementOf(show: ShowCard, { parties, currency }: ShowParts, seat: Seat) {
  const house = {
    partyId: 'house',
    name: `House (${seat.personName})`,
    rule: { kind: 'remainder' as const },
  }
  return { id: `agreement-${show.id}`, currency, parties: parties ?? [house] }
}

function slugOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return plain.slice(0, 48) || 'show'
}
