import { nalType } from './h264.ts'

/** Payload that fits any path with the RTP, SRTP, TURN and IP headers around it. */
export const maxPayloadBytes = 1150

/**
 * Splits one access unit into RTP payloads (RFC 6184, packetization-mode 1). Small units that lead the
 * frame (SPS, PPS) travel in one STAP-A so that a key frame is recognised by its first packet.
 * @param units NAL units without start codes or lengths, in decoding order
 */
export function packetizeH264(
  units: readonly Uint8Array[],
  payloadBytes = maxPayloadBytes,
): Buffer[] {
  const payloads: Buffer[] = []
  let group: Uint8Array[] = []
  let groupBytes = 1
  const flush = () => {
    const [only] = group
    if (group.length === 1 && only) payloads.push(Buffer.from(only))
    else if (group.length > 1) payloads.push(stapA(group))
    group = []
    groupBytes = 1
  }
  for (const unit of units) {
    const fits = groupBytes + 2 + unit.length <= payloadBytes
    if (!fits) flush()
    if (1 + 2 + unit.length <= payloadBytes) {
      group.push(unit)
      groupBytes += 2 + unit.length
    } else if (unit.length <= payloadBytes) {
      payloads.push(Buffer.from(unit))
    } else {
      payloads.push(...fuA(unit, payloadBytes))
    }
  }
  flush()
  return payloads
}

function stapA(units: readonly Uint8Array[]): Buffer {
  // The aggregate has the highest reference importance of what it holds (RFC 6184 section 5.7).
  const importance = Math.max(...units.map((unit) => (unit[0] ?? 0) & 0x60))
  const parts: Uint8Array[] = [Buffer.of(importance | nalType.stapA)]
  for (const unit of units) {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(unit.length)
    parts.push(length, unit)
  }
  return Buffer.concat(parts)
}

function fuA(unit: Uint8Array, payloadBytes: number): Buffer[] {
  const header = unit[0] ?? 0
  const body = unit.subarray(1)
  const room = payloadBytes - 2
  const payloads: Buffer[] = []
  for (let at = 0; at < body.length; at += room) {
    const start = at === 0 ? 0x80 : 0
    const end = at + room >= body.length ? 0x40 : 0
    payloads.push(
      Buffer.concat([
        Buffer.of((header & 0xe0) | nalType.fuA, start | end | (header & 0x1f)),
        body.subarray(at, at + room),
      ]),
    )
  }
  return payloads
}
