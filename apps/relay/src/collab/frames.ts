import { promisify } from 'node:util'
import { constants, deflateRaw } from 'node:zlib'

/** WebSocket (RFC 6455, 5.2): the last frame of its message, binary. */
const finalBinary = 0x82
/** RFC 7692, 7.2.3.1: the first frame of a compressed message. */
const compressed = 0x40
/** What a sync flush ends in, and a sender leaves away (RFC 7692, 7.2.1). */
const flushTailBytes = 4

const deflate = promisify(deflateRaw)
/** A message to many is framed once, a state that many ask for is compressed once. */
const deflated = new WeakMap<Uint8Array, Promise<Buffer>>()
/** Of those that are done. */
const ready = new WeakMap<Uint8Array, Buffer>()
let lastFramed: { message: Uint8Array; frame: Buffer } | null = null

/** The frame of a message as it goes over the wire; asked for the same message again, the same frame. */
export function frameOf(message: Uint8Array): Buffer {
  if (lastFramed?.message !== message) lastFramed = { message, frame: framed(message, finalBinary) }
  return lastFramed.frame
}

/**
 * The same, compressed; for a connection that has agreed to permessage-deflate without context takeover, where
 * each message is compressed by itself and so can be the same for all.
 */
export function deflatedFrameOf(message: Uint8Array): Promise<Buffer> {
  const known = deflated.get(message)
  if (known) return known
  const frame = deflate(message, { finishFlush: constants.Z_SYNC_FLUSH }).then((bytes) => {
    const done = framed(bytes.subarray(0, bytes.length - flushTailBytes), finalBinary | compressed)
    ready.set(message, done)
    return done
  })
  deflated.set(message, frame)
  return frame
}

/** The compressed frame, if it is there already. */
export function readyFrameOf(message: Uint8Array): Buffer | undefined {
  return ready.get(message)
}

/** Servers do not mask. */
function framed(payload: Uint8Array, firstByte: number): Buffer {
  const { byteLength } = payload
  const headBytes = byteLength < 126 ? 2 : byteLength < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(headBytes + byteLength)
  frame[0] = firstByte
  if (headBytes === 2) frame[1] = byteLength
  else if (headBytes === 4) {
    frame[1] = 126
    frame.writeUInt16BE(byteLength, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(byteLength), 2)
  }
  frame.set(payload, headBytes)
  return frame
}
