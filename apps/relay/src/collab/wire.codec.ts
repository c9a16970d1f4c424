import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** The y-websocket protocol: a type, for `sync` a step, then the payload. One message per frame. */
const messageTypes = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3 } as const
const syncSteps = { stateVector: 0, state: 1, update: 2 } as const

export type ClientMessage =
  | { type: 'stateVector'; stateVector: Uint8Array }
  /** `answersSync`: the client's answer to our state vector (SyncStep2). */
  | { type: 'update'; update: Uint8Array; answersSync: boolean }
  | { type: 'awareness'; update: Uint8Array }
  | { type: 'queryAwareness' }

/** @returns `null` for what no y-websocket client sends */
export function readMessage(frame: Uint8Array): ClientMessage | null {
  try {
    const decoder = decoding.createDecoder(frame)
    switch (decoding.readVarUint(decoder)) {
      case messageTypes.sync: {
        const step = decoding.readVarUint(decoder)
        const bytes = decoding.readVarUint8Array(decoder)
        if (step === syncSteps.stateVector) return { type: 'stateVector', stateVector: bytes }
        if (step !== syncSteps.state && step !== syncSteps.update) return null
        return { type: 'update', update: bytes, answersSync: step === syncSteps.state }
      }
      case messageTypes.awareness:
        return { type: 'awareness', update: decoding.readVarUint8Array(decoder) }
      case messageTypes.queryAwareness:
        return { type: 'queryAwareness' }
      default:
        return null
    }
  } catch {
    return null
  }
}

export const writeStateVector = (bytes: Uint8Array) => syncMessage(syncSteps.stateVector, bytes)
export const writeState = (bytes: Uint8Array) => syncMessage(syncSteps.state, bytes)
export const writeUpdate = (bytes: Uint8Array) => syncMessage(syncSteps.update, bytes)

export function writeAwareness(update: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messageTypes.awareness)
    encoding.writeVarUint8Array(encoder, update)
  })
}

/** y-protocols' "permission denied"; `reason` is JSON and says what was refused and why. */
export function writePermissionDenied(reason: string): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messageTypes.auth)
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarString(encoder, reason)
  })
}

function syncMessage(step: number, bytes: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messageTypes.sync)
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint8Array(encoder, bytes)
  })
}
