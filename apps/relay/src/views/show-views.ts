import type { ViewGrant } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import { documentName, type RundownViewPatch } from '@stallcast/shared/rundown'
import { DirtyCues } from './dirty-cues.ts'
import type { ViewPorts } from './ports.ts'
import { Projection } from './projection.ts'
import type { ViewSocket } from './view-socket.ts'

/** One link that somebody has open. */
type OpenLink = { projection: Projection; sockets: Set<ViewSocket> }

/** How long edits gather before they are told: a word typed is one patch, and nobody waits for it. */
export const gatherMs = 40

/**
 * All links of one show that are open. What touches them stands in one line (the caller sees to that), so that a
 * snapshot and the patches after it fit together.
 */
export class ShowViews {
  readonly #showId: string
  readonly #ports: ViewPorts
  readonly #links = new Map<string, OpenLink>()
  #dirty = new DirtyCues()
  #newLookups = false

  constructor(showId: string, ports: ViewPorts) {
    this.#showId = showId
    this.#ports = ports
  }

  get isEmpty(): boolean {
    return this.#links.size === 0
  }

  /** Sends the view and keeps it in step from now on. @throws DomainError `auth.revoked` */
  async join(inviteId: string, socket: ViewSocket): Promise<void> {
    const link = this.#links.get(inviteId) ?? {
      projection: await this.#read(inviteId),
      sockets: new Set(),
    }
    this.#links.set(inviteId, link)
    link.sockets.add(socket)
    socket.grant(link.projection.grant)
    socket.sendView(() => link.projection.view())
  }

  leave(inviteId: string, socket: ViewSocket): void {
    const link = this.#links.get(inviteId)
    link?.sockets.delete(socket)
    if (link?.sockets.size === 0) this.#links.delete(inviteId)
  }

  /** Notes what an edit has touched. @returns whether there is anybody to tell */
  note(paths: readonly string[]): boolean {
    if (this.isEmpty) return false
    for (const path of paths) this.#dirty.add(path)
    return !this.#dirty.isEmpty
  }

  /** Whatever was missed is found when everything is read again. */
  noteAll(): void {
    this.#dirty.all = true
  }

  noteLookups(): boolean {
    this.#newLookups = true
    return !this.isEmpty
  }

  /** Tells every link what it may see of the edits since the last time. */
  async tell(): Promise<void> {
    const [dirty, newLookups] = [this.#dirty, this.#newLookups]
    this.#dirty = new DirtyCues()
    this.#newLookups = false
    if (this.isEmpty || (dirty.isEmpty && !newLookups)) return
    const lookups = newLookups ? await this.#ports.lookups(this.#showId) : null
    const patches = await this.#ports.documents.read(this.#docName, (doc) =>
      [...this.#links.values()].map((link): [OpenLink, RundownViewPatch | null] => [
        link,
        link.projection.refresh(doc, dirty, lookups),
      ]),
    )
    for (const [{ sockets, projection }, patch] of patches) {
      if (patch) for (const socket of sockets) socket.sendPatch(patch, () => projection.view())
    }
  }

  /** Asks again what each link grants: one that was withdrawn ends, one that was changed is told anew. */
  async checkGrants(): Promise<void> {
    const open = Array.from(this.#links)
    for (const [inviteId, { sockets, projection }] of open) {
      const grant = await this.#ports.grant(inviteId)
      if (!grant) {
        this.#links.delete(inviteId)
        for (const socket of sockets) this.#ports.endSession(socket.sessionId)
      } else if (JSON.stringify(grant) !== JSON.stringify(projection.grant)) {
        this.#links.delete(inviteId)
        for (const socket of sockets) await this.join(inviteId, socket)
      }
    }
  }

  async #read(inviteId: string): Promise<Projection> {
    const grant: ViewGrant | null = await this.#ports.grant(inviteId)
    if (!grant) throw new DomainError('auth.revoked')
    const lookups = await this.#ports.lookups(this.#showId)
    return this.#ports.documents.read(this.#docName, (doc) => new Projection(doc, grant, lookups))
  }

  get #docName(): string {
    return documentName(this.#showId, 'rundown')
  }
}
