import { wantedClips } from '@stallcast/shared/clips'
import { demand, seatActor, type Seat } from '@stallcast/shared/crew'
import { listClips, reconcileClips, retryClip, unfinishedClips } from '@stallcast/store/clips'
import { Serial } from '../infra/serial.ts'
import type { ClipsPorts } from './ports.ts'

/** Turns marks into clips to render, and tells screens how they stand. The rows are the truth. */
export class ClipsService {
  readonly #ports: ClipsPorts
  readonly #open = new Set<string>()
  readonly #settling = new Map<string, NodeJS.Timeout>()
  readonly #stale = new Set<string>()
  readonly #serial = new Serial<string>()

  constructor(ports: ClipsPorts) {
    this.#ports = ports
  }

  /** Takes up what was marked, or not finished, while no relay had the show. */
  async open(showId: string): Promise<void> {
    this.#open.add(showId)
    for (const clip of await unfinishedClips(this.#ports.database, showId)) {
      await this.#enqueue(clip)
    }
    await this.#readMarks(showId)
    await this.#publish(showId)
  }

  /** The document has changed: its marks are read once it rests. */
  marksChanged(showId: string): void {
    if (!this.#open.has(showId)) return
    clearTimeout(this.#settling.get(showId))
    const timer = setTimeout(() => {
      this.#settling.delete(showId)
      this.#readMarks(showId).catch((err: unknown) =>
        this.#ports.log.error({ err, showId }, 'marks could not be read'),
      )
    }, this.#ports.settleMs ?? 400)
    this.#settling.set(showId, timer)
  }

  /** Rows of a show have changed (`NOTIFY clips`): a burst of hints is read once. */
  changed(showId: string): void {
    if (!this.#open.has(showId) || this.#stale.has(showId)) return
    this.#stale.add(showId)
    this.#publish(showId).catch((err: unknown) =>
      this.#ports.log.error({ err, showId }, 'clips could not be read'),
    )
  }

  /** Hints may have been missed: reads every open show again. */
  changedAll(): void {
    for (const showId of this.#open) this.changed(showId)
  }

  /** Renders a failed clip again (CL14). @throws DomainError `auth.forbidden`, `clip.unknown` */
  async retry(seat: Seat, clipId: string): Promise<void> {
    demand(seat.role, 'clip.render')
    const { database, queues, now } = this.#ports
    if (!(await retryClip(database, seat.showId, clipId, seatActor(seat), now()))) return
    await queues.forget('clip-render', clipId)
    await queues.add('clip-render', clipId, { clipId })
  }

  close(): void {
    for (const timer of this.#settling.values()) clearTimeout(timer)
    this.#settling.clear()
    this.#open.clear()
  }

  #readMarks(showId: string): Promise<void> {
    return this.#serial.run(showId, async () => {
      const { database, marks, now } = this.#ports
      const wanted = wantedClips(showId, await marks(showId))
      for (const clip of await reconcileClips(database, showId, wanted, now())) {
        await this.#ports.queues.forget('clip-render', clip.clipId)
        await this.#enqueue(clip)
      }
    })
  }

  /** A window that ends in the future is rendered when it has passed. */
  #enqueue(clip: { clipId: string; outAtMs: number }): Promise<void> {
    const { queues, now } = this.#ports
    const delayMs = Math.max(0, clip.outAtMs - now())
    return queues.add('clip-render', clip.clipId, { clipId: clip.clipId }, { delayMs })
  }

  #publish(showId: string): Promise<void> {
    return this.#serial.run(`publish:${showId}`, async () => {
      this.#stale.delete(showId)
      this.#ports.publish(showId, 'clips', await listClips(this.#ports.database, showId))
    })
  }
}
