/** What came from another relay on a topic. */
export type BusListener = {
  onMessage(message: Uint8Array, relayId: string): void
  /** From now on messages come; what was said before, or while the connection was away, may be missing. */
  onResumed(): void
}

/**
 * How relays that share shows talk to each other. It carries hints and news, never truth: a message may be
 * lost, and whoever listens must be able to heal from Postgres or by asking again.
 */
export type RelayBus = {
  /** This process, unlike any other and unlike its own last life. */
  readonly relayId: string
  /** What is published now will most likely go out. */
  readonly isConnected: boolean
  /** In order per topic, to all other relays that follow it; never waits and never throws. */
  publish(topic: string, message: Uint8Array): void
  /** @returns stops following */
  follow(topic: string, listener: BusListener): () => void
  close(): Promise<void>
}
