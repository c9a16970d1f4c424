import { rtpHeaderBytes } from './packet.ts'

/** Silence, in dBov: the least that RFC 6464 can say. */
export const silenceDb = -127

const oneByteProfile = 0xbede

/**
 * Reads the audio level (RFC 6464) from a one-byte header extension (RFC 8285).
 * @returns dBov, -127 to 0; null when the packet carries none
 */
export function readAudioLevel(bytes: Buffer, extensionId: number): number | null {
  const first = bytes.readUInt8(0)
  if ((first & 0x10) === 0) return null
  const start = rtpHeaderBytes + (first & 0x0f) * 4
  if (bytes.length < start + 4 || bytes.readUInt16BE(start) !== oneByteProfile) return null
  const end = Math.min(bytes.length, start + 4 + bytes.readUInt16BE(start + 2) * 4)
  for (let at = start + 4; at < end;) {
    const tag = bytes.readUInt8(at)
    if (tag === 0) {
      at += 1
      continue
    }
    const length = (tag & 0x0f) + 1
    if (tag >> 4 === extensionId) {
      return at + 1 < end ? -(bytes.readUInt8(at + 1) & 0x7f) : null
    }
    at += 1 + length
  }
  return null
}

/** Bytes that `writeAudioLevel` takes between the fixed header and the payload. */
export const audioLevelBytes = 8

/** Sets the extension bit and writes the level behind the fixed header of a packet that has no CSRC. */
export function writeAudioLevel(target: Buffer, extensionId: number, levelDb: number): void {
  const level = Math.min(127, Math.max(0, Math.round(-levelDb)))
  target.writeUInt8(target.readUInt8(0) | 0x10, 0)
  target.writeUInt16BE(oneByteProfile, rtpHeaderBytes)
  target.writeUInt16BE(1, rtpHeaderBytes + 2)
  target.writeUInt8(extensionId << 4, rtpHeaderBytes + 4)
  target.writeUInt8((level < 127 ? 0x80 : 0) | level, rtpHeaderBytes + 5)
  target.writeUInt16BE(0, rtpHeaderBytes + 6)
}
