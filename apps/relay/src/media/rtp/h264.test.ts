import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { H264Depacketizer, startsKeyFrame } from './h264.ts'
import { packetizeH264 } from './h264-packetize.ts'

const unit = fc
  .tuple(
    fc.constantFrom(0x67, 0x68, 0x65, 0x41, 0x06),
    fc.uint8Array({ minLength: 1, maxLength: 900 }),
  )
  .map(([header, body]) => Buffer.concat([Buffer.of(header), body]))

test('MD15 units survive packetising and putting together, whatever their size', () => {
  fc.assert(
    fc.property(
      fc.array(unit, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 40, max: 300 }),
      (units, payloadBytes) => {
        const payloads = packetizeH264(units, payloadBytes)
        const depacketizer = new H264Depacketizer()
        const back = payloads.flatMap((payload) => depacketizer.push(payload))
        expect(back.map((b) => b.toString('hex'))).toEqual(units.map((u) => u.toString('hex')))
        expect(Math.max(...payloads.map((p) => p.length))).toBeLessThanOrEqual(payloadBytes)
      },
    ),
  )
})

test('MD15 any bytes are taken without a throw', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 30 })), (payloads) => {
      const depacketizer = new H264Depacketizer()
      expect(() => payloads.map((p) => depacketizer.push(Buffer.from(p)))).not.toThrow()
    }),
  )
})

test('MD15 a fragmented unit whose start was missed is left out', () => {
  const [, ...rest] = packetizeH264([Buffer.concat([Buffer.of(0x65), Buffer.alloc(500)])], 100)
  const depacketizer = new H264Depacketizer()
  expect(rest.flatMap((payload) => depacketizer.push(payload))).toEqual([])
})

test.each([
  ['SPS alone', '6742', true],
  ['IDR alone', '65aa', true],
  ['STAP-A that begins with SPS', '780002674200026801', true],
  ['STAP-A that begins with a slice', '78000241aa', false],
  ['FU-A start of an IDR', '7c85aa', true],
  ['FU-A middle of an IDR', '7c05aa', false],
  ['FU-A start of a slice', '5c81aa', false],
  ['a slice', '41aa', false],
  ['PPS alone', '68ce', false],
  ['a cut FU-A', '7c', false],
  ['nothing', '', false],
])('MD16 %s', (_, hex, expected) => {
  const payload = Buffer.from(hex, 'hex')
  expect(startsKeyFrame(payload, 0, payload.length)).toBe(expected)
})

test('MD16 what the packetiser makes of a key frame is recognised by its first packet', () => {
  const [first, ...rest] = packetizeH264([
    Buffer.from('6742c01f', 'hex'),
    Buffer.from('68ce3c80', 'hex'),
    Buffer.concat([Buffer.of(0x65), Buffer.alloc(4000)]),
  ])
  expect(first && startsKeyFrame(first, 0, first.length)).toBe(true)
  expect(rest.length).toBeGreaterThan(2)
})
