import { atWallTime, wallTime } from '@stallcast/shared/rundown'

/** A moment as the fields of a form hold it, on the wall of its zone. */
export type StartFields = { date: string; time: string; timeZone: string }

export function startFields(atMs: number, timeZone: string): StartFields {
  const { dateMs, todMs } = wallTime(timeZone, atMs)
  const iso = new Date(dateMs + todMs).toISOString()
  return { date: iso.slice(0, 10), time: iso.slice(11, 16), timeZone }
}

/** Null while the fields hold no moment. */
export function startOf({ date, time, timeZone }: StartFields): number | null {
  const dateMs = Date.parse(`${date}T00:00:00Z`)
  const match = /^(\d{2}):(\d{2})/.exec(time)
  if (Number.isNaN(dateMs) || !match) return null
  const todMs = (Number(match[1]) * 60 + Number(match[2])) * 60_000
  try {
    return atWallTime(timeZone, { dateMs, todMs }).atMs
  } catch {
    return null
  }
}
