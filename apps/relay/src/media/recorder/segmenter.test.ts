import { expect, test } from 'vitest'
import { PacketFan } from '../rtp/feed.ts'
import { packetizeH264 } from '../rtp/h264-packetize.ts'
import { parseRtp, rtpHeaderBytes, writeRtpHeader } from '../rtp/packet.ts'
import { addSequence, addTimestamp } from '../rtp/sequence.ts'
import { StreamClock } from '../rtp/stream-clock.ts'
import { Segmenter, type SegmentDraft } from './segmenter.ts'

const small = Buffer.from('6742c01fda0280bfe5c044000003000400000300c83c60ca80', 'hex')
const large = Buffer.from('674d4028d900780227e5c044000003000400000300f03c60c920', 'hex')
const pps = Buffer.from('68ce3c80', 'hex')

/** A camera at 25 frames a second whose frames and packets the test chooses. */
function setUp() {
  const segments: SegmentDraft[] = []
  const epochs: Buffer[] = []
  let asked = 0
  const clock = new StreamClock(90_000)
  clock.fix(0xfffff000, 50_000)
  const video = new PacketFan('video', clock, () => asked++)
  const audio = new PacketFan('audio', new StreamClock(48_000))
  audio.clock.fix(7, 50_000)
  const segmenter = new Segmenter({
    onEpoch: (init) => epochs.push(init),
    onSegment: (segment) => segments.push(segment),
  })
  segmenter.attach(video, audio)
  let frame = 0
  let sequence = 65_500
  const send = (options: { key?: boolean; sps?: Buffer; drop?: boolean; skipMs?: number } = {}) => {
    const { key = false, sps = small, drop = false, skipMs = 0 } = options
    frame += skipMs / 40
    const atMs = 50_000 + frame * 40
    const slice = Buffer.concat([Buffer.of(key ? 0x65 : 0x41), Buffer.alloc(1600, frame)])
    const payloads = packetizeH264(key ? [sps, pps, slice] : [slice])
    for (const [at, payload] of payloads.entries()) {
      sequence = addSequence(sequence, 1)
      if (drop) continue
      emit(video, payload, {
        sequence,
        timestamp: addTimestamp(0xfffff000, frame * 3600),
        marker: at === payloads.length - 1,
        atMs,
      })
    }
    for (const half of [0, 1]) {
      const sound = frame * 2 + half
      const timestamp = addTimestamp(7, sound * 960)
      emit(audio, Buffer.of(0xfc, sound), { sequence: sound, timestamp, marker: false, atMs })
    }
    frame++
  }
  const run = (frames: number, keyEvery: number, sps?: Buffer) => {
    for (let at = 0; at < frames; at++) send({ key: at % keyEvery === 0, ...(sps ? { sps } : {}) })
  }
  return { segments, epochs, segmenter, send, run, asked: () => asked }
}

function emit(
  fan: PacketFan,
  payload: Buffer,
  fields: { sequence: number; timestamp: number; marker: boolean; atMs: number },
): void {
  const bytes = Buffer.concat([Buffer.alloc(rtpHeaderBytes), payload])
  writeRtpHeader(bytes, { ...fields, payloadType: 96, ssrc: 1 })
  const header = parseRtp(bytes)
  if (header) fan.emit(bytes, header, fields.atMs)
}

test('MD17 nothing is recorded before a key frame, and each segment begins with one', () => {
  const { segments, epochs, segmenter, send, run } = setUp()
  for (let at = 0; at < 7; at++) send()
  expect(epochs).toHaveLength(0)
  run(75, 12)
  segmenter.end()
  expect(epochs).toHaveLength(1)
  expect(segments.map(({ frames }) => frames)).toEqual([24, 24, 24, 3])
  expect(segments.map(({ seq }) => seq)).toEqual([0, 1, 2, 3])
  expect(segments[0]?.startAtMs).toBeCloseTo(50_280, 6)
  expect(segments.map(({ durationMs }) => durationMs)).toEqual([960, 960, 960, 120])
  expect(segments.map(({ firstPtsTicks }) => firstPtsTicks)).toEqual([0, 86_400, 172_800, 259_200])
})

test('MD17 a source that makes no key frames by itself is asked for them', () => {
  const { run, asked } = setUp()
  run(100, 1000)
  expect(asked()).toBeGreaterThanOrEqual(4)
})

test('MD18 other picture parameters begin a new epoch', () => {
  const { segments, epochs, segmenter, run } = setUp()
  run(25, 12)
  run(25, 12, large)
  segmenter.end()
  expect(epochs).toHaveLength(2)
  expect(epochs[0]?.includes(small) && epochs[1]?.includes(large)).toBe(true)
  const ofSecond = segments.slice(segments.findLastIndex(({ seq }) => seq === 0))
  expect(ofSecond[0]).toMatchObject({ seq: 0, firstPtsTicks: 0, startAtMs: 51_000 })
})

test('MD18 a gap begins a new epoch, at the next key frame', () => {
  const { segments, epochs, segmenter, send, run } = setUp()
  run(25, 12)
  send({ skipMs: 4000 })
  expect(epochs).toHaveLength(1)
  run(25, 12)
  segmenter.end()
  expect(epochs).toHaveLength(2)
  expect(segments.at(-1)?.startAtMs).toBeGreaterThan(55_000)
})

test('MD20 lost packets are counted and the times of what follows stay true', () => {
  const { segments, segmenter, send, run } = setUp()
  run(5, 12)
  send({ drop: true })
  // The reorder buffer waits for a retransmission before it gives the hole up.
  run(96, 12)
  segmenter.end()
  expect(segments.reduce((sum, { rtpGaps }) => sum + rtpGaps, 0)).toBe(2)
  const [first, second] = segments
  expect(second?.startAtMs).toBeCloseTo((first?.startAtMs ?? 0) + (first?.durationMs ?? 0), 6)
})

test('MD20 sound lies where it was heard: as long as the picture, without a hole', () => {
  const { segments, segmenter, run } = setUp()
  run(72, 12)
  segmenter.end()
  const heard = segments.map(({ bytes }) => countSounds(bytes))
  expect(heard.reduce((sum, count) => sum + count, 0)).toBe(144)
})

/** Samples in the second trun of a segment. */
function countSounds(segment: Buffer): number {
  const first = segment.indexOf('trun')
  const second = segment.indexOf('trun', first + 4)
  return second < 0 ? 0 : segment.readUInt32BE(second + 8)
}
