import fc from 'fast-check'
import { expect, it } from 'vitest'
import { atWallTime, timeOfDayNear, wallTime } from './wall-time.ts'

const hourMs = 3_600_000
const zones = ['UTC', 'Europe/Lisbon', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe']

it('RD45 the clocks of a zone and its moments agree, but for the times that are shown twice', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) }),
      fc.constantFrom(...zones),
      (atMs, zone) => {
        const shown = wallTime(zone, atMs)
        const again = atWallTime(zone, shown)
        expect(wallTime(zone, again.atMs)).toEqual(shown)
        expect(again.trouble).not.toBe('left-out')
        if (again.trouble === null) expect(again.atMs).toBe(atMs)
      },
    ),
  )
})

it('RD45 takes the first of two, and moves on what is left out', () => {
  const spring = { dateMs: Date.UTC(2027, 2, 28), todMs: 2.5 * hourMs }
  expect(atWallTime('Europe/Berlin', spring)).toEqual({
    atMs: Date.UTC(2027, 2, 28, 1, 30),
    trouble: 'left-out',
  })
  const autumn = { dateMs: Date.UTC(2027, 9, 31), todMs: 2.5 * hourMs }
  expect(atWallTime('Europe/Berlin', autumn)).toEqual({
    atMs: Date.UTC(2027, 9, 31, 0, 30),
    trouble: 'twice',
  })
})

it('RD44 finds the time of day at most six hours back, else ahead', () => {
  const near = Date.UTC(2027, 4, 14, 20)
  const hours = (todMs: number) => (timeOfDayNear('UTC', todMs, near).atMs - near) / hourMs
  expect([14.5, 14, 20, 23, 0, 9].map((hour) => hours(hour * hourMs))).toEqual([
    -5.5, 18, 0, 3, 4, 13,
  ])
  const early = Date.UTC(2027, 4, 14, 1)
  expect((timeOfDayNear('UTC', 23 * hourMs, early).atMs - early) / hourMs).toBe(-2)
})
