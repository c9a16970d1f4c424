import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { PacketFan } from '../rtp/feed.ts'
import { startsKeyFrame } from '../rtp/h264.ts'
import { parseRtp, rtpHeaderBytes, writeRtpHeader, type RtpPacket } from '../rtp/packet.ts'
import { addSequence, addTimestamp, sequenceDistance, timestampDistance } from '../rtp/sequence.ts'
import { StreamClock } from '../rtp/stream-clock.ts'
import type { MediaSource } from '../sources/media-source.ts'
import { syntheticSource } from '../testing/synthetic-loop.ts'
import { ProgramBus, type ProgramOutlets } from './program-bus.ts'

type Sent = RtpPacket & { bytes: Buffer; atMs: number }

/** A bus on a clock of its own, with three loops and a slate, and everything that it sent. */
function setUp() {
  const time = { nowMs: 1_000_000 }
  const video: Sent[] = []
  const audio: Sent[] = []
  const keep = (list: Sent[]) => (bytes: Buffer) => {
    const header = parseRtp(bytes)
    if (header) list.push({ ...header, bytes: Buffer.from(bytes), atMs: time.nowMs })
  }
  const outlets: ProgramOutlets = {
    video: { ssrc: 77, payloadType: 101, send: keep(video) },
    audio: { ssrc: 78, payloadType: 100, send: keep(audio) },
    sendRtcp: () => undefined,
  }
  const slate = syntheticSource('slate', { mark: 9, sound: false }, time.nowMs)
  const loops = [1, 2, 3].map((mark) =>
    syntheticSource(`cam${mark}`, { mark, keyEvery: 10 + mark }, time.nowMs + mark * 7),
  )
  const bus = new ProgramBus(slate, [outlets], () => time.nowMs)
  const run = (ms: number) => {
    for (const end = time.nowMs + ms; time.nowMs < end; time.nowMs += 10) {
      for (const source of [slate, ...loops]) source.tick(time.nowMs)
      bus.tick(time.nowMs)
    }
  }
  return { time, video, audio, slate, loops, bus, run }
}

/** Which source's picture a packet shows (mark in the second byte of the unit), null for a later fragment. */
function markOf({ bytes }: Sent): number | null {
  const type = (bytes[rtpHeaderBytes] ?? 0) & 0x1f
  return type === 1 ? (bytes[rtpHeaderBytes + 1] ?? null) : null
}

function steps(sent: Sent[]): { sequence: number; ticks: number }[] {
  return sent.slice(1).map((packet, at) => ({
    sequence: sequenceDistance(sent[at]?.sequence ?? 0, packet.sequence),
    ticks: timestampDistance(sent[at]?.timestamp ?? 0, packet.timestamp),
  }))
}

test('MD9 across forty takes nothing is missing and time only grows', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 40 })), {
        minLength: 40,
        maxLength: 40,
      }),
      (takes) => {
        const { video, audio, slate, loops, bus, run } = setUp()
        run(300)
        for (const [which, tens] of takes) {
          bus.show(loops[which] ?? slate)
          run(tens * 10)
        }
        expect(steps(video).every((step) => step.sequence === 1 && step.ticks >= 0)).toBe(true)
        expect(steps(audio).every((step) => step.sequence === 1 && step.ticks >= 960)).toBe(true)
        expect(new Set(video.map((packet) => packet.ssrc))).toEqual(new Set([77]))
      },
    ),
    { numRuns: 15 },
  )
})

test('MD10 each source begins with the first packet of a key frame, within one frame of the take', () => {
  const { video, loops, bus, run, time } = setUp()
  run(500)
  for (let take = 0; take < 12; take++) {
    const source = loops[take % 3]
    if (!source) throw new Error('no source')
    const before = video.length
    const takenAtMs = time.nowMs
    bus.show(source)
    run(200)
    const first = video
      .slice(before)
      .find((packet) => startsKeyFrame(packet.bytes, packet.payloadStart, packet.payloadEnd))
    expect(first && first.atMs - takenAtMs).toBeLessThanOrEqual(50)
    const marks = video
      .slice(video.indexOf(first as Sent))
      .map(markOf)
      .filter((mark) => mark !== null)
    expect(new Set(marks)).toEqual(new Set([(take % 3) + 1]))
  }
})

test('MD12 the slate replaces a source that stopped, and the source comes back on a key frame', () => {
  const { video, slate, loops, bus, run } = setUp()
  const [camera] = loops
  if (!camera) throw new Error('no camera')
  bus.show(camera)
  run(500)
  camera.pause()
  bus.show(slate)
  run(100)
  expect(bus.onAir?.id).toBe('slate')
  bus.show(camera)
  run(400)
  expect(bus.onAir?.id).toBe('slate')
  camera.resume(1_001_000)
  run(100)
  expect(bus.onAir?.id).toBe('cam1')
  expect(steps(video).every((step) => step.sequence === 1 && step.ticks >= 0)).toBe(true)
})

test('MD13 sound goes on at its own pace through a source that has none', () => {
  const { audio, loops, bus, run } = setUp()
  run(2000)
  expect(audio.length).toBeGreaterThanOrEqual(99)
  expect(audio.length).toBeLessThanOrEqual(101)
  const [camera] = loops
  if (camera) bus.show(camera)
  run(1000)
  expect(audio.length).toBeGreaterThanOrEqual(147)
  expect(audio.at(-1)?.bytes[rtpHeaderBytes + 1]).toBe(1)
  expect(steps(audio).every((step) => step.ticks <= 960 * 3)).toBe(true)
})

test('MD11 stragglers of the old source and packets from before the key frame of the new one are dropped', () => {
  const { video, slate, bus, run } = setUp()
  run(200)
  const { source, feed, send } = manualSource()
  bus.show(source)
  send({ sequence: 65_530, timestamp: 1000, unit: 0x41 })
  send({ sequence: 65_534, timestamp: 4600, unit: 0x65 })
  expect(bus.onAir?.id).toBe('manual')
  const count = video.length
  send({ sequence: 65_532, timestamp: 1000, unit: 0x41 })
  expect(video.length).toBe(count)
  send({ sequence: 0, timestamp: 8200, unit: 0x41 })
  send({ sequence: 65_535, timestamp: 4600, unit: 0x41 })
  expect(steps(video.slice(count - 1)).map((step) => step.sequence)).toEqual([2, -1])
  bus.show(slate)
  run(100)
  const after = video.length
  send({ sequence: 1, timestamp: 8200, unit: 0x41 })
  expect(video.length).toBe(after)
  expect(feed.kind).toBe('video')
})

/** A source whose packets the test sends one by one. */
function manualSource() {
  const clock = new StreamClock(90_000)
  clock.observe(1000, 1_000_200)
  const feed = new PacketFan('video', clock)
  const source: MediaSource = {
    id: 'manual',
    kind: 'browser',
    label: 'Manual',
    wantedNumber: null,
    ownerSessionId: 's',
    video: feed,
    audio: null,
    pictureSize: null,
    producerId: () => null,
    audioLevelDb: () => null,
  }
  const send = (fields: { sequence: number; timestamp: number; unit: number }) => {
    const bytes = Buffer.alloc(40)
    bytes.writeUInt8(fields.unit, rtpHeaderBytes)
    writeRtpHeader(bytes, {
      marker: true,
      payloadType: 96,
      ssrc: 5,
      sequence: addSequence(fields.sequence, 0),
      timestamp: addTimestamp(fields.timestamp, 0),
    })
    const header = parseRtp(bytes)
    if (header) feed.emit(bytes, header, 1_000_250)
  }
  return { source, feed, send }
}
