import { expect, it } from 'vitest'
import { RelayPicker, showIn } from './relay-picker.ts'

const urls = ['http://one:4700', 'http://two:4700', 'http://three:4700']

function relays(runs: Record<string, string[] | 'down'>): RelayPicker {
  return new RelayPicker({
    urls,
    async ask(url) {
      const shows = runs[url] ?? []
      if (shows === 'down') throw new Error('down')
      return { shows: shows.map((id) => ({ id, slug: `${id}-slug` })) }
    },
  })
}

it('CG47 finds the show in every path of the relay', () => {
  expect(
    [
      '/socket.io/?EIO=4&show=demo&as=host',
      '/collab/show:demo:rundown?as=host',
      '/collab/show%3Ademo%3Afinance',
      '/whep/demo/program',
      '/whep/demo/program/session-1',
      '/api/shows/demo/invites?as=producer',
      '/api/v1/shows/demo/state',
      '/media/shows/demo/clips/c1/clip.mp4',
    ].map(showIn),
  ).toEqual(Array.from({ length: 8 }, () => 'demo'))
  expect(['/socket.io/', '/api/docs', '/%zz'].map(showIn)).toEqual([null, null, null])
})

it('CG47 sends a show to the relay that runs it, by id and by slug', async () => {
  const picker = relays({ [urls[1] ?? '']: ['demo'] })
  await picker.look()
  expect(picker.pick('/collab/show:demo:rundown')).toBe(urls[1])
  expect(picker.pick('/whep/demo-slug/program')).toBe(urls[1])
})

it('CG47 spreads shows that nobody runs, each always to the same relay', async () => {
  const picker = relays({})
  await picker.look()
  const picked = Array.from({ length: 60 }, (_, index) => picker.pick(`/collab/show:s${index}:x`))
  expect(new Set(picked)).toEqual(new Set(urls))
  expect(picker.pick('/socket.io/?show=s7')).toBe(picked[7])
})

it('CG47 passes over a relay that is down, and moves only the shows that pointed there', async () => {
  const before = relays({})
  await before.look()
  const after = relays({ [urls[0] ?? '']: 'down' })
  await after.look()
  const moved: string[] = []
  for (let index = 0; index < 60; index++) {
    const path = `/collab/show:s${index}:x`
    if (after.pick(path) !== before.pick(path)) moved.push(before.pick(path))
  }
  expect(new Set(moved)).toEqual(new Set([urls[0]]))
  expect(moved.length).toBeGreaterThan(0)
})

it('CG47 learns from a failed request before the next look, and asks all when all seem down', () => {
  const picker = relays({})
  const first = picker.pick('/collab/show:demo:x')
  picker.failed(first)
  expect(picker.pick('/collab/show:demo:x')).not.toBe(first)
  for (const url of urls) picker.failed(url)
  expect(picker.pick('/collab/show:demo:x')).toBe(first)
})
