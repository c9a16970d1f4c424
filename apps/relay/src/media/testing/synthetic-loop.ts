import { packetizeH264 } from '../rtp/h264-packetize.ts'
import { rtpHeaderBytes } from '../rtp/packet.ts'
import type { LoopFile } from '../sources/loop-file.ts'
import { LoopSource, type LoopOutlets } from '../sources/loop-source.ts'

/**
 * A loop whose every unit names the source and the frame, so that a test can read on the far side what it
 * got: slice header byte, source mark, frame number.
 */
export function syntheticLoop(options: {
  mark: number
  frames?: number
  keyEvery?: number
  frameMs?: number
  sound?: boolean
}): LoopFile {
  const { mark, frames = 50, keyEvery = 12, frameMs = 40, sound = true } = options
  const withRoom = (payload: Buffer) => Buffer.concat([Buffer.alloc(rtpHeaderBytes), payload])
  return {
    durationMs: frames * frameMs,
    size: { width: 640, height: 360 },
    frames: Array.from({ length: frames }, (_, at) => {
      const key = at % keyEvery === 0
      const slice = Buffer.concat([
        Buffer.of(key ? 0x65 : 0x41, mark, at),
        Buffer.alloc(key ? 2500 : 90),
      ])
      const units = key
        ? [Buffer.of(0x67, 0x42, 0xc0, 0x1f), Buffer.of(0x68, 0xce), slice]
        : [slice]
      return { key, durationMs: frameMs, packets: packetizeH264(units).map(withRoom) }
    }),
    sounds: sound
      ? Array.from({ length: (frames * frameMs) / 20 }, (_, at) => ({
          durationMs: 20,
          packet: withRoom(Buffer.of(0xfc, mark, at)),
          levelDb: -20 - mark,
        }))
      : [],
  }
}

/** Outlets that lead nowhere: what the source sends is read from its feeds. */
export function mutedOutlets(sound = true): LoopOutlets {
  const outlet = (ssrc: number, payloadType: number) => ({
    producerId: `p${ssrc}`,
    ssrc,
    payloadType,
    send: () => undefined,
  })
  return { video: outlet(11, 101), audio: sound ? outlet(12, 100) : null }
}

export function syntheticSource(
  id: string,
  options: Parameters<typeof syntheticLoop>[0],
  nowMs: number,
): LoopSource {
  const file = syntheticLoop(options)
  const outlets = mutedOutlets(file.sounds.length > 0)
  return new LoopSource({ id, label: id, number: null, file }, outlets, nowMs)
}
