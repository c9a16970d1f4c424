import { demand, type Seat } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type { ViewCommand } from '@stallcast/shared/protocol'
import { cueColumnByKey, documentName, parseDocumentName } from '@stallcast/shared/rundown'
import { rateLimit } from '../infra/rate-limit.ts'
import { Serial } from '../infra/serial.ts'
import type { SeatSocket } from '../live/index.ts'
import { writeCell } from './cell-writer.ts'
import type { ViewPorts } from './ports.ts'
import { gatherMs, ShowViews } from './show-views.ts'
import { ViewSocket } from './view-socket.ts'

const writesPerSecond = 8
/**
 * Links expire without anybody telling, and a document that only observers look at must not be put away: edits that
 * another relay takes in are heard of only while it is open here.
 */
const checkEveryMs = 20_000

/** Views of the run of show for whoever the document never reaches: holders of a link to one view. */
export class ViewService {
  readonly #ports: ViewPorts
  readonly #shows = new Map<string, ShowViews>()
  readonly #serial = new Serial<string>()
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #limits = new WeakMap<Seat, () => boolean>()
  readonly #checks: NodeJS.Timeout
  readonly #end: () => void

  constructor(ports: ViewPorts) {
    this.#ports = ports
    this.#end = ports.documents.onUpdate(null, ({ docName, paths }) => {
      const name = parseDocumentName(docName)
      if (name?.kind !== 'rundown') return
      if (this.#shows.get(name.showId)?.note(paths)) this.#tellSoon(name.showId)
    })
    this.#checks = setInterval(() => this.#checkAll(), checkEveryMs).unref()
  }

  /** Serves a connected observer until it leaves; any other seat has no view of a link. */
  welcome(socket: SeatSocket): void {
    const { seat } = socket.data
    const { showId, inviteId } = seat
    if (seat.role !== 'observer' || inviteId === undefined) return
    const observer = new ViewSocket(socket)
    socket.on('disconnect', () => {
      this.#shows.get(showId)?.leave(inviteId, observer)
      if (this.#shows.get(showId)?.isEmpty) this.#shows.delete(showId)
    })
    this.#inLine(showId, async () => {
      if (!socket.connected) return
      const views = this.#shows.get(showId) ?? new ShowViews(showId, this.#ports)
      this.#shows.set(showId, views)
      await views.join(inviteId, observer)
      if (!socket.connected) views.leave(inviteId, observer)
    })
  }

  /** Cameras or products have other names, or there are others. */
  lookupsChanged(showId: string): void {
    if (this.#shows.get(showId)?.noteLookups()) this.#tellSoon(showId)
  }

  /** What links of a show grant may have changed, here or in another relay. */
  grantsChanged(showId: string): void {
    const views = this.#shows.get(showId)
    if (views) this.#inLine(showId, () => views.checkGrants())
  }

  /** After a time in which changes may have gone unheard. */
  grantsChangedAll(): void {
    for (const showId of this.#shows.keys()) this.grantsChanged(showId)
  }

  /**
   * Writes one cell through a link, under the name of its holder. What the link grants is read anew: a right that
   * was taken away this moment is gone.
   * @throws DomainError `auth.*`, `view.not-writable`, `view.stale`, `cue.unknown`, `column.unknown`, `input.invalid`
   */
  async setCell(seat: Seat, command: ViewCommand): Promise<void> {
    demand(seat.role, 'view.write')
    const allow = this.#limits.get(seat) ?? rateLimit(writesPerSecond)
    this.#limits.set(seat, allow)
    if (!allow()) throw new DomainError('rate.limited')
    const grant = await this.#ports.grant(seat.inviteId ?? '')
    if (!grant) throw new DomainError('auth.revoked')
    const { column } = command
    if (!grant.writable.includes(column)) {
      throw new DomainError('view.not-writable', {
        column: cueColumnByKey(column)?.title ?? column,
      })
    }
    const { sessionId, role, personName } = seat
    await this.#ports.documents.writeAsServer(
      documentName(seat.showId, 'rundown'),
      (doc) => writeCell(doc, command),
      { sessionId, role, personName },
    )
  }

  close(): void {
    this.#end()
    clearInterval(this.#checks)
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  #checkAll(): void {
    this.grantsChangedAll()
    for (const [showId, views] of this.#shows) {
      views.noteAll()
      this.#inLine(showId, () => views.tell())
    }
  }

  #tellSoon(showId: string): void {
    if (this.#timers.has(showId)) return
    const timer = setTimeout(() => {
      this.#timers.delete(showId)
      const views = this.#shows.get(showId)
      if (views) this.#inLine(showId, () => views.tell())
    }, gatherMs)
    this.#timers.set(showId, timer)
  }

  #inLine(showId: string, work: () => Promise<void>): void {
    this.#serial
      .run(showId, work)
      .catch((err: unknown) => this.#ports.log.error({ err, showId }, 'a view could not be told'))
  }
}
