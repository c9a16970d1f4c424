const bucketMs = 0.02
const buckets = 1_500_000

/** Many durations in little memory, to a fiftieth of a millisecond. */
export class Latencies {
  readonly #counts = new Uint32Array(buckets)
  #total = 0

  add(durationMs: number): void {
    const index = Math.min(buckets - 1, Math.max(0, Math.floor(durationMs / bucketMs)))
    this.#counts[index] = (this.#counts[index] ?? 0) + 1
    this.#total += 1
  }

  get count(): number {
    return this.#total
  }

  /** @param share 0.99 for the 99th percentile */
  percentile(share: number): number {
    const wanted = Math.ceil(this.#total * share)
    let seen = 0
    for (let index = 0; index < buckets; index++) {
      seen += this.#counts[index] ?? 0
      if (seen >= wanted && seen > 0) return (index + 1) * bucketMs
    }
    return Number.NaN
  }
}
