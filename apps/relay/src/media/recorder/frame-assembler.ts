import { H264Depacketizer, nalType, nalTypeOf } from '../rtp/h264.ts'
import type { RtpPacket } from '../rtp/packet.ts'
import { parseRtp } from '../rtp/packet.ts'
import { ReorderBuffer } from '../rtp/reorder-buffer.ts'

export type Frame = {
  timestamp: number
  key: boolean
  /** Parameter sets that came with the frame. */
  sps: Buffer | null
  pps: Buffer | null
  /** Units with 4-byte lengths in front, without parameter sets and delimiters. */
  data: Buffer
}

/** Behind a hole this many packets wait: a few hundred milliseconds of a camera. */
const heldPackets = 96

/** Makes whole pictures out of one video feed's packets, whatever order they come in. */
export class FrameAssembler {
  readonly #onFrame: (frame: Frame) => void
  readonly #onMissing: (packets: number) => void
  readonly #order: ReorderBuffer
  readonly #depacketizer = new H264Depacketizer()
  #units: Buffer[] = []
  #timestamp: number | null = null

  constructor(onFrame: (frame: Frame) => void, onMissing: (packets: number) => void) {
    this.#onFrame = onFrame
    this.#onMissing = onMissing
    this.#order = new ReorderBuffer(heldPackets, ({ packet, missingBefore }) => {
      if (missingBefore > 0) {
        this.#depacketizer.reset()
        this.#onMissing(missingBefore)
      }
      const header = parseRtp(packet)
      if (header) this.#take(packet, header)
    })
  }

  push(bytes: Buffer, header: RtpPacket): void {
    this.#order.push(bytes, header.sequence)
  }

  #take(bytes: Buffer, header: RtpPacket): void {
    if (this.#timestamp !== null && header.timestamp !== this.#timestamp) this.#flush()
    this.#timestamp = header.timestamp
    const payload = bytes.subarray(header.payloadStart, header.payloadEnd)
    this.#units.push(...this.#depacketizer.push(payload))
    if (header.marker) this.#flush()
  }

  #flush(): void {
    const units = this.#units
    const timestamp = this.#timestamp
    this.#units = []
    this.#timestamp = null
    const find = (type: number) => units.find((unit) => nalTypeOf(unit) === type) ?? null
    const picture = units.filter((unit) => !droppedTypes.has(nalTypeOf(unit)))
    if (picture.length === 0 || timestamp === null) return
    this.#onFrame({
      timestamp,
      key: picture.some((unit) => nalTypeOf(unit) === nalType.idr),
      sps: find(nalType.sps),
      pps: find(nalType.pps),
      data: lengthPrefixed(picture),
    })
  }
}

// `avc1` keeps parameter sets in the init segment only (ISO/IEC 14496-15 section 5.2.2).
const droppedTypes: ReadonlySet<number> = new Set([nalType.sps, nalType.pps, nalType.delimiter])

function lengthPrefixed(units: readonly Buffer[]): Buffer {
  const data = Buffer.allocUnsafe(units.reduce((sum, unit) => sum + 4 + unit.length, 0))
  let at = 0
  for (const unit of units) {
    data.writeUInt32BE(unit.length, at)
    unit.copy(data, at + 4)
    at += 4 + unit.length
  }
  return data
}
