/** RTP fixed header, RFC 3550 section 5.1. Offsets are in bytes. */
export const rtpHeaderBytes = 12

export type RtpPacket = {
  marker: boolean
  payloadType: number
  sequence: number
  timestamp: number
  ssrc: number
  /** Where the payload begins in the buffer, behind CSRCs and the header extension. */
  payloadStart: number
  /** Where it ends, before any padding. */
  payloadEnd: number
}

/** Reads the header; null when the bytes are not an RTP packet (too short, wrong version, lengths that lie). */
export function parseRtp(bytes: Buffer): RtpPacket | null {
  if (bytes.length < rtpHeaderBytes) return null
  const first = bytes.readUInt8(0)
  if (first >> 6 !== 2) return null
  const payloadStart = payloadOffset(bytes)
  const padding = (first & 0x20) === 0 ? 0 : bytes.readUInt8(bytes.length - 1)
  const payloadEnd = bytes.length - padding
  if (payloadStart < 0 || payloadEnd < payloadStart) return null
  const second = bytes.readUInt8(1)
  return {
    marker: (second & 0x80) !== 0,
    payloadType: second & 0x7f,
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    ssrc: bytes.readUInt32BE(8),
    payloadStart,
    payloadEnd,
  }
}

/** -1 when the extension claims more bytes than there are. */
function payloadOffset(bytes: Buffer): number {
  const first = bytes.readUInt8(0)
  const csrcEnd = rtpHeaderBytes + (first & 0x0f) * 4
  if ((first & 0x10) === 0) return csrcEnd <= bytes.length ? csrcEnd : -1
  if (bytes.length < csrcEnd + 4) return -1
  const end = csrcEnd + 4 + bytes.readUInt16BE(csrcEnd + 2) * 4
  return end <= bytes.length ? end : -1
}

export type RtpHeader = Pick<
  RtpPacket,
  'marker' | 'payloadType' | 'sequence' | 'timestamp' | 'ssrc'
>

/** Writes a plain 12-byte header (no CSRC, no extension, no padding) at the start of `target`. */
export function writeRtpHeader(target: Buffer, header: RtpHeader): void {
  target.writeUInt8(0x80, 0)
  target.writeUInt8((header.marker ? 0x80 : 0) | header.payloadType, 1)
  target.writeUInt16BE(header.sequence, 2)
  target.writeUInt32BE(header.timestamp, 4)
  target.writeUInt32BE(header.ssrc, 8)
}
