import type { SourceFacts, SourceView } from '@stallcast/shared/media'
import type { MediaSource } from './media-source.ts'
import { SourceMonitor } from './source-monitor.ts'

const lookEveryMs = 20
const levelsEveryMs = 120
const statsEveryMs = 2000

export type SourceRegistryEvents = {
  /** First picture, or a picture again after a loss (`returned`). */
  onLive(source: MediaSource, returned: boolean): void
  onLost(source: MediaSource): void
  /** The list that screens show is no longer what it was. */
  onChanged(): void
  onLevels(levels: Record<string, number>): void
}

type Entry = { source: MediaSource; monitor: SourceMonitor; number: number | null }

/** The sources of one show: who they are, which key they have, and whether they live. */
export class SourceRegistry {
  readonly #events: SourceRegistryEvents
  readonly #entries = new Map<string, Entry>()
  #lookedAtMs = 0
  #levelsAtMs = 0
  #statsAtMs = 0

  constructor(events: SourceRegistryEvents) {
    this.#events = events
  }

  get(id: string): MediaSource | null {
    return this.#entries.get(id)?.source ?? null
  }

  all(): MediaSource[] {
    return [...this.#entries.values()].map((entry) => entry.source)
  }

  facts(): SourceFacts[] {
    return [...this.#entries.values()].map(({ source, monitor }) => ({
      id: source.id,
      label: source.label,
      state: monitor.state,
    }))
  }

  /** As the multiview shows them: by key, then those without one. */
  views(): SourceView[] {
    return [...this.#entries.values()]
      .map(({ source, monitor, number }) => ({
        id: source.id,
        number,
        label: source.label,
        kind: source.kind,
        state: monitor.state,
        ownerSessionId: source.ownerSessionId,
        hasAudio: source.audio !== null,
        ...monitor.stats,
      }))
      .toSorted((a, b) => (a.number ?? 10) - (b.number ?? 10) || a.label.localeCompare(b.label))
  }

  add(source: MediaSource, nowMs: number): void {
    this.#entries.set(source.id, {
      source,
      monitor: new SourceMonitor(source, nowMs),
      number: this.#freeNumber(source),
    })
    this.#events.onChanged()
  }

  /** Takes the source off the list. Does not say `onLost`: the caller knows. */
  remove(id: string): void {
    this.#entries.get(id)?.monitor.detach()
    if (this.#entries.delete(id)) this.#events.onChanged()
  }

  /** The source sends through other feeds now (a microphone was added, a camera replaced). */
  feedsChanged(id: string): void {
    this.#entries.get(id)?.monitor.attach()
    this.#events.onChanged()
  }

  tick(nowMs: number): void {
    if (nowMs - this.#lookedAtMs >= lookEveryMs) this.#look(nowMs)
    if (nowMs - this.#levelsAtMs >= levelsEveryMs) {
      this.#levelsAtMs = nowMs
      this.#events.onLevels(this.#takeLevels())
    }
    if (nowMs - this.#statsAtMs >= statsEveryMs) {
      this.#statsAtMs = nowMs
      this.#events.onChanged()
    }
  }

  #look(nowMs: number): void {
    this.#lookedAtMs = nowMs
    for (const { source, monitor } of this.#entries.values()) {
      const before = monitor.state
      const change = monitor.look(nowMs)
      if (change === 'lost') this.#events.onLost(source)
      else if (monitor.state !== before) this.#events.onLive(source, change === 'returned')
      if (monitor.state !== before) this.#events.onChanged()
    }
  }

  #takeLevels(): Record<string, number> {
    const levels: Record<string, number> = {}
    for (const { source, monitor } of this.#entries.values()) {
      if (source.audio) levels[source.id] = monitor.takeLevelDb()
    }
    return levels
  }

  #freeNumber(source: MediaSource): number | null {
    if (source.kind === 'slate') return null
    const taken = new Set(
      [...this.#entries.values()]
        .filter((entry) => entry.source.id !== source.id)
        .map((entry) => entry.number),
    )
    const wanted = source.wantedNumber
    if (wanted !== null && !taken.has(wanted)) return wanted
    for (let number = 1; number <= 9; number++) if (!taken.has(number)) return number
    return null
  }
}
