/** Time as people read it on the desk. Durations are integer milliseconds, times are epoch milliseconds. */

const secondMs = 1_000

function split(totalSeconds: number): { hours: number; minutes: number; seconds: number } {
  return {
    hours: Math.floor(totalSeconds / 3_600),
    minutes: Math.floor(totalSeconds / 60) % 60,
    seconds: totalSeconds % 60,
  }
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `5:00`, `1:02:03`; never negative. */
export function durationText(durationMs: number): string {
  const { hours, minutes, seconds } = split(Math.max(0, Math.round(durationMs / secondMs)))
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`
}

/** What is left, counted so that `0:00` is reached exactly at the end; over time is `−0:07`. */
export function countdownText(remainingMs: number): string {
  if (remainingMs >= 0) return durationText(Math.ceil(remainingMs / secondMs) * secondMs)
  const over = Math.floor(-remainingMs / secondMs) * secondMs
  return over === 0 ? '0:00' : `−${durationText(over)}`
}

/** `00:24:31`, for how long the show is on air. */
export function elapsedText(elapsedMs: number): string {
  const { hours, minutes, seconds } = split(Math.max(0, Math.floor(elapsedMs / secondMs)))
  return `${two(hours)}:${two(minutes)}:${two(seconds)}`
}

/** `+0:48`, `−1:20`, `on time`. */
export function offsetText(offsetMs: number): string {
  const seconds = Math.round(offsetMs / secondMs)
  if (seconds === 0) return 'on time'
  return `${seconds > 0 ? '+' : '−'}${durationText(Math.abs(seconds) * secondMs)}`
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** `19:24:31` in the show's own time zone, whatever zone the person sits in. */
export function clockText(atMs: number, timeZone: string, withSeconds = true): string {
  const key = `${timeZone}|${withSeconds}`
  const formatter =
    formatters.get(key) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      ...(withSeconds ? { second: '2-digit' } : {}),
    })
  formatters.set(key, formatter)
  return formatter.format(atMs)
}

const maxDurationMs = 24 * 3_600_000

/**
 * Reads what people type for a length: `5` is minutes, `1:30`, `1:02:03`, `90s`, `5m`, `1h`, `1m30`.
 * Null when it is no length.
 */
export function parseDuration(text: string): number | null {
  const typed = text.trim().toLowerCase().replaceAll(/\s+/g, '')
  const clock = /^(?:(\d+):)?(\d+):([0-5]?\d)$/.exec(typed)
  if (clock) {
    return bounded(Number(clock[1] ?? 0) * 3_600 + Number(clock[2]) * 60 + Number(clock[3]))
  }
  const units = /^(?:(\d+)h)?(?:(\d+)(?:m|min|')?)?(?:(\d+)(?:s|")?)?$/.exec(typed)
  if (/^\d+(?:s|")$/.test(typed)) return bounded(Number.parseInt(typed, 10))
  if (!units || typed === '') return null
  return bounded(Number(units[1] ?? 0) * 3_600 + Number(units[2] ?? 0) * 60 + Number(units[3] ?? 0))
}

function bounded(seconds: number): number | null {
  const durationMs = seconds * secondMs
  return durationMs <= maxDurationMs ? durationMs : null
}
