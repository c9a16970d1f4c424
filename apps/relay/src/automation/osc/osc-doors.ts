import { timingSafeEqual } from 'node:crypto'
import type { ApiScope } from '@stallcast/shared/automation'
import { isDomainError } from '@stallcast/shared/kernel'
import { oscToken, readAutomationSettings } from '@stallcast/store/automation'
import ipaddr from 'ipaddr.js'
import { findShow } from '../api/key-gate.ts'
import { readNetwork } from '../outbox/network-guard.ts'
import type { AutomationPorts } from '../ports.ts'

/** What a show lets in over OSC. */
export type OscDoor = {
  showId: string
  scopes: readonly ApiScope[]
  /** Whether a message may pass: by the token in its address, or by where it comes from. */
  admits(token: string | null, from: string): boolean
}

const keptForMs = 5_000
const mostKept = 500

/** The doors of shows by slug, read from the database at most every few seconds. */
export class OscDoors {
  readonly #ports: AutomationPorts
  readonly #kept = new Map<string, { untilMs: number; door: OscDoor | null }>()

  constructor(ports: AutomationPorts) {
    this.#ports = ports
  }

  /** Null: there is no such show, or it takes no OSC. */
  async find(slug: string): Promise<OscDoor | null> {
    const kept = this.#kept.get(slug)
    if (kept && kept.untilMs > this.#ports.now()) return kept.door
    const door = await this.#read(slug)
    if (this.#kept.size >= mostKept) this.#kept.clear()
    this.#kept.set(slug, { untilMs: this.#ports.now() + keptForMs, door })
    return door
  }

  forget(showId: string): void {
    for (const [slug, { door }] of this.#kept) {
      if (door === null || door.showId === showId) this.#kept.delete(slug)
    }
  }

  async #read(slug: string): Promise<OscDoor | null> {
    const { database, secret } = this.#ports
    try {
      const show = await findShow(database, slug)
      const settings = await readAutomationSettings(database, show.id)
      if (!settings.oscEnabled) return null
      const token = Buffer.from(oscToken(secret, show.id, settings.oscTokenRound))
      const networks = settings.oscSenders.map(readNetwork)
      return {
        showId: show.id,
        scopes: settings.oscScopes,
        admits(given, from) {
          if (given !== null) {
            const bytes = Buffer.from(given)
            return bytes.length === token.length && timingSafeEqual(bytes, token)
          }
          const address = ipaddr.process(from.replace(/%.*$/, ''))
          return networks.some((network) => network.contains(address))
        },
      }
    } catch (error) {
      if (isDomainError(error)) return null
      throw error
    }
  }
}
