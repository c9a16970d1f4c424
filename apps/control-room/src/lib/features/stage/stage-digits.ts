import { clockText, countdownText, durationText, elapsedText } from '#lib/ui/time-text.ts'
import type { StageView } from './stage-view.ts'

const wholeSeconds = (ms: number): number => Math.floor(ms / 1_000) * 1_000

/** The big number; null: the cue wants none. */
export function stageDigits(
  { mood, reading, showElapsedMs }: StageView,
  nowMs: number,
  timeZone: string,
): string | null {
  if (mood === 'ended') return elapsedText(showElapsedMs)
  if (!reading || reading.type === 'clock') return clockText(nowMs, timeZone)
  if (reading.ms === null) return null
  return reading.type === 'up' ? durationText(wholeSeconds(reading.ms)) : countdownText(reading.ms)
}
