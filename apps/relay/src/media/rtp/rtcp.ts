/** RTCP packet types (RFC 3550, RFC 4585). */
const senderReport = 200
const payloadFeedback = 206
const pictureLoss = 1
const fullIntraRequest = 4

/** Seconds from the NTP epoch (1900) to the Unix epoch (1970). */
const ntpUnixOffsetS = 2_208_988_800

export type SenderReport = {
  ssrc: number
  /** Sender's wall clock, Unix milliseconds with fractions. */
  atMs: number
  timestamp: number
  packets: number
  bytes: number
}

export function writeSenderReport(report: SenderReport): Buffer {
  const packet = Buffer.alloc(28)
  packet.writeUInt8(0x80, 0)
  packet.writeUInt8(senderReport, 1)
  packet.writeUInt16BE(6, 2)
  packet.writeUInt32BE(report.ssrc, 4)
  const seconds = Math.floor(report.atMs / 1000)
  packet.writeUInt32BE((seconds + ntpUnixOffsetS) >>> 0, 8)
  packet.writeUInt32BE(Math.floor(((report.atMs - seconds * 1000) / 1000) * 2 ** 32) >>> 0, 12)
  packet.writeUInt32BE(report.timestamp >>> 0, 16)
  packet.writeUInt32BE(report.packets >>> 0, 20)
  packet.writeUInt32BE(report.bytes >>> 0, 24)
  return packet
}

/** Whether any part asks for a key frame (PLI or FIR). */
export function asksKeyFrame(compound: Buffer): boolean {
  for (const { type, format } of rtcpParts(compound)) {
    if (type === payloadFeedback && (format === pictureLoss || format === fullIntraRequest)) {
      return true
    }
  }
  return false
}

type RtcpPart = { type: number; format: number; at: number; length: number }

function rtcpParts(compound: Buffer): RtcpPart[] {
  const parts: RtcpPart[] = []
  for (let at = 0; at + 4 <= compound.length;) {
    const length = (compound.readUInt16BE(at + 2) + 1) * 4
    if (at + length > compound.length) break
    parts.push({
      type: compound.readUInt8(at + 1),
      format: compound.readUInt8(at) & 0x1f,
      at,
      length,
    })
    at += length
  }
  return parts
}
