import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Seat } from '@stallcast/shared/crew'
import { newCueCard, type CueCard } from '@stallcast/shared/rundown'
import { createShow } from '@stallcast/store/crew'
import { readEvents } from '@stallcast/store/rundown'
import { startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import { LiveHub } from '../live/index.ts'
import { RundownService } from './rundown.service.ts'
import { StageService } from './stage.service.ts'
import { TimersService } from './timers.service.ts'

let test: TestDatabase
let showId = ''
let shows = 0
const relays: { rundown: RundownService }[] = []

beforeAll(async () => {
  test = await startTestDatabase()
})
beforeEach(async () => {
  relays.splice(0).forEach(({ rundown }) => rundown.close())
  showId = `show-${++shows}`
  const words = { slug: showId, title: 'Clock', subtitle: '', currency: 'EUR', timeZone: 'UTC' }
  await createShow(test.database, { id: showId, ...words, plannedStartMs: 1_800_000_000_000 })
})
afterAll(async () => {
  relays.forEach(({ rundown }) => rundown.close())
  await test.stop()
})

const card = (id: string, given: Partial<CueCard> = {}) =>
  newCueCard({ id, title: id, type: 'segment', durationMs: 150, ...given })
const seat = (role: Seat['role'], sessionId: string = role): Seat => ({
  sessionId,
  showId,
  role,
  personName: role,
  tint: 0,
})
const producer = () => seat('producer')
const go = (expectedCueId: string | null) => ({ type: 'clock.go', expectedCueId }) as const

/** What one relay holds of a show; another on the same database stands for a restart, or for a second relay. */
function relay(cues: readonly CueCard[]) {
  const hub = new LiveHub()
  const shared = { database: test.database, publish: hub.publish, now: Date.now }
  const rundown = new RundownService({ ...shared, cues: async () => cues })
  const timers = new TimersService(shared)
  const stage = new StageService({
    ...shared,
    personName: () => null,
    rehearsing: (id) => rundown.rehearsing(id),
  })
  const open = async () => {
    await rundown.open(showId)
    await timers.open(showId)
    await stage.open(showId)
  }
  const made = { hub, rundown, timers, stage, open }
  relays.push(made)
  return made
}
const logged = async () =>
  (await readEvents(test.database, showId, 0)).map(({ type, data, atMs }) => ({ type, data, atMs }))
const taken = async () => (await logged()).filter(({ type }) => type === 'cueTaken')

describe('the clock that goes on by itself', () => {
  const cues = [card('a', { autoFollow: 'play' }), card('b', { autoFollow: 'play' }), card('c')]

  it('RD53 takes each cue at the end of the one before, once, with two relays at work', async () => {
    const first = relay(cues)
    const second = relay(cues)
    await Promise.all([first.open(), second.open()])
    await first.rundown.command(producer(), go(null))
    await second.rundown.reload(showId)
    await expect.poll(async () => (await taken()).length, { timeout: 10_000 }).toBe(3)
    const rows = await taken()
    expect(rows.map(({ data }) => data['cueId'])).toEqual(['a', 'b', 'c'])
    const [a, b, c] = rows.map(({ atMs }) => atMs)
    expect([(b ?? 0) - (a ?? 0), (c ?? 0) - (b ?? 0)]).toEqual([150, 150])
    await second.rundown.reload(showId)
    expect(second.rundown.state(showId)).toEqual(first.rundown.state(showId))
  })

  it('RD53 makes up for it when no relay ran at the end of a cue', async () => {
    const dying = relay(cues)
    await dying.open()
    const { cueTakenAtMs } = await dying.rundown.command(producer(), go(null))
    dying.rundown.close()
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(await taken()).toHaveLength(1)
    const restarted = relay(cues)
    await restarted.open()
    await expect.poll(() => restarted.rundown.state(showId).cue?.id, { timeout: 10_000 }).toBe('c')
    expect(restarted.rundown.state(showId).cueTakenAtMs).toBe((cueTakenAtMs ?? 0) + 300)
  })

  it('RD54 rolls with the plan', async () => {
    const now = Date.now()
    const planned = (id: string, from: number, to: number) =>
      card(id, { plannedStartMs: now + from, plannedEndMs: now + to })
    const { rundown, open } = relay([planned('a', -500, 300), planned('b', 300, 60_000)])
    await open()
    await rundown.command(producer(), { type: 'clock.roll', on: true })
    expect(rundown.state(showId).cueTakenAtMs).toBe(now - 500)
    await expect.poll(() => rundown.state(showId).cue?.id, { timeout: 10_000 }).toBe('b')
    expect(rundown.state(showId).cueTakenAtMs).toBe(now + 300)
  })
})

describe('a rehearsal', () => {
  const cues = [card('a', { autoFollow: 'play' }), card('b'), card('c')]
  const rehearse = (on: boolean) => ({ type: 'clock.rehearse', on }) as const

  it('RD58 leaves no trace in the log, and the clock as it was', async () => {
    const { rundown, stage, hub, open } = relay(cues)
    await open()
    const before = rundown.state(showId)
    await rundown.command(producer(), rehearse(true))
    await rundown.command(producer(), go(null))
    await stage.command(producer(), {
      type: 'stage.send',
      text: 'Louder',
      secondary: null,
      blink: false,
      to: { kind: 'all' },
    })
    await expect.poll(() => rundown.current(showId).cue?.id, { timeout: 10_000 }).toBe('b')
    expect(hub.read(showId, 'rehearsal')?.clock?.cue?.id).toBe('b')
    expect(hub.read(showId, 'clock')).toEqual(before)
    await rundown.command(producer(), { type: 'clock.end' })
    await rundown.command(producer(), rehearse(false))
    expect([rundown.current(showId), await logged()]).toEqual([before, []])
  })

  it('RD58 is not begun while the show is on air, and goes on after a restart', async () => {
    const { rundown, open } = relay(cues)
    await open()
    await rundown.command(producer(), rehearse(true))
    await rundown.command(producer(), go(null))
    const restarted = relay(cues)
    await restarted.open()
    expect(restarted.rundown.rehearsing(showId)).toBe(true)
    await restarted.rundown.command(producer(), rehearse(false))
    await restarted.rundown.command(producer(), go(null))
    await expect(restarted.rundown.command(producer(), rehearse(true))).rejects.toMatchObject({
      code: 'clock.on-air',
    })
  })
})

describe('timers and the stage', () => {
  it('RD60 RD63 come back as they were after a relay has died, and are logged but for the timers', async () => {
    const { timers, stage, open } = relay([])
    await open()
    await timers.command(producer(), { type: 'timer.start', timer: 2 })
    const to = { kind: 'role', role: 'host' } as const
    const asked = { type: 'stage.send', text: 'Wrap', secondary: null, blink: true, to } as const
    const { messages } = await stage.command(producer(), asked)
    const messageId = messages[0]?.id ?? ''
    await stage.command(seat('host'), { type: 'stage.acknowledge', messageId })
    const restarted = relay([])
    await restarted.open()
    expect(restarted.timers.state(showId)).toEqual(timers.state(showId))
    expect(restarted.stage.state(showId)).toEqual(stage.state(showId))
    expect(restarted.stage.state(showId).messages[0]?.acknowledged[0]?.by.role).toBe('host')
    expect((await logged()).map(({ type }) => type)).toEqual(['messageSent', 'messageAcknowledged'])
  })

  it('RD62 are run by host and producer only', async () => {
    const { timers, stage, open } = relay([])
    await open()
    const denied = { code: 'auth.forbidden' }
    const start = { type: 'timer.start', timer: 1 } as const
    await expect(timers.command(seat('editor'), start)).rejects.toMatchObject(denied)
    const clear = { type: 'stage.clear', messageId: null } as const
    await expect(stage.command(seat('guest'), clear)).rejects.toMatchObject(denied)
  })
})
