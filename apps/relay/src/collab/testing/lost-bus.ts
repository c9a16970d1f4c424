import type { RelayBus } from '../../infra/relay-bus.ts'

/** The line to the other relays while nothing comes through: neither what is said nor what is heard. */
export class LostBus implements RelayBus {
  readonly isConnected = false
  readonly relayId: string

  constructor(relayId: string) {
    this.relayId = relayId
  }

  publish(): void {}

  follow(): () => void {
    return () => undefined
  }

  async close(): Promise<void> {}
}
