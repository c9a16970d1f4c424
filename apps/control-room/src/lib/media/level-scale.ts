/** What the relay and the analyser report for silence. */
export const silenceDb = -127

const floorDb = -60

/** Height of a level bar, 0 to 1: linear in decibels from −60 dBFS to full scale. */
export function levelFraction(levelDb: number): number {
  return Math.min(1, Math.max(0, (levelDb - floorDb) / -floorDb))
}

export type LevelZone = 'quiet' | 'good' | 'hot'

/** Speech sits between −40 and −6 dBFS; above that it will clip, below nobody hears it. */
export function levelZone(levelDb: number): LevelZone {
  if (levelDb > -6) return 'hot'
  return levelDb < -40 ? 'quiet' : 'good'
}

/** Root mean square of samples in −1..1 as dBFS, never below silence. */
export function rmsDb(samples: Float32Array): number {
  if (samples.length === 0) return silenceDb
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  return power === 0 ? silenceDb : Math.max(silenceDb, 10 * Math.log10(power))
}

/** `−19 dB`, with a true minus sign; silence has no number. */
export function levelText(levelDb: number): string {
  if (levelDb <= -90) return 'silent'
  return `${levelDb < 0 ? '−' : ''}${Math.abs(Math.round(levelDb))} dB`
}
