import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { OwnWrites, type Conflict } from './conflicts.ts'

/** One person with a copy, and what they were told. */
class Person {
  readonly doc = new Y.Doc()
  readonly told: Conflict[] = []
  readonly #own = new OwnWrites()

  constructor(clientId: number, base: Uint8Array) {
    this.doc.clientID = clientId
    Y.applyUpdate(this.doc, base)
    this.doc.on('afterTransaction', (transaction: Y.Transaction) => {
      if (transaction.local) this.#own.note(transaction)
      else this.told.push(...this.#own.conflicts(transaction, 0))
    })
  }

  set(value: unknown): void {
    ;(this.doc.getMap('cues').get('a') as Y.Map<unknown>).set('priceMinor', value)
  }

  get price(): unknown {
    return (this.doc.getMap('cues').get('a') as Y.Map<unknown>).get('priceMinor')
  }

  hears(other: Person): void {
    const lacks = Y.encodeStateVector(this.doc)
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(other.doc, lacks))
  }
}

function people(...clientIds: number[]): Person[] {
  const base = new Y.Doc()
  base.getMap('cues').set('a', new Y.Map([['priceMinor', 0]]))
  const update = Y.encodeStateAsUpdate(base)
  return clientIds.map((id) => new Person(id, update))
}

describe('a value that two people set, neither having seen the other', () => {
  it.each([
    [10, 20],
    [20, 10],
  ])('CG54 is shown to both, whoever of them won (%i, %i)', (mine, theirs) => {
    const [ana, ben] = people(mine, theirs) as [Person, Person]
    ana.set(100)
    ben.set(200)
    ana.hears(ben)
    ben.hears(ana)
    expect(ana.price).toBe(ben.price)
    const anaWon = ana.price === 100
    expect(ana.told).toMatchObject([
      { path: 'cues/a/priceMinor', mine: 100, client: theirs, winner: anaWon ? 'mine' : 'theirs' },
    ])
    expect(ben.told).toMatchObject([
      { path: 'cues/a/priceMinor', mine: 200, client: mine, winner: anaWon ? 'theirs' : 'mine' },
    ])
  })

  it('CG54 is shown with the last of their values when they set several', () => {
    const [ana, ben] = people(1, 2) as [Person, Person]
    ana.set(100)
    for (const value of [1, 2, 3]) ben.set(value)
    ana.hears(ben)
    expect(ana.told).toMatchObject([{ mine: 100, theirs: 3, winner: 'theirs' }])
  })

  it('CG54 is none when both set the same, unless theirs was swept away before it came', () => {
    const [ana, ben] = people(1, 2) as [Person, Person]
    ana.set(100)
    ben.set(100)
    ana.hears(ben)
    ben.hears(ana)
    const told = [...ana.told, ...ben.told]
    expect(told.filter(({ theirs }) => theirs !== undefined)).toEqual([])
  })

  it('CG54 is none when one set it after having seen the other', () => {
    const [ana, ben] = people(1, 2) as [Person, Person]
    ana.set(100)
    ben.hears(ana)
    ben.set(200)
    ana.hears(ben)
    ana.set(300)
    ben.hears(ana)
    expect([...ana.told, ...ben.told]).toEqual([])
  })

  it('CG54 is still found when the own write was made on an earlier visit', () => {
    const [ana, ben] = people(1, 2) as [Person, Person]
    const before = new OwnWrites()
    ana.doc.on('afterTransaction', (transaction: Y.Transaction) => before.note(transaction))
    ana.set(100)
    const stored = Y.encodeStateAsUpdate(ana.doc)
    const later = new Y.Doc()
    Y.applyUpdate(later, stored)
    const own = new OwnWrites()
    own.restore(structuredClone(before.list()))
    const told: Conflict[] = []
    later.on('afterTransaction', (transaction: Y.Transaction) =>
      told.push(...own.conflicts(transaction, 0)),
    )
    ben.set(200)
    Y.applyUpdate(later, Y.encodeStateAsUpdate(ben.doc, Y.encodeStateVector(later)))
    expect(told).toMatchObject([{ mine: 100, theirs: 200 }])
  })

  // Each write is known by its value; who has which in mind is kept beside, in plain sets.
  it('CG55 none is missed and none is made up, however people write and hear of each other', () => {
    const step = fc.record({ who: fc.nat(2), other: fc.nat(2), writes: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (script) => {
        const all = people(11, 7, 23)
        const seen = all.map(() => new Set<number>())
        const sawWhenMade = new Map<number, Set<number>>()
        const author = new Map<number, number>()
        /** The last write of each person, until somebody's later or unseen one has settled it. */
        const open: (number | null)[] = [null, null, null]
        let value = 0
        for (const { who, other, writes } of script) {
          const person = all[who] as Person
          if (writes) {
            value += 1
            sawWhenMade.set(value, new Set(seen[who]))
            author.set(value, who)
            seen[who]?.add(value)
            open[who] = value
            person.set(value)
            continue
          }
          if (who === other) continue
          const arrived = [...(seen[other] ?? [])].filter((each) => !seen[who]?.has(each))
          const mine = open[who] ?? null
          const told = person.told.length
          person.hears(all[other] as Person)
          for (const each of arrived) seen[who]?.add(each)
          const news = person.told.length - told
          if (mine === null || arrived.length === 0) {
            expect(news).toBe(0)
            continue
          }
          open[who] = null
          const afterMine = arrived.some((each) => sawWhenMade.get(each)?.has(mine))
          if (!afterMine) expect(news).toBe(1)
          const wholly = arrived.every((each) => sawWhenMade.get(each)?.has(mine))
          if (wholly && !lostTo(mine, sawWhenMade, arrived)) expect(news).toBe(0)
        }
        return true
      }),
      { numRuns: 500 },
    )
  })
})

/** Whether some arrived write was made over another branch than ours, so that its line does not lead to it. */
function lostTo(
  mine: number,
  sawWhenMade: ReadonlyMap<number, ReadonlySet<number>>,
  arrived: readonly number[],
): boolean {
  return arrived.some((each) =>
    [...(sawWhenMade.get(each) ?? [])].some(
      (seen) =>
        !sawWhenMade.get(seen)?.has(mine) &&
        seen > 0 &&
        seen !== mine &&
        !sawWhenMade.get(mine)?.has(seen),
    ),
  )
}
