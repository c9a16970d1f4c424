import type { EpochMs } from '../../kernel/index.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Zones change their offset on quarter hours only, so one answer holds for a quarter of an hour. */
const quarterMs = hourMs / 4
const mostOffsetsKept = 20_000

const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, number>()

/**
 * How far the clocks of a zone are ahead of UTC at a moment.
 * @throws RangeError for a zone that `Intl` does not know
 */
export function zoneOffsetMs(timeZone: string, atMs: EpochMs): number {
  const quarter = Math.floor(atMs / quarterMs)
  const key = `${timeZone} ${quarter}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    formats.set(timeZone, format)
  }
  const name = format.formatToParts(quarter * quarterMs).find(({ type }) => type === 'timeZoneName')
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name?.value ?? '') ?? []
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000 * (sign === '-' ? -1 : 1)
  if (offsets.size >= mostOffsetsKept) offsets.clear()
  offsets.set(key, offset)
  return offset
}

/** What a clock on the wall shows: its date (as midnight UTC of that date), and the time since its midnight. */
export type WallTime = { dateMs: number; todMs: number }

export function wallTime(timeZone: string, atMs: EpochMs): WallTime {
  const localMs = atMs + zoneOffsetMs(timeZone, atMs)
  const dateMs = Math.floor(localMs / dayMs) * dayMs
  return { dateMs, todMs: localMs - dateMs }
}

/** `left-out`: clocks jump over that time; `twice`: they show it twice. */
export type WallMoment = { atMs: EpochMs; trouble: 'left-out' | 'twice' | null }

/**
 * When the clocks of a zone show a date and time (RD45). A time that they jump over is taken as long after the
 * jump as it lies behind its beginning, one that they show twice is the first (as `Temporal` does by default).
 */
export function atWallTime(timeZone: string, { dateMs, todMs }: WallTime): WallMoment {
  const localMs = dateMs + todMs
  const before = localMs - zoneOffsetMs(timeZone, localMs - dayMs)
  const after = localMs - zoneOffsetMs(timeZone, localMs + dayMs)
  if (before === after) return { atMs: before, trouble: null }
  const shows = (atMs: EpochMs) => atMs + zoneOffsetMs(timeZone, atMs) === localMs
  if (shows(before)) return { atMs: before, trouble: shows(after) ? 'twice' : null }
  return shows(after) ? { atMs: after, trouble: null } : { atMs: before, trouble: 'left-out' }
}

/** A time of day up to this long before the moment it is looked for is behind it; else it is yet to come. */
const longestPastMs = 6 * hourMs

/**
 * The time of day that belongs to `nearMs` (RD44): at most six hours before it, otherwise the next one to come.
 * So a show that runs over says so, and one that goes past midnight goes on with the next day.
 */
export function timeOfDayNear(timeZone: string, todMs: number, nearMs: EpochMs): WallMoment {
  const near = wallTime(timeZone, nearMs)
  const behindMs = near.todMs - todMs
  const days = behindMs >= longestPastMs ? 1 : behindMs < longestPastMs - dayMs ? -1 : 0
  return atWallTime(timeZone, { dateMs: near.dateMs + days * dayMs, todMs })
}
