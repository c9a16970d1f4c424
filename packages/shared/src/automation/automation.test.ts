import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idleClock, newCueCard, type ClockState } from '../rundown/index.ts'
import {
  apiActions,
  fillText,
  isRelease,
  newApiKeySchema,
  outputTargetSchema,
  parseOscAddress,
  readOscRequest,
  retryAfterMs,
  scopeOfCommand,
  seesState,
  timedMoments,
} from './index.ts'

describe('scopes', () => {
  it('AU2 every action asks for the scope of the command that it ends in', () => {
    const show = {
      onAirCueId: 'on',
      nextCueId: 'next',
      cueId: () => 'cue',
      sourceId: () => 'source',
    }
    for (const { scope, command } of apiActions) {
      expect(scopeOfCommand(command({ timer: 1, on: true }, show).type)).toBe(scope)
    }
    expect(scopeOfCommand('settlement.approve')).toBeNull()
  })

  it('AU6 without expectedCueId an action means what is on air; null and an id are taken as said', () => {
    const go = apiActions.find(({ id }) => id === 'go')
    const show = { onAirCueId: 'on', nextCueId: null, cueId: () => '', sourceId: () => '' }
    expect(go?.command({}, show)).toEqual({ type: 'clock.go', expectedCueId: 'on' })
    expect(go?.command({ expectedCueId: null }, show)).toMatchObject({ expectedCueId: null })
    expect(go?.command({ expectedCueId: 'x' }, show)).toMatchObject({ expectedCueId: 'x' })
  })

  it('AU9 shows money to the scope for it, and people to no key', () => {
    expect(seesState(['read'], 'clock')).toBe(true)
    expect(seesState(['read'], 'sales')).toBe(false)
    expect(seesState(['sales.read'], 'sales')).toBe(true)
    expect(seesState(['read', 'sales.read'], 'audience')).toBe(false)
  })

  it('AU2 a key needs a scope, and names each once', () => {
    const wanted = { name: 'Deck', scopes: ['read', 'read'], hours: null }
    expect(newApiKeySchema.parse(wanted).scopes).toEqual(['read'])
    expect(newApiKeySchema.safeParse({ ...wanted, scopes: [] }).success).toBe(false)
  })
})

describe('deliveries', () => {
  it('AU14 waits longer each time and gives up after about a day', () => {
    const waits: number[] = []
    for (let failed = 1; ; failed += 1) {
      const wait = retryAfterMs('webhook', failed)
      if (wait === null) break
      waits.push(wait)
    }
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    const hours = waits.reduce((sum, wait) => sum + wait, 0) / 3_600_000
    expect([waits.length, hours > 18 && hours < 30]).toEqual([9, true])
    expect(retryAfterMs('osc', 3)).toBeNull()
  })

  it('AU12 fills in what is there and leaves the rest empty', () => {
    const facts = { title: 'Mug', seq: 4, nested: { a: 1 } }
    expect(fillText('{title} #{seq} {gone}{nested}{__proto__}', facts)).toBe('Mug #4 ')
  })

  it('AU17 takes web addresses without a name or password', () => {
    const fits = (url: string) => outputTargetSchema.safeParse({ kind: 'webhook', url }).success
    expect(['https://a.example/x', 'http://10.0.0.1:80/'].map(fits)).toEqual([true, true])
    expect(['ftp://a.example', 'https://me:pw@a.example', 'nonsense'].map(fits)).toEqual([
      false,
      false,
      false,
    ])
  })
})

describe('OSC', () => {
  it('AU20 reads slug, token and words, and nothing that is not ours', () => {
    expect(parseOscAddress('/stallcast/my-show/go')).toEqual({
      slug: 'my-show',
      token: null,
      words: ['go'],
    })
    expect(parseOscAddress('/stallcast/my-show/t-abcdefghijklmn23/jump/4a')).toEqual({
      slug: 'my-show',
      token: 't-abcdefghijklmn23',
      words: ['jump', '4a'],
    })
    for (const other of ['/go', '/stallcast', '/stallcast//go', '/stallcast/s', '/stallcast/s//']) {
      expect(parseOscAddress(other)).toBeNull()
    }
  })

  it('AU21 a button that is let go asks for nothing', () => {
    expect([isRelease([0]), isRelease([false]), isRelease([1]), isRelease([])]).toEqual([
      true,
      true,
      false,
      false,
    ])
    for (const word of ['go', 'take', 'hold']) expect(readOscRequest([word], [0])).toBeNull()
    expect(readOscRequest(['go'], [1.0])?.scope).toBe('clock')
  })

  it('AU21 takes the value from the address or the first argument', () => {
    const jump = { kind: 'action', action: 'jump', body: { number: '4a' } }
    expect(readOscRequest(['jump', '4a'], [1])?.ask).toEqual(jump)
    expect(readOscRequest(['jump'], ['4a'])?.ask).toEqual(jump)
    expect(readOscRequest(['cut', 'slate'], [])?.ask).toMatchObject({ body: { sourceId: 'slate' } })
    expect(readOscRequest(['preview'], [2])?.ask).toMatchObject({ body: { number: 2 } })
    expect(readOscRequest(['timer', '2', 'add'], [1.5])?.ask).toMatchObject({
      body: { timer: 2, deltaMs: 1_500 },
    })
  })

  it('AU21 whatever is asked parses as its action, or is refused; it never throws', () => {
    const value = fc.oneof(fc.string(), fc.double(), fc.boolean())
    const words = fc.array(
      fc.oneof(
        fc.constantFrom('go', 'jump', 'timer', 'stage', 'add', '1', 'constructor'),
        fc.string(),
      ),
      { minLength: 1, maxLength: 5 },
    )
    fc.assert(
      fc.property(words, fc.array(value, { maxLength: 4 }), (given, args) => {
        const read = readOscRequest(given, args)
        if (read?.ask.kind !== 'action') return
        const { action: id, body } = read.ask
        const action = apiActions.find((each) => each.id === id)
        expect(action?.scope).toBe(read.scope)
        action?.body.safeParse(body)
      }),
    )
  })
})

describe('timed moments', () => {
  const cue = newCueCard({
    id: 'a',
    title: 'A',
    type: 'segment',
    durationMs: 100_000,
    warnMs: 30_000,
    dangerMs: 10_000,
  })
  const clock: ClockState = { ...idleClock, phase: 'running', cue, cueTakenAtMs: 1_000_000 }

  it('AU31 come when so much is left, later when time is added, and not while held', () => {
    expect(timedMoments(clock, 1_000_000)).toEqual([
      { moment: 'warning', inMs: 70_000 },
      { moment: 'danger', inMs: 90_000 },
    ])
    expect(timedMoments({ ...clock, cueAddedMs: 5_000 }, 1_000_000)[0]?.inMs).toBe(75_000)
    const held: ClockState = { ...clock, phase: 'held', heldSinceMs: 1_080_000 }
    expect(timedMoments(held, 2_000_000)).toEqual([
      { moment: 'warning', inMs: -10_000 },
      { moment: 'danger', inMs: null },
    ])
  })

  it('AU31 are none without a cue, a length or a threshold', () => {
    expect(timedMoments(idleClock, 5)).toEqual([])
    expect(timedMoments({ ...clock, cue: { ...cue, durationMs: 0 } }, 1_000_000)).toEqual([])
    const calm = { ...cue, warnMs: 0, dangerMs: 0 }
    expect(timedMoments({ ...clock, cue: calm }, 1_000_000)).toEqual([])
  })
})
