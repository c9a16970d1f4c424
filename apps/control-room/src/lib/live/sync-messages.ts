import * as encoding from 'lib0/encoding'
import { messageSync } from 'y-websocket'

/** What y-protocols' sync messages are: a question (state vector), its answer (a state), an edit. */
export const steps = { stateVector: 0, state: 1, update: 2 } as const

/** Asks the server for all that a copy with this state vector lacks. */
export function askFor(stateVector: Uint8Array): Uint8Array<ArrayBuffer> {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messageSync)
    encoding.writeVarUint(encoder, steps.stateVector)
    encoding.writeVarUint8Array(encoder, stateVector)
  }) as Uint8Array<ArrayBuffer>
}
