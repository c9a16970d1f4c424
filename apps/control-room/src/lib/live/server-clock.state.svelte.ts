import { bestOffsetMs, keepSample, sampleClock, type ClockSample } from './clock-offset.ts'

/** Screens tick at this rate; it divides a second, so that digits change evenly. */
const tickMs = 125
const firstSamples = 5
const firstEveryMs = 250
const laterEveryMs = 15_000

/** The server's time on this screen, ticking while the page can be seen. */
export class ServerClock {
  /** Server time, epoch milliseconds; changes about eight times a second. */
  nowMs = $state(Date.now())
  /** The same, whole seconds only: for what need not be drawn more often. */
  readonly secondMs = $derived(Math.floor(this.nowMs / 1_000) * 1_000)
  #samples: ClockSample[] = []
  #offsetMs = 0
  #frame = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /** A first guess from the snapshot, until round trips have been measured. */
  guess(serverNowMs: number): void {
    if (this.#samples.length === 0) this.#offsetMs = serverNowMs - Date.now()
    this.nowMs = this.read()
  }

  /** Server time at this very moment, in whole milliseconds. */
  read(): number {
    return Date.now() + this.#offsetMs
  }

  /** Measures now and then, and ticks; `ask` resolves with the server's time. Returns the end of it. */
  start(ask: () => Promise<number>): () => void {
    let asked = 0
    const measure = async (): Promise<void> => {
      const sentAtMs = Date.now()
      try {
        const serverMs = await ask()
        this.#samples = keepSample(this.#samples, sampleClock(sentAtMs, serverMs, Date.now()))
        this.#offsetMs = bestOffsetMs(this.#samples) ?? this.#offsetMs
        asked += 1
      } catch {
        // Offline: the next round asks again, and the last offset still holds.
      }
      this.#timer = setTimeout(measure, asked < firstSamples ? firstEveryMs : laterEveryMs)
    }
    const tick = (): void => {
      const now = this.read()
      if (Math.floor(now / tickMs) !== Math.floor(this.nowMs / tickMs)) this.nowMs = now
      this.#frame = requestAnimationFrame(tick)
    }
    void measure()
    // Browsers stop animation frames of hidden pages, and so the ticking.
    this.#frame = requestAnimationFrame(tick)
    return () => {
      clearTimeout(this.#timer)
      cancelAnimationFrame(this.#frame)
    }
  }
}
