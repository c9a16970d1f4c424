/**
 * How far the server's clock is ahead of ours. Each sample is one round trip; the truth lies within half of
 * it, so the sample with the shortest round trip is believed (the idea of NTP's clock filter, RFC 5905 10).
 */
export type ClockSample = { offsetMs: number; roundTripMs: number; atMs: number }

export function sampleClock(sentAtMs: number, serverMs: number, receivedAtMs: number): ClockSample {
  const roundTripMs = Math.max(0, receivedAtMs - sentAtMs)
  return {
    // Whole milliseconds: times read from this clock are written into the document, which takes no halves.
    offsetMs: Math.round(serverMs + roundTripMs / 2 - receivedAtMs),
    roundTripMs,
    atMs: receivedAtMs,
  }
}

/** Clocks drift: a good sample is not believed for ever. */
const believedMs = 10 * 60_000
const kept = 16

export function keepSample(samples: readonly ClockSample[], next: ClockSample): ClockSample[] {
  return [...samples, next].filter((one) => next.atMs - one.atMs <= believedMs).slice(-kept)
}

/** Null until the first sample. */
export function bestOffsetMs(samples: readonly ClockSample[]): number | null {
  const best = samples.reduce<ClockSample | null>(
    (chosen, sample) => (chosen && chosen.roundTripMs <= sample.roundTripMs ? chosen : sample),
    null,
  )
  return best?.offsetMs ?? null
}
