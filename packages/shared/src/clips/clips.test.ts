import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SegmentRow } from '../media/index.ts'
import { newMarkFields, type Mark } from '../rundown/index.ts'
import { clipFileName } from './clip-name.ts'
import { clipFrameRate, planClip, recordedShare, runsInWindow } from './clip-plan.timing.ts'
import { wantedClips } from './mark-windows.ts'

function mark(fields: Partial<Mark>): Mark {
  return {
    id: 'm1',
    ...newMarkFields({ track: 'program', inAtMs: 1000, createdBy: 'Edda', createdAt: 0 }),
    ...fields,
  }
}

function row(epoch: number, seq: number, startAtMs: number, frames = 25): SegmentRow {
  return {
    epoch,
    seq,
    startAtMs,
    durationMs: 1000,
    firstPtsTicks: seq * 90_000,
    bytes: 10,
    sha256: 'a'.repeat(64),
    frames,
    keyFrames: 1,
    rtpGaps: 0,
    file: `${seq}.m4s`,
  }
}

test('CL1 only a finished, standing mark of a length that can be rendered asks for a clip', () => {
  const asks = (fields: Partial<Mark>) => wantedClips('s', [mark(fields)]).length
  expect(asks({ outAtMs: 2000 })).toBe(1)
  expect(asks({ outAtMs: null })).toBe(0)
  expect(asks({ outAtMs: 2000, deletedAt: 5 })).toBe(0)
  expect(asks({ outAtMs: 1000 })).toBe(0)
  expect(asks({ outAtMs: 1000 + 15 * 60_000 })).toBe(1)
  expect(asks({ outAtMs: 1001 + 15 * 60_000 })).toBe(0)
  expect(asks({ outAtMs: 2000, track: '../other/rec' })).toBe(0)
})

test('CL8 a change of epoch and a missing segment begin another run', () => {
  const rows = [row(1, 0, 0), row(1, 1, 1000), row(1, 3, 3000), row(2, 0, 4000), row(2, 1, 5000)]
  const runs = runsInWindow(rows, 500, 5500)
  expect(runs.map((run) => [run.epoch, run.rows.length])).toEqual([
    [1, 2],
    [1, 1],
    [2, 2],
  ])
})

test('CL9 the rate is the usual one that was recorded, else 30', () => {
  expect(clipFrameRate([row(1, 0, 0, 25)])).toBe(25)
  expect(clipFrameRate([row(1, 0, 0, 30), row(1, 1, 1000, 30)])).toBe(30)
  expect(clipFrameRate([row(1, 0, 0, 15)])).toBe(30)
  expect(clipFrameRate([])).toBe(30)
})

const plan = (inAtMs: number, outAtMs: number, starts: [number, number][]) =>
  planClip(
    { inAtMs, outAtMs },
    25,
    starts.map(([firstFrameAtMs, endAtMs]) => ({ firstFrameAtMs, endAtMs })),
  )

test('CL6 the clip begins on the picture that was on screen at the in mark', () => {
  expect(plan(1030, 2030, [[1000, 3000]])).toEqual({
    frameRate: 25,
    frames: 25,
    durationMs: 1000,
    pieces: [{ run: 0, startAtMs: 1000, leadFrames: 0, frames: 25 }],
  })
})

test('CL7 gaps at the start, between and at the end are held', () => {
  const { pieces } = plan(1000, 5000, [
    [1400, 2000],
    [3000, 4000],
  ])
  expect(pieces).toEqual([
    { run: 0, startAtMs: 1400, leadFrames: 10, frames: 50 },
    { run: 1, startAtMs: 3000, leadFrames: 0, frames: 50 },
  ])
})

test('CL7 a run that is overtaken at once by the next one falls out', () => {
  expect(
    plan(1000, 2000, [
      [1000, 1005],
      [1006, 3000],
    ]).pieces,
  ).toEqual([{ run: 1, startAtMs: 1006, leadFrames: 0, frames: 25 }])
})

test('CL7 pieces always add up to the marked length', () => {
  const window = fc.record({
    inAtMs: fc.integer({ min: 0, max: 10_000 }),
    lengthMs: fc.integer({ min: 1, max: 20_000 }),
    rate: fc.constantFrom(24, 25, 30, 50, 60),
    starts: fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 6 }),
  })
  fc.assert(
    fc.property(window, ({ inAtMs, lengthMs, rate, starts }) => {
      const facts = starts
        .map((start) => start % lengthMs)
        .toSorted((a, b) => a - b)
        .map((start) => ({ firstFrameAtMs: inAtMs + start, endAtMs: inAtMs + start + 500 }))
      const clip = planClip({ inAtMs, outAtMs: inAtMs + lengthMs }, rate, facts)
      const sum = clip.pieces.reduce((all, piece) => all + piece.frames, 0)
      expect(sum).toBe(clip.frames)
      expect(Math.abs(clip.frames / rate - lengthMs / 1000)).toBeLessThanOrEqual(1 / rate)
      for (const piece of clip.pieces) expect(piece.frames).toBeGreaterThan(piece.leadFrames - 1)
    }),
  )
})

test('CL11 tells how much of a window was recorded', () => {
  const rows = [row(1, 0, 0), row(1, 1, 1000)]
  expect(recordedShare(rows, 500, 2500)).toBe(0.75)
  expect(recordedShare(rows, 5000, 6000)).toBe(0)
})

test('CL16 a downloaded clip has a name for people, safe everywhere', () => {
  const name = clipFileName({
    showTitle: 'Harbour Market Live',
    label: 'First sip: 9/16 "hot"',
    inAtMs: Date.UTC(2026, 10, 22, 18, 24, 31),
    timeZone: 'Europe/Lisbon',
  })
  expect(name).toBe('Harbour Market Live - First sip 9 16 hot - 2026-11-22 18.24.31.mp4')
  expect(clipFileName({ showTitle: 'A', label: ' ', inAtMs: 0, timeZone: 'UTC' })).toBe(
    'A - 1970-01-01 00.00.00.mp4',
  )
})
