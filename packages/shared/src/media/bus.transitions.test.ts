import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDomainError } from '../kernel/index.ts'
import { decideBus, emptyBus, type BusCommand, type SourceFacts } from './bus.transitions.ts'
import { slateSourceId, type BusState } from './media.schema.ts'

const live: SourceFacts[] = [
  { id: 'slate', label: 'Slate', state: 'live' },
  { id: 'cam1', label: 'Camera 1', state: 'live' },
  { id: 'cam2', label: 'Camera 2', state: 'live' },
]
const withLost = (id: string): SourceFacts[] =>
  live.map((source) => (source.id === id ? { ...source, state: 'lost' } : source))

function run(state: BusState, command: BusCommand, sources: readonly SourceFacts[] = live) {
  return decideBus(state, command, sources, 1000)
}

const cam1OnAir = run(emptyBus(), { type: 'bus.cut', sourceId: 'cam1' }).state

test('MD1 a take swaps preview and program and is logged with what it replaced', () => {
  const previewed = run(cam1OnAir, { type: 'bus.preview', sourceId: 'cam2' }).state
  const { state, events } = run(previewed, { type: 'bus.take' })
  expect(state).toEqual({
    previewSourceId: 'cam1',
    programSourceId: 'cam2',
    onAirSourceId: 'cam2',
    takenAtMs: 1000,
  })
  expect(events).toEqual([
    {
      type: 'sourceTaken',
      data: { sourceId: 'cam2', label: 'Camera 2', fromSourceId: 'cam1' },
    },
  ])
})

test('MD1 a take with an empty preview is refused', () => {
  expect(() => run(cam1OnAir, { type: 'bus.take' })).toThrow(
    expect.objectContaining({ code: 'media.unknown-source' }),
  )
})

test('MD2 a cut leaves preview alone', () => {
  const previewed = run(cam1OnAir, { type: 'bus.preview', sourceId: 'slate' }).state
  expect(run(previewed, { type: 'bus.cut', sourceId: 'cam2' }).state).toMatchObject({
    previewSourceId: 'slate',
    programSourceId: 'cam2',
  })
})

test('MD2 cutting to what is on air already is not an event', () => {
  expect(run(cam1OnAir, { type: 'bus.cut', sourceId: 'cam1' }).events).toEqual([])
})

test('MD3 a take of another preview than the one that was seen is refused', () => {
  const previewed = run(cam1OnAir, { type: 'bus.preview', sourceId: 'cam2' }).state
  expect(() => run(previewed, { type: 'bus.take', expectedPreviewId: 'cam3' })).toThrow(
    expect.objectContaining({ code: 'media.stale' }),
  )
  const taken = run(previewed, { type: 'bus.take', expectedPreviewId: 'cam2' }).state
  expect(taken.onAirSourceId).toBe('cam2')
  expect(() => run(taken, { type: 'bus.take', expectedPreviewId: 'cam2' })).toThrow(
    expect.objectContaining({ code: 'media.stale' }),
  )
})

test('MD4 a lost source can be previewed but not taken', () => {
  const lost = withLost('cam2')
  const previewed = run(cam1OnAir, { type: 'bus.preview', sourceId: 'cam2' }, lost).state
  expect(previewed.previewSourceId).toBe('cam2')
  expect(() => run(previewed, { type: 'bus.take' }, lost)).toThrow(/Camera 2 sends no picture/)
  expect(() => run(previewed, { type: 'bus.cut', sourceId: 'nobody' })).toThrow(
    expect.objectContaining({ code: 'media.unknown-source' }),
  )
})

test('MD5 losing the source on air shows the slate; its return ends it', () => {
  const lost = run(cam1OnAir, { type: 'source.lost', sourceId: 'cam1' }, withLost('cam1'))
  expect(lost.state).toMatchObject({ programSourceId: 'cam1', onAirSourceId: 'slate' })
  expect(lost.events.map((event) => event.type)).toEqual(['sourceLost', 'slateShown'])
  const back = run(lost.state, { type: 'source.returned', sourceId: 'cam1' })
  expect(back.state.onAirSourceId).toBe('cam1')
  expect(back.events.map((event) => event.type)).toEqual(['sourceReturned'])
})

test('MD6 a take during the slate replaces the intent', () => {
  const lost = run(cam1OnAir, { type: 'source.lost', sourceId: 'cam1' }, withLost('cam1')).state
  const cut = run(lost, { type: 'bus.cut', sourceId: 'cam2' }, withLost('cam1')).state
  expect(run(cut, { type: 'source.returned', sourceId: 'cam1' }).state.onAirSourceId).toBe('cam2')
})

test('MD7 losing a source that is not on air changes nothing on air', () => {
  const { state, events } = run(cam1OnAir, { type: 'source.lost', sourceId: 'cam2' })
  expect(state).toBe(cam1OnAir)
  expect(events.map((event) => event.type)).toEqual(['sourceLost'])
})

test('MD8 on air is the wanted source or the slate, whatever happens in whatever order', () => {
  const ids = fc.constantFrom('slate', 'cam1', 'cam2', 'nobody')
  const step = fc.record({
    type: fc.constantFrom('bus.preview', 'bus.take', 'bus.cut', 'source.lost', 'source.returned'),
    sourceId: ids,
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let state = emptyBus()
      const lost = new Set<string>()
      for (const command of steps) {
        if (command.type === 'source.lost' && command.sourceId !== slateSourceId) {
          lost.add(command.sourceId)
        }
        if (command.type === 'source.returned') lost.delete(command.sourceId)
        const sources = live.map((s): SourceFacts => ({
          ...s,
          state: lost.has(s.id) ? 'lost' : 'live',
        }))
        try {
          state = run(state, command as BusCommand, sources).state
        } catch (error) {
          if (!isDomainError(error)) throw error
        }
        expect([state.programSourceId, slateSourceId]).toContain(state.onAirSourceId)
        expect(lost.has(state.onAirSourceId)).toBe(false)
      }
    }),
  )
})
