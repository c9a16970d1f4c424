export const sampleRate = 48_000

export type SourceId = 'cam1' | 'cam2' | 'cam3' | 'slate'

/**
 * One loop of a source's sound: 16-bit stereo, interleaved. Every part of it has come full circle at the
 * end (whole periods, notes that ring over the seam), so that the loop has no click.
 */
export function loopSound(id: SourceId, seconds: number): Int16Array {
  const length = seconds * sampleRate
  const left = new Float32Array(length)
  const right = new Float32Array(length)
  const mix = { left, right, length, seconds }
  score[id](mix)
  const samples = new Int16Array(length * 2)
  for (let i = 0; i < length; i++) {
    samples[2 * i] = toSample(left[i] ?? 0)
    samples[2 * i + 1] = toSample(right[i] ?? 0)
  }
  return samples
}

type Mix = { left: Float32Array; right: Float32Array; length: number; seconds: number }

const score: Record<SourceId, (mix: Mix) => void> = {
  // A thumb piano over a murmur of people.
  cam1(mix) {
    drone(mix, 262, 0.05)
    murmur(mix, 0.09, 0.02, 3)
    const tune = [523, 659, 784, 659, 880, 784, 659, 587, 523, 587, 659, 784, 1047, 880, 784, 659]
    tune.forEach((hz, index) => pluck(mix, (index * mix.seconds) / 16, hz, 0.17, 0.9, index % 2))
  },
  // Glass and cup over the low bubbling of a pot.
  cam2(mix) {
    drone(mix, 330, 0.05)
    murmur(mix, 0.05, 0.006, 5)
    const bells = [1319, 1760, 1568, 2093, 1319, 1976]
    bells.forEach((hz, index) =>
      pluck(mix, (index * mix.seconds) / 6 + 0.3, hz, 0.13, 2.2, index % 2),
    )
  },
  // Water against the quay, and a harbour bell.
  cam3(mix) {
    drone(mix, 196, 0.06)
    murmur(mix, 0.2, 0.035, 2)
    for (const [at, hz] of [
      [0.5, 392],
      [1.1, 392],
      [6.5, 392],
      [7.1, 294],
    ] as const) {
      pluck(mix, at, hz, 0.2, 2.6, 0.5)
    }
  },
  slate(mix) {
    drone(mix, 131, 0.05)
    drone(mix, 196, 0.035)
    drone(mix, 262, 0.02)
  },
}

/** A held note that breathes; `hz` is whole, so that whole periods fill the loop. */
function drone(mix: Mix, hz: number, gain: number): void {
  for (let i = 0; i < mix.length; i++) {
    const at = i / sampleRate
    const breath = 0.75 + 0.25 * Math.sin((2 * Math.PI * 3 * at) / mix.seconds)
    const value = Math.sin(2 * Math.PI * hz * at) * gain * breath
    add(mix, i, value, 0.5)
  }
}

/** A struck note that dies away, over the seam if it must. @param pan 0 left to 1 right */
function pluck(
  mix: Mix,
  startSeconds: number,
  hz: number,
  gain: number,
  ringSeconds: number,
  pan: number,
): void {
  const start = Math.round(startSeconds * sampleRate)
  const count = Math.round(ringSeconds * sampleRate)
  for (let i = 0; i < count; i++) {
    const at = i / sampleRate
    const attack = Math.min(1, at / 0.004)
    const decay = Math.exp((-5.5 * at) / ringSeconds) * (1 - i / count)
    const tone =
      Math.sin(2 * Math.PI * hz * at) + 0.32 * Math.sin(2 * Math.PI * hz * 2.76 * at) * decay
    add(mix, (start + i) % mix.length, tone * gain * attack * decay, 0.3 + 0.4 * pan)
  }
}

/** Filtered noise that swells `swells` times; filtered twice round, so that its end meets its beginning. */
function murmur(mix: Mix, gain: number, cutoff: number, swells: number): void {
  const noise = new Float32Array(mix.length)
  let seed = 20_261_122
  for (let i = 0; i < mix.length; i++) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    noise[i] = seed / 2 ** 31 - 1
  }
  let low = 0
  let lower = 0
  for (let i = 0; i < mix.length * 2; i++) {
    const at = i % mix.length
    low += cutoff * ((noise[at] ?? 0) - low)
    lower += cutoff * (low - lower)
    if (i < mix.length) continue
    const swell = 0.65 + 0.35 * Math.sin((2 * Math.PI * swells * at) / mix.length)
    add(mix, at, (lower / Math.sqrt(cutoff)) * gain * swell, 0.5 + 0.2 * Math.sin(at / 30_000))
  }
}

function add(mix: Mix, index: number, value: number, pan: number): void {
  mix.left[index] = (mix.left[index] ?? 0) + value * (1 - pan) * 2
  mix.right[index] = (mix.right[index] ?? 0) + value * pan * 2
}

function toSample(value: number): number {
  return Math.round(Math.max(-1, Math.min(1, value)) * 32_000)
}
