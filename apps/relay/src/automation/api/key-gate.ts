import type { IncomingMessage } from 'node:http'
import type { ApiKey } from '@stallcast/store/automation'
import { useApiKey } from '@stallcast/store/automation'
import { readShow, readShowBySlug } from '@stallcast/store/crew'
import type { Database } from '@stallcast/store'
import { DomainError, isDomainError } from '@stallcast/shared/kernel'
import type { ShowCard } from '@stallcast/shared/protocol'
import { rateLimit } from '../../infra/rate-limit.ts'
import type { Machine } from '../acting.service.ts'

const requestsPerSecond = 20
const burst = 60
const wrongKeysPerSecond = 1
const wrongKeysBurst = 20
const mostBuckets = 10_000

/** A caller that has been let in. */
export type Caller = { machine: Machine; keyId: string; show: ShowCard }

/** The key of a call: `Authorization: Bearer` and nothing else. Cookies do not count here (AU5). */
export function bearerOf(request: IncomingMessage): string | null {
  return /^Bearer +([\w-]{20,120})$/i.exec(request.headers.authorization ?? '')?.[1] ?? null
}

/**
 * Lets API keys in: the key must stand, belong to the show that is named (by id or slug), and keep to its rate. Whoever
 * tries wrong keys is slowed down by address.
 */
export class KeyGate {
  readonly #database: Database
  readonly #now: () => number
  readonly #allowances = new Map<string, () => boolean>()

  /** @param now in epoch ms */
  constructor(database: Database, now: () => number) {
    this.#database = database
    this.#now = now
  }

  /** @throws DomainError `key.*`, `show.unknown`, `rate.limited` */
  async admit(key: string | null, showName: string, address: string): Promise<Caller> {
    if (!key) throw new DomainError('key.missing')
    const known = await this.#known(key, address)
    this.#spend(`key:${known.id}`, requestsPerSecond, burst)
    const show = await readShow(this.#database, known.showId)
    // A key says nothing about other shows, not even whether they are there.
    if (showName !== show.id && showName !== show.slug) throw new DomainError('key.invalid')
    return { machine: machineOf(known), keyId: known.id, show }
  }

  async #known(key: string, address: string): Promise<ApiKey> {
    try {
      return await useApiKey(this.#database, key)
    } catch (error) {
      if (isDomainError(error)) {
        this.#spend(`address:${address}`, wrongKeysPerSecond, wrongKeysBurst)
      }
      throw error
    }
  }

  #spend(who: string, perSecond: number, most: number): void {
    const allowance = this.#allowances.get(who) ?? rateLimit(perSecond, most, this.#now)
    // Moved to the end, so that the oldest go first when there are too many.
    this.#allowances.delete(who)
    this.#allowances.set(who, allowance)
    if (this.#allowances.size > mostBuckets) {
      const [oldest] = this.#allowances.keys()
      if (oldest !== undefined) this.#allowances.delete(oldest)
    }
    if (!allowance()) throw new DomainError('rate.limited')
  }
}

export function machineOf(key: ApiKey): Machine {
  return { id: `key:${key.id}`, name: key.name, showId: key.showId, scopes: key.scopes }
}

/** A show by its id or by the slug of its page. @throws DomainError `show.unknown` */
export async function findShow(database: Database, name: string): Promise<ShowCard> {
  try {
    return await readShow(database, name)
  } catch (error) {
    if (!isDomainError(error)) throw error
    return readShowBySlug(database, name)
  }
}
