import type { OscMessage, OscValue } from '@stallcast/shared/automation'
import { fromBuffer, toBuffer, type OscPacketOutput } from 'osc-min'

/** Larger ones are not read at all: a button is some dozens of bytes. */
export const maxPacketBytes = 2_048
const maxMessages = 16
const maxArgs = 16

export type ReceivedMessage = { address: string; args: OscValue[] }

/** The messages of a packet, of bundles too; null for what is no OSC, or more than a controller sends. */
export function readPacket(packet: Buffer): ReceivedMessage[] | null {
  if (packet.length === 0 || packet.length > maxPacketBytes || packet.length % 4 !== 0) return null
  try {
    // A copy of its own: the codec reads the whole buffer behind a view.
    const found = messagesOf(fromBuffer(new Uint8Array(packet)))
    return found.length <= maxMessages ? found : null
  } catch {
    return null
  }
}

function messagesOf(packet: OscPacketOutput): ReceivedMessage[] {
  if (packet.oscType === 'bundle') return packet.elements.flatMap(messagesOf)
  const args = packet.args.slice(0, maxArgs).flatMap((arg): OscValue[] => {
    switch (arg.type) {
      case 'string':
      case 'symbol':
      case 'integer':
      case 'float':
      case 'double':
        return [arg.value]
      case 'bigint':
        return [Number(arg.value)]
      case 'true':
      case 'false':
        return [arg.type === 'true']
      default:
        return []
    }
  })
  return [{ address: packet.address, args }]
}

const largestInt = 2_147_483_647

/** Whole numbers go as int32, others as float32, truth as T and F. */
export function writeMessage({ address, args }: OscMessage): Buffer {
  const written = args.map((arg) => {
    if (typeof arg === 'string') return { type: 'string' as const, value: arg }
    if (typeof arg === 'boolean') return { type: arg ? ('true' as const) : ('false' as const) }
    return Number.isInteger(arg) && Math.abs(arg) <= largestInt
      ? { type: 'integer' as const, value: arg }
      : { type: 'float' as const, value: arg }
  })
  const view = toBuffer({ address, args: written })
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength)
}
