import { setImmediate as nextTick } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { TurnLine } from './turn-line.ts'

/** A line whose turns take as long as the test lets them, and ask for a rest of so many ms. */
function heldLine(restMs: number) {
  const turns: (readonly number[])[] = []
  const line = new TurnLine<number>(
    (turn) => {
      turns.push(turn)
      return Promise.resolve(restMs)
    },
    () => undefined,
  )
  return { line, turns }
}

describe('CG32 a turn that was long to tell gathers before the next', () => {
  it('CG32 the first edit goes at once; those that come in the rest go together', async () => {
    const { line, turns } = heldLine(500)
    line.join(1)
    while (turns.length === 0) await nextTick()
    line.join(2)
    await nextTick()
    line.join(3)
    await line.end()
    expect(turns).toEqual([[1], [2, 3]])
  })

  it('CG32 without a rest what is there goes on', async () => {
    const { line, turns } = heldLine(0)
    line.join(1)
    line.join(2)
    await line.end()
    expect(turns).toEqual([[1, 2]])
  })
})
