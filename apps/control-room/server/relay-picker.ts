import { createHash } from 'node:crypto'
import { z } from 'zod'

/** What a relay says of itself at `/relay/shows`: the shows that it runs, by id and slug. */
const relayShowsSchema = z.object({
  shows: z.array(z.object({ id: z.string(), slug: z.string() })),
})

type Relay = { url: string; isUp: boolean; runs: ReadonlySet<string> }

export type RelayPickerDeps = {
  urls: readonly string[]
  /** @throws when the relay does not answer */
  ask: (url: string) => Promise<unknown>
  lookEveryMs?: number
}

/**
 * Which relay a request goes to. All that belongs to a show goes to the relay that runs it, since its media are
 * there only; a show that nobody runs goes where its name points among the relays that answer, and that one
 * takes it. With one relay there is nothing to pick and nobody is asked.
 */
export class RelayPicker {
  readonly #deps: RelayPickerDeps
  readonly #relays: Relay[]
  #timer: NodeJS.Timeout | undefined

  constructor(deps: RelayPickerDeps) {
    this.#deps = deps
    this.#relays = deps.urls.map((url) => ({ url, isUp: true, runs: new Set() }))
  }

  /** Looks after the relays from now on. Resolves when the first look is done. */
  async start(): Promise<void> {
    if (this.#relays.length < 2) return
    await this.look()
    this.#timer = setTimeout(() => void this.start(), this.#deps.lookEveryMs ?? 1_000)
    this.#timer.unref()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  async look(): Promise<void> {
    await Promise.all(
      this.#relays.map(async (relay) => {
        try {
          const { shows } = relayShowsSchema.parse(await this.#deps.ask(relay.url))
          relay.runs = new Set(shows.flatMap(({ id, slug }) => [id, slug]))
          relay.isUp = true
        } catch {
          this.#isDown(relay)
        }
      }),
    )
  }

  /** @param path with its query, as requested */
  pick(path: string): string {
    const show = showIn(path) ?? ''
    const up = this.#relays.filter(({ isUp }) => isUp)
    const candidates = up.length > 0 ? up : this.#relays
    const owner = candidates.find(({ runs }) => runs.has(show))
    const [first] = candidates.toSorted((a, b) => weight(show, b.url) - weight(show, a.url))
    const picked = owner ?? first
    if (!picked) throw new Error('Invariant: there is no relay')
    return picked.url
  }

  /** A request to it has just failed: the next goes elsewhere. */
  failed(url: string): void {
    for (const relay of this.#relays) {
      if (relay.url === url && this.#relays.length > 1) this.#isDown(relay)
    }
  }

  #isDown(relay: Relay): void {
    relay.isUp = false
    relay.runs = new Set()
  }
}

/** The show that a path is about: its id, or where the public sees it its slug. */
export function showIn(path: string): string | null {
  const { pathname, searchParams } = new URL(path, 'http://relay')
  const [, area, second, third, fourth] = pathname.split('/').map(decoded)
  if (area === 'socket.io') return searchParams.get('show')
  if (area === 'collab') return second?.split(':')[1] ?? null
  if (area === 'whep' || area === 'whip' || area === 'hls') return second ?? null
  if (second === 'shows') return third ?? null
  if (third === 'shows') return fourth ?? null
  return null
}

/** Rendezvous hashing: when a relay goes only its own shows move. */
function weight(show: string, url: string): number {
  return createHash('sha256').update(`${show} ${url}`).digest().readUInt32BE()
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

export async function askRelay(url: string): Promise<unknown> {
  const response = await fetch(new URL('/relay/shows', url), { signal: AbortSignal.timeout(1_500) })
  if (!response.ok) throw new Error(`${url} answers ${response.status}`)
  return response.json()
}
