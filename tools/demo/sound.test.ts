import { expect, test } from 'vitest'
import { loopSound } from './sound.ts'

test.each(['cam1', 'cam2', 'cam3', 'slate'] as const)('DM11 the loop of %s has no click', (id) => {
  const samples = loopSound(id, 12)
  expect(samples).toHaveLength(12 * 48_000 * 2)
  let largest = 0
  for (let at = 2; at < samples.length; at++) {
    largest = Math.max(largest, Math.abs((samples[at] ?? 0) - (samples[at - 2] ?? 0)))
  }
  for (const channel of [0, 1]) {
    const seam = Math.abs((samples[channel] ?? 0) - (samples[samples.length - 2 + channel] ?? 0))
    expect(seam).toBeLessThanOrEqual(largest)
  }
  expect(largest).toBeLessThan(14_000)
})
