/** H.264 NAL unit types that matter here (ITU-T H.264 table 7-1, RFC 6184 section 5.2). */
export const nalType = {
  slice: 1,
  idr: 5,
  sps: 7,
  pps: 8,
  delimiter: 9,
  stapA: 24,
  fuA: 28,
} as const

export function nalTypeOf(unit: Uint8Array): number {
  return (unit[0] ?? 0) & 0x1f
}

/** Whether a packet's payload begins a key frame: SPS or IDR, alone, first in a STAP-A, or as the start of a FU-A. */
export function startsKeyFrame(packet: Buffer, payloadStart: number, payloadEnd: number): boolean {
  if (payloadEnd <= payloadStart) return false
  const type = packet.readUInt8(payloadStart) & 0x1f
  switch (type) {
    case nalType.sps:
    case nalType.idr:
      return true
    case nalType.stapA:
      return payloadEnd > payloadStart + 3 && isKeyType(packet.readUInt8(payloadStart + 3))
    case nalType.fuA: {
      if (payloadEnd < payloadStart + 2) return false
      const header = packet.readUInt8(payloadStart + 1)
      return (header & 0x80) !== 0 && isKeyType(header)
    }
    default:
      return false
  }
}

function isKeyType(header: number): boolean {
  const type = header & 0x1f
  return type === nalType.idr || type === nalType.sps
}

/** Takes apart payloads of one stream, in order, into NAL units (RFC 6184: single unit, STAP-A, FU-A). */
export class H264Depacketizer {
  #fragments: Buffer[] = []

  /**
   * The units that this payload completes. They are copies: the packet may be reused.
   * A fragment whose start was missed, or that was cut short, is left out.
   */
  push(payload: Buffer): Buffer[] {
    if (payload.length === 0) return []
    const type = nalTypeOf(payload)
    if (type === nalType.stapA) return splitStapA(payload)
    if (type === nalType.fuA) return this.#pushFragment(payload)
    this.#fragments = []
    return type >= 1 && type <= 23 ? [Buffer.from(payload)] : []
  }

  /** Forgets a unit that is only half here: call it when packets are missing. */
  reset(): void {
    this.#fragments = []
  }

  #pushFragment(payload: Buffer): Buffer[] {
    if (payload.length < 2) return []
    const header = payload.readUInt8(1)
    if ((header & 0x80) !== 0) {
      this.#fragments = [Buffer.of((payload.readUInt8(0) & 0xe0) | (header & 0x1f))]
    }
    if (this.#fragments.length === 0) return []
    this.#fragments.push(Buffer.from(payload.subarray(2)))
    if ((header & 0x40) === 0) return []
    const unit = Buffer.concat(this.#fragments)
    this.#fragments = []
    return [unit]
  }
}

function splitStapA(payload: Buffer): Buffer[] {
  const units: Buffer[] = []
  for (let at = 1; at + 2 <= payload.length;) {
    const end = at + 2 + payload.readUInt16BE(at)
    if (end > payload.length) break
    if (end > at + 2) units.push(Buffer.from(payload.subarray(at + 2, end)))
    at = end
  }
  return units
}
