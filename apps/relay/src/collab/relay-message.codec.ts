import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { LoggedUpdate } from './document-log.port.ts'

/** What relays that hold the same document tell each other. Only relays write here, so it is trusted. */
export type RelayMessage =
  /** Rows that are in the log now. */
  | { type: 'rows'; rows: LoggedUpdate[] }
  /** Awareness lines, stamped by the relay that the people are connected to. */
  | { type: 'presence'; update: Uint8Array }
  /** Who is connected there; said every few seconds, whoever falls silent is gone. */
  | { type: 'here'; sessionIds: string[]; serverClientId: number; presence: Uint8Array }
  /** Asks the others to say `here`. */
  | { type: 'hello' }
  | { type: 'bye' }

const types = ['rows', 'presence', 'here', 'hello', 'bye'] as const

export function encodeRelayMessage(message: RelayMessage): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, types.indexOf(message.type))
    switch (message.type) {
      case 'rows':
        encoding.writeVarUint(encoder, message.rows.length)
        for (const { update, ...head } of message.rows) {
          encoding.writeVarString(encoder, JSON.stringify(head))
          encoding.writeVarUint8Array(encoder, update)
        }
        return
      case 'presence':
        return encoding.writeVarUint8Array(encoder, message.update)
      case 'here':
        encoding.writeVarString(encoder, JSON.stringify(message.sessionIds))
        encoding.writeVarUint(encoder, message.serverClientId)
        return encoding.writeVarUint8Array(encoder, message.presence)
      case 'hello':
      case 'bye':
    }
  })
}

/** @returns `null` for what a relay of another version may say */
export function decodeRelayMessage(bytes: Uint8Array): RelayMessage | null {
  const decoder = decoding.createDecoder(bytes)
  const type = types[decoding.readVarUint(decoder)]
  switch (type) {
    case 'rows': {
      const rows = Array.from({ length: decoding.readVarUint(decoder) }, (): LoggedUpdate => {
        const head = JSON.parse(decoding.readVarString(decoder)) as Omit<LoggedUpdate, 'update'>
        return { ...head, update: decoding.readVarUint8Array(decoder) }
      })
      return { type, rows }
    }
    case 'presence':
      return { type, update: decoding.readVarUint8Array(decoder) }
    case 'here': {
      const sessionIds = JSON.parse(decoding.readVarString(decoder)) as string[]
      const serverClientId = decoding.readVarUint(decoder)
      return { type, sessionIds, serverClientId, presence: decoding.readVarUint8Array(decoder) }
    }
    case 'hello':
    case 'bye':
      return { type }
    default:
      return null
  }
}
