import { cueSchema, groupSchema, rundownOrder, type RundownRow } from '@stallcast/shared/rundown'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ordersInsteadOf,
  placeBehind,
  placeDropped,
  placeStepped,
  groupStepped,
  type Place,
} from './place.ts'

type Cue = { id: string } & Place
type Group = { id: string; order: string }

const time = { createdAt: 0, deletedAt: null }

function rowsOf(cues: readonly Cue[], groups: readonly Group[]): RundownRow[] {
  return rundownOrder(
    cues.map((cue) =>
      cueSchema.parse({
        title: cue.id,
        notes: '',
        script: '',
        type: 'segment',
        durationMs: 0,
        ...time,
        ...cue,
      }),
    ),
    groups.map((group) =>
      groupSchema.parse({ title: group.id, colour: null, targetMs: null, ...time, ...group }),
    ),
  )
}

/** `a, B(b1, b2), c`: what a person sees. */
function seen(rows: readonly RundownRow[]): string {
  return rows
    .map((row) => {
      if (row.kind === 'group') return row.group.id
      return row.group ? `${row.group.id}.${row.cue.id}` : row.cue.id
    })
    .join(' ')
}

const cues: Cue[] = [
  { id: 'a', groupId: null, order: 'a0' },
  { id: 'b1', groupId: 'B', order: 'a0' },
  { id: 'b2', groupId: 'B', order: 'a1' },
  { id: 'c', groupId: null, order: 'a2' },
]
const groups: Group[] = [{ id: 'B', order: 'a1' }]
const rows = rowsOf(cues, groups)

function put(id: string, place: Place | null): string {
  return seen(
    rowsOf(
      cues.map((cue) => (cue.id === id && place ? { ...cue, ...place } : cue)),
      groups,
    ),
  )
}

describe('the place of a cue among groups', () => {
  it('RD70 a step walks into a group at its edge and out of it at the other', () => {
    expect(seen(rows)).toBe('a B B.b1 B.b2 c')
    expect(put('a', placeStepped(rows, 'a', 1))).toBe('B B.a B.b1 B.b2 c')
    expect(put('b1', placeStepped(rows, 'b1', -1))).toBe('a b1 B B.b2 c')
    expect(put('b2', placeStepped(rows, 'b2', 1))).toBe('a B B.b1 b2 c')
    expect(put('c', placeStepped(rows, 'c', -1))).toBe('a B B.b1 B.b2 B.c')
    expect(put('b1', placeStepped(rows, 'b1', 1))).toBe('a B B.b2 B.b1 c')
    expect(placeStepped(rows, 'a', -1)).toBe(null)
    expect(placeStepped(rows, 'c', 1)).toBe(null)
  })

  it('RD70 steps down and up again lead back', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b1', 'b2', 'c'), { maxLength: 12 }), (ids) => {
        let now = cues
        for (const id of ids) {
          const down = placeStepped(rowsOf(now, groups), id, 1)
          if (!down) continue
          const moved = now.map((cue) => (cue.id === id ? { ...cue, ...down } : cue))
          const up = placeStepped(rowsOf(moved, groups), id, -1)
          const back = moved.map((cue) => (cue.id === id && up ? { ...cue, ...up } : cue))
          expect(seen(rowsOf(back, groups))).toBe(seen(rowsOf(now, groups)))
          now = moved
        }
      }),
    )
  })

  it('RD71 a cue that is dropped beside another joins its group; on the head it becomes the first', () => {
    const drop = (id: string, target: Parameters<typeof placeDropped>[2]) =>
      put(id, placeDropped(rows, { kind: 'cue', id }, target))
    expect(drop('a', { id: 'b2', side: 'after' })).toBe('B B.b1 B.b2 B.a c')
    expect(drop('a', { id: 'c', side: 'before' })).toBe('B B.b1 B.b2 a c')
    expect(drop('c', { id: 'B', side: 'after' })).toBe('a B B.c B.b1 B.b2')
    expect(drop('c', { id: 'B', side: 'before' })).toBe('a c B B.b1 B.b2')
    expect(drop('b1', null)).toBe('a B B.b2 c b1')
    expect(drop('b1', { id: 'b1', side: 'after' })).toBe(seen(rows))
  })

  it('RD71 on the head of a folded group it becomes the last', () => {
    const place = placeDropped(
      rows,
      { kind: 'cue', id: 'a' },
      { id: 'B', side: 'after' },
      new Set('B'),
    )
    expect(put('a', place)).toBe('B B.b1 B.b2 B.a c')
  })

  it('RD72 a group moves with its cues and never into a group', () => {
    const moved = (order: string | null) => seen(rowsOf(cues, [{ id: 'B', order: order ?? '' }]))
    expect(moved(groupStepped(rows, 'B', -1))).toBe('B B.b1 B.b2 a c')
    expect(moved(groupStepped(rows, 'B', 1))).toBe('a c B B.b1 B.b2')
    const two = rowsOf(cues, [...groups, { id: 'D', order: 'a3' }])
    const into = placeDropped(two, { kind: 'group', id: 'D' }, { id: 'b1', side: 'before' })
    expect(into.groupId).toBe(null)
    const now = [...groups, { id: 'D', order: into.order }]
    expect(seen(rowsOf(cues, now))).toBe('a D B B.b1 B.b2 c')
  })

  it('RD73 what is added behind a cue is in its group; at the end, in the group the show ends with', () => {
    expect(placeBehind(rows, 'b1').groupId).toBe('B')
    expect(placeBehind(rows, null).groupId).toBe(null)
    const open = rowsOf(cues.slice(0, 3), groups)
    expect(placeBehind(open, null).groupId).toBe('B')
  })

  it('RD74 the cues of a group that goes stay where they are', () => {
    const orders = ordersInsteadOf(rows, 'B')
    const left = cues.map((cue) => {
      const order = orders.get(cue.id)
      return order === undefined ? cue : { ...cue, groupId: null, order }
    })
    expect(seen(rowsOf(left, []))).toBe('a b1 b2 c')
  })
})
