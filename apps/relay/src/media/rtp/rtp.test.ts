import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAudioLevel, writeAudioLevel } from './audio-level.ts'
import { parseRtp, rtpHeaderBytes, writeRtpHeader } from './packet.ts'
import { ReorderBuffer } from './reorder-buffer.ts'
import { asksKeyFrame, writeSenderReport } from './rtcp.ts'
import { addSequence, addTimestamp, sequenceDistance, timestampDistance } from './sequence.ts'
import { StreamClock } from './stream-clock.ts'

const sequences = fc.integer({ min: 0, max: 0xffff })
const timestamps = fc.integer({ min: 0, max: 0xffffffff })

test('MD14 going on and measuring back agree across the wrap', () => {
  fc.assert(
    fc.property(sequences, fc.integer({ min: -32_768, max: 32_767 }), (from, count) => {
      expect(sequenceDistance(from, addSequence(from, count))).toBe(count)
    }),
  )
  fc.assert(
    fc.property(timestamps, fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (from, ticks) => {
      expect(timestampDistance(from, addTimestamp(from, ticks))).toBe(ticks)
    }),
  )
})

test('MD14 a header reads back as it was written', () => {
  const headers = fc.record({
    marker: fc.boolean(),
    payloadType: fc.integer({ min: 0, max: 127 }),
    sequence: sequences,
    timestamp: timestamps,
    ssrc: timestamps,
  })
  fc.assert(
    fc.property(headers, fc.uint8Array({ maxLength: 40 }), (header, payload) => {
      const packet = Buffer.concat([Buffer.alloc(rtpHeaderBytes), payload])
      writeRtpHeader(packet, header)
      expect(parseRtp(packet)).toEqual({
        ...header,
        payloadStart: rtpHeaderBytes,
        payloadEnd: packet.length,
      })
    }),
  )
})

test('MD14 any bytes are either a packet whose payload lies inside, or nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const packet = parseRtp(Buffer.from(bytes))
      const inside =
        packet === null ||
        (packet.payloadStart <= packet.payloadEnd && packet.payloadEnd <= bytes.length)
      expect(inside).toBe(true)
    }),
  )
})

test('MD14 an audio level reads back, and is absent where there is no extension', () => {
  const packet = Buffer.alloc(40)
  writeRtpHeader(packet, { marker: false, payloadType: 100, sequence: 1, timestamp: 2, ssrc: 3 })
  expect(readAudioLevel(packet, 6)).toBeNull()
  writeAudioLevel(packet, 6, -31)
  expect(readAudioLevel(packet, 6)).toBe(-31)
  expect(readAudioLevel(packet, 5)).toBeNull()
  expect(parseRtp(packet)?.payloadStart).toBe(20)
})

test('MD14 packets in any order within the buffer come out in order, once, with holes counted', () => {
  fc.assert(
    fc.property(
      sequences,
      fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 8 }),
      fc.infiniteStream(fc.integer({ min: 0, max: 3 })),
      (first, lost, jitter) => {
        const sent = Array.from({ length: 120 }, (_, index) => index).filter(
          (index) => !lost.includes(index),
        )
        const arrival = sent
          .map((index) => ({ index, at: index + (index === 0 ? -9 : (jitter.next().value ?? 0)) }))
          .toSorted((a, b) => a.at - b.at)
        const delivered: number[] = []
        let missing = 0
        const buffer = new ReorderBuffer(16, (ordered) => {
          delivered.push(sequenceDistance(first, ordered.sequence))
          missing += ordered.missingBefore
        })
        for (const { index } of arrival) buffer.push(Buffer.alloc(1), addSequence(first, index))
        expect(delivered).toEqual(sent)
        expect(missing).toBe(lost.length)
      },
    ),
  )
})

test('MD14 a sender that counts anew is followed', () => {
  const delivered: number[] = []
  const buffer = new ReorderBuffer(8, ({ sequence }) => delivered.push(sequence))
  for (const sequence of [20_000, 20_001, 5, 6]) buffer.push(Buffer.alloc(1), sequence)
  expect(delivered).toEqual([20_000, 20_001, 5, 6])
})

test('MD20 the clock believes the earliest packet and projects across the wrap', () => {
  const clock = new StreamClock(90_000)
  clock.observe(0xffffffff - 8999, 1000)
  clock.observe(0, 1095)
  expect(clock.atMs(0)).toBeCloseTo(1095, 6)
  expect(clock.timestampAt(1095)).toBe(0)
})

test('MD20 a late packet hardly moves the clock', () => {
  const clock = new StreamClock(48_000)
  clock.observe(0, 5000)
  clock.observe(960, 5320)
  expect(clock.atMs(960)).toBeGreaterThan(5019)
  expect(clock.atMs(960)).toBeLessThan(5021)
})

test('MD20 a sender report carries its time in NTP format', () => {
  const report = { ssrc: 7, atMs: 1_795_000_000_250, timestamp: 99, packets: 3, bytes: 400 }
  const written = writeSenderReport(report)
  expect(written.readUInt32BE(8) - 2_208_988_800).toBe(1_795_000_000)
  expect(written.readUInt32BE(12)).toBe(2 ** 30)
  expect(written.readUInt32BE(16)).toBe(99)
})

test('MD10 a picture loss is found inside a compound packet', () => {
  const loss = Buffer.from('81ce000200000001000000ff', 'hex')
  const report = writeSenderReport({ ssrc: 1, atMs: 0, timestamp: 0, packets: 0, bytes: 0 })
  expect(asksKeyFrame(Buffer.concat([report, loss]))).toBe(true)
  expect(asksKeyFrame(report)).toBe(false)
  expect(asksKeyFrame(Buffer.from('ffce00ff', 'hex'))).toBe(false)
})
