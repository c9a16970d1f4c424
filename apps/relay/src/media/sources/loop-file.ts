import { EncodedPacketSink, FilePathSource, Input, MP4 } from 'mediabunny'
import { silenceDb } from '../rtp/audio-level.ts'
import { nalType, nalTypeOf } from '../rtp/h264.ts'
import { packetizeH264 } from '../rtp/h264-packetize.ts'
import { rtpHeaderBytes } from '../rtp/packet.ts'
import type { PictureSize } from '../rtp/sps.ts'
import { measureOpusLevels } from './opus-level.ts'

export type LoopFrame = {
  key: boolean
  durationMs: number
  /** RTP packets with room for the header in front; the last one ends the frame. */
  packets: readonly Buffer[]
}
export type LoopSound = { durationMs: number; packet: Buffer; levelDb: number }

/** A whole file in memory, cut into RTP packets once: playing it costs no more than sending. */
export type LoopFile = {
  frames: readonly LoopFrame[]
  sounds: readonly LoopSound[]
  durationMs: number
  size: PictureSize
}

const opusFrameMs = 20
const parameterSets: ReadonlySet<number> = new Set([nalType.sps, nalType.pps])
// Delimiters and SEI say nothing a decoder needs, and would hide the key frame's start (MD16).
const needless: ReadonlySet<number> = new Set([6, nalType.delimiter])

/**
 * Reads an MP4 with H.264 (no B-frames, begins with a key frame) and, if it has sound, Opus in 20 ms packets.
 * @throws Error naming the file and what is wrong with it
 */
export async function readLoopFile(path: string): Promise<LoopFile> {
  const input = new Input({ source: new FilePathSource(path), formats: [MP4] })
  try {
    const track = await input.getPrimaryVideoTrack()
    const config = await track?.getDecoderConfig()
    if (!track || !config?.codec.startsWith('avc1') || !config.description) {
      throw new Error(`${path}: a loop needs an H.264 picture`)
    }
    const sets = readAvcConfig(toBuffer(config.description))
    const frames: LoopFrame[] = []
    let endS = 0
    for await (const packet of new EncodedPacketSink(track).packets()) {
      if (packet.timestamp < endS - 0.001) throw new Error(`${path}: a loop cannot have B-frames`)
      endS = packet.timestamp + packet.duration
      frames.push({
        key: packet.type === 'key',
        durationMs: packet.duration * 1000,
        packets: framePackets(Buffer.from(packet.data), sets, packet.type === 'key'),
      })
    }
    if (!frames[0]?.key) throw new Error(`${path}: a loop must begin with a key frame`)
    const durationMs = frames.reduce((sum, frame) => sum + frame.durationMs, 0)
    const sound = await input.getPrimaryAudioTrack()
    const payloads: Buffer[] = []
    if (sound) {
      if ((await sound.getDecoderConfig())?.codec !== 'opus') {
        throw new Error(`${path}: the sound of a loop must be Opus`)
      }
      for await (const packet of new EncodedPacketSink(sound).packets()) {
        payloads.push(Buffer.from(packet.data))
      }
    }
    return {
      frames,
      sounds: soundPackets(payloads, durationMs),
      durationMs,
      size: { width: config.codedWidth ?? 0, height: config.codedHeight ?? 0 },
    }
  } finally {
    input.dispose()
  }
}

function framePackets(data: Buffer, sets: readonly Buffer[], key: boolean): Buffer[] {
  const units = splitLengthPrefixed(data).filter((unit) => {
    const type = nalTypeOf(unit)
    return !needless.has(type) && !parameterSets.has(type)
  })
  return packetizeH264(key ? [...sets, ...units] : units).map(withHeaderRoom)
}

/** Exactly as many packets as fit the picture, the last one taking up the rest: both repeat in step for ever. */
function soundPackets(payloads: readonly Buffer[], durationMs: number): LoopSound[] {
  const fitting = payloads.slice(0, Math.floor(durationMs / opusFrameMs))
  const levels = measureOpusLevels(fitting)
  return fitting.map((payload, at) => ({
    durationMs:
      at === fitting.length - 1 ? durationMs - (fitting.length - 1) * opusFrameMs : opusFrameMs,
    packet: withHeaderRoom(payload),
    levelDb: levels[at] ?? silenceDb,
  }))
}

function withHeaderRoom(payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.alloc(rtpHeaderBytes), payload])
}

function splitLengthPrefixed(data: Buffer): Buffer[] {
  const units: Buffer[] = []
  for (let at = 0; at + 4 <= data.length;) {
    const end = at + 4 + data.readUInt32BE(at)
    units.push(data.subarray(at + 4, end))
    at = end
  }
  return units
}

/** SPS and PPS units of an AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3.1). */
function readAvcConfig(record: Buffer): Buffer[] {
  const units: Buffer[] = []
  let at = 5
  for (const mask of [0x1f, 0xff]) {
    const count = record.readUInt8(at) & mask
    at += 1
    for (let unit = 0; unit < count; unit++) {
      const end = at + 2 + record.readUInt16BE(at)
      units.push(record.subarray(at + 2, end))
      at = end
    }
  }
  return units
}

function toBuffer(source: ArrayBufferLike | ArrayBufferView): Buffer {
  return ArrayBuffer.isView(source)
    ? Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    : Buffer.from(source)
}
