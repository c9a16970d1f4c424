import { expect, test } from 'vitest'
import {
  parseSegmentIndex,
  recordedUntilMs,
  segmentsInWindow,
  type SegmentRow,
} from './recording.schema.ts'

function row(epoch: number, seq: number, startAtMs: number, durationMs = 1000): SegmentRow {
  return {
    epoch,
    seq,
    startAtMs,
    durationMs,
    firstPtsTicks: seq * 90_000,
    bytes: 10,
    sha256: 'a'.repeat(64),
    frames: 25,
    keyFrames: 1,
    rtpGaps: 0,
    file: `${seq}.m4s`,
  }
}

test('MD19 a torn last line is ignored, a whole last line without its line end is read', () => {
  const whole = JSON.stringify(row(1, 0, 5000))
  expect(parseSegmentIndex(`${whole}\n${whole.slice(0, 40)}`)).toHaveLength(1)
  expect(parseSegmentIndex(`${whole}\n${whole}`)).toHaveLength(2)
  expect(parseSegmentIndex('')).toEqual([])
})

test('MD19 a whole line that is not a row is an error, not silence', () => {
  expect(() => parseSegmentIndex('{"seq":1}\n')).toThrow(/epoch/)
})

test('MD20 a window takes each segment that shows any of it, across epochs, in time order', () => {
  const rows = [row(2, 0, 3000), row(1, 0, 1000), row(1, 1, 2000)]
  const ids = (inMs: number, outMs: number) =>
    segmentsInWindow(rows, inMs, outMs).map((r) => `${r.epoch}/${r.seq}`)
  expect(ids(1500, 3500)).toEqual(['1/0', '1/1', '2/0'])
  expect(ids(2000, 3000)).toEqual(['1/1'])
  expect(ids(9000, 9500)).toEqual([])
  expect(recordedUntilMs(rows)).toBe(4000)
  expect(recordedUntilMs([])).toBeNull()
})
