import { expect, it } from 'vitest'
import { createShowOpener } from './show-opener.ts'

it('opens a show once, in order, and tries a failed one anew', async () => {
  const seen: string[] = []
  let broken = true
  const shows = createShowOpener([
    async (showId) => void seen.push(`one ${showId}`),
    async (showId) => {
      if (broken) throw new Error('broken')
      seen.push(`two ${showId}`)
    },
  ])
  await expect(shows.openShow('a')).rejects.toThrow('broken')
  broken = false
  await Promise.all([shows.openShow('a'), shows.openShow('a')])
  expect(seen).toEqual(['one a', 'one a', 'two a'])
})

it('opens nothing more once it is closed, and waits for what was on its way', async () => {
  const seen: string[] = []
  let goOn: () => void = () => undefined
  const first = new Promise<void>((resolve) => (goOn = resolve))
  const shows = createShowOpener([() => first, async () => void seen.push('late')])
  const opening = shows.openShow('a')
  const closing = shows.close()
  goOn()
  await expect(opening).rejects.toMatchObject({ code: 'media.unavailable' })
  await closing
  expect(seen).toEqual([])
})
