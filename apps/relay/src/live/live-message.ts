import type { LiveDomain } from '@stallcast/shared/protocol'
import type { Role } from '@stallcast/shared/crew'
import type { AudiencePart } from './audience.ts'
import type { LiveEntry } from './live-hub.ts'

/** What relays that serve the same show tell each other. Only relays write here, so it is trusted. */
export type LiveMessage =
  | { type: 'states'; entries: (LiveEntry & { domain: LiveDomain })[] }
  /** Said every few seconds: who is connected there, and whether the show is run there. */
  | { type: 'here'; isOwner: boolean; audience: AudiencePart }
  /** Something for the sockets that leaves no state. */
  | { type: 'emit'; roles: readonly Role[] | null; event: string; body: unknown }
  /** To whoever runs the show: people here have edited the run of show. */
  | { type: 'rundownChanged' }
  /** Asks for `states` and `here`. */
  | { type: 'hello' }
  | { type: 'bye' }

export const encodeLive = (message: LiveMessage): Uint8Array => Buffer.from(JSON.stringify(message))

export const decodeLive = (bytes: Uint8Array): LiveMessage =>
  JSON.parse(Buffer.from(bytes).toString()) as LiveMessage
