import {
  settingsSchema,
  type CellValue,
  type Cue,
  type RundownSettings,
  type RundownView,
  type RundownViewPatch,
  type ViewColumn,
  type ViewGrant,
} from '@stallcast/shared/rundown'
import { emptyOrder, type RunningOrder } from '#lib/features/rundown/running-order.ts'
import type { LiveShow, PresentPerson } from '#lib/live/index.ts'
import { SvelteMap } from 'svelte/reactivity'
import { FeedModel } from './feed-model.ts'
import type { CellWrite, LiveText, RowSource } from './row-source.ts'

const nobody: readonly PresentPerson[] = []
/** How long what was written is shown before the server's own word for it, should that never come. */
const trustMs = 1_500

/** The run of show as a link shows it: what the server sends, and nothing more. */
export class ViewFeed implements RowSource {
  ready = $state(false)
  order = $state.raw<RunningOrder>(emptyOrder)
  columns = $state.raw<readonly ViewColumn[]>([])
  readonly settings: RundownSettings = settingsSchema.parse({})
  readonly #live: Pick<LiveShow, 'socket' | 'command' | 'connection' | 'seat'>
  readonly #model = new FeedModel()
  /** Written here, and not yet come back. */
  readonly #pending = new SvelteMap<string, CellValue>()
  readonly #columnsByKey = $derived(new Map(this.columns.map((column) => [column.key, column])))
  /** What the link grants now. */
  grant = $state.raw<ViewGrant | null>(null)

  constructor(live: Pick<LiveShow, 'socket' | 'command' | 'connection' | 'seat'>) {
    this.#live = live
  }

  get rows(): RunningOrder['rows'] {
    return this.order.rows
  }

  /** Listens; returns the end of it. To be called before the show connects. */
  start(): () => void {
    const { socket } = this.#live
    const onView = (view: RundownView): void => this.#replace(view)
    const onPatch = (patch: RundownViewPatch): void => this.#patch(patch)
    socket.on('rundown:view', onView)
    socket.on('rundown:view:patch', onPatch)
    return () => {
      socket.off('rundown:view', onView)
      socket.off('rundown:view:patch', onPatch)
    }
  }

  cue(cueId: string | null | undefined): Cue | null {
    void this.order
    return cueId ? this.#model.cue(cueId) : null
  }

  value(cueId: string, key: string): CellValue {
    void this.order
    const column = this.#columnsByKey.get(key)
    const pending = this.#pending.get(`${cueId}:${key}`)
    if (pending !== undefined) return pending
    return column ? this.#model.value(cueId, column) : null
  }

  writeReason(key: string): string | null {
    if (!this.grant?.writable.includes(key)) return 'Your link lets you read this, not write it.'
    return this.#live.connection === 'live' ? null : 'The show cannot be reached at the moment.'
  }

  async write({ cueId, key, value, expected }: CellWrite): Promise<string | null> {
    const pendingKey = `${cueId}:${key}`
    this.#pending.set(pendingKey, value)
    const refusal = await this.#live.command({
      type: 'view.setCell',
      cueId,
      column: key,
      value,
      expected,
    })
    if (refusal) this.#pending.delete(pendingKey)
    else setTimeout(() => this.#pending.delete(pendingKey), trustMs)
    return refusal?.message ?? null
  }

  liveText(): LiveText | null {
    return null
  }

  peopleIn(): readonly PresentPerson[] {
    return nobody
  }

  present(): void {
    // The others see who has the link under People; where an observer stands is told to nobody.
  }

  #replace(view: RundownView): void {
    this.#model.replace(view)
    this.grant = view.grant
    this.#pending.clear()
    this.#show()
    this.ready = true
  }

  #patch(patch: RundownViewPatch): void {
    if (!this.#model.patch(patch)) {
      // One is missing: a new connection begins with the whole view.
      this.#live.socket.disconnect().connect()
      return
    }
    for (const { id, values } of patch.cues ?? []) {
      for (const key of Object.keys(values ?? {})) this.#pending.delete(`${id}:${key}`)
    }
    this.#show()
  }

  #show(): void {
    this.order = this.#model.order
    this.columns = this.#model.columns
  }
}
