import { startShowRelay, type ShowRelaySettings } from './show-relay.ts'

/** A relay in a process of its own, to be killed: `show-relay-process.ts SETTINGS`. Tells its URL and its reactions. */
const settings = JSON.parse(process.argv[2] ?? '') as ShowRelaySettings
const relay = await startShowRelay(settings, async (event) => {
  process.send?.({ reacted: event.seq })
})
await relay.relays.owner.start()
process.send?.({ url: relay.url })
