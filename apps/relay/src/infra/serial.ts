/**
 * Runs what belongs to one key one after another, in the order asked; different keys run at once.
 * A failure is the caller's alone: the next in line runs all the same.
 */
export class Serial<Key> {
  readonly #tails = new Map<Key, Promise<unknown>>()

  run<Result>(key: Key, work: () => Promise<Result>): Promise<Result> {
    const tail = this.#tails.get(key) ?? Promise.resolve()
    const mine = tail.then(work, work)
    this.#tails.set(key, mine)
    const forget = () => {
      if (this.#tails.get(key) === mine) this.#tails.delete(key)
    }
    mine.then(forget, forget)
    return mine
  }
}
