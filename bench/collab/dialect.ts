import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** How a server wants to be spoken to; below it all is the sync protocol of Yjs. */
export type Dialect = 'stallcast' | 'hocuspocus'

const sync = 0
const hocuspocusAuth = 2
const hocuspocusSyncReply = 4
const syncSteps = ['stateVector', 'state', 'update'] as const

export type SyncMessage = { step: (typeof syncSteps)[number]; bytes: Uint8Array }

export function address(dialect: Dialect, origin: string, docName: string): string {
  return dialect === 'stallcast' ? `${origin}/collab/${encodeURIComponent(docName)}` : origin
}

/** What has to be said before the first sync message. */
export function greeting(dialect: Dialect, docName: string): Uint8Array[] {
  if (dialect === 'stallcast') return []
  return [
    encoding.encode((encoder) => {
      encoding.writeVarString(encoder, docName)
      encoding.writeVarUint(encoder, hocuspocusAuth)
      encoding.writeVarUint(encoder, 0)
      encoding.writeVarString(encoder, 'token')
    }),
  ]
}

export function write(dialect: Dialect, docName: string, message: SyncMessage): Uint8Array {
  return encoding.encode((encoder) => {
    if (dialect === 'hocuspocus') encoding.writeVarString(encoder, docName)
    encoding.writeVarUint(encoder, sync)
    encoding.writeVarUint(encoder, syncSteps.indexOf(message.step))
    encoding.writeVarUint8Array(encoder, message.bytes)
  })
}

/** @returns `null` for everything that is not about the document itself */
export function read(dialect: Dialect, frame: Uint8Array): SyncMessage | null {
  const decoder = decoding.createDecoder(frame)
  if (dialect === 'hocuspocus') decoding.readVarString(decoder)
  const type = decoding.readVarUint(decoder)
  if (type !== sync && !(dialect === 'hocuspocus' && type === hocuspocusSyncReply)) return null
  const step = syncSteps[decoding.readVarUint(decoder)]
  return step ? { step, bytes: decoding.readVarUint8Array(decoder) } : null
}
