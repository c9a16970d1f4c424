import { expect, it } from 'vitest'
import { Serial } from './serial.ts'

it('runs one key in order, and goes on after a failure', async () => {
  const serial = new Serial<string>()
  const seen: string[] = []
  const slow = serial.run('a', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    seen.push('slow')
    throw new Error('broken')
  })
  const quick = serial.run('a', async () => seen.push('quick'))
  const other = serial.run('b', async () => seen.push('other'))
  await expect(slow).rejects.toThrow('broken')
  await Promise.all([quick, other])
  expect(seen).toEqual(['other', 'slow', 'quick'])
})
