import { expect, it } from 'vitest'
import { decidePrompter, prompterCommandSchema, restingPrompter } from './prompter.ts'

const hanna = { sessionId: 'h', name: 'Hanna' }
const paul = { sessionId: 'p', name: 'Paul' }
const move = {
  type: 'prompter.move',
  place: { cueId: 'a', part: 0.5 },
  playing: true,
  emPerS: 2,
} as const

it('VW30 only who holds the prompter moves it; anybody can take it over', () => {
  expect(() => decidePrompter(restingPrompter, move, hanna, 1)).toThrow(/nobody/i)
  const held = decidePrompter(restingPrompter, { type: 'prompter.take' }, hanna, 1)
  const moved = decidePrompter(held, move, hanna, 5)
  expect(moved).toMatchObject({ place: { cueId: 'a', part: 0.5 }, playing: true, atMs: 5 })
  expect(() => decidePrompter(moved, move, paul, 6)).toThrow('Hanna')
  const taken = decidePrompter(moved, { type: 'prompter.take' }, paul, 7)
  expect(taken).toMatchObject({ holder: { name: 'Paul' }, playing: false, place: { part: 0.5 } })
  expect(() => decidePrompter(taken, move, hanna, 8)).toThrow('Paul')
})

it('VW31 taking what one holds changes nothing; releasing stops it where it is', () => {
  const held = decidePrompter(restingPrompter, { type: 'prompter.take' }, hanna, 1)
  expect(decidePrompter(held, { type: 'prompter.take' }, hanna, 9)).toBe(held)
  const moved = decidePrompter(held, move, hanna, 5)
  expect(decidePrompter(moved, { type: 'prompter.release' }, hanna, 6)).toMatchObject({
    holder: null,
    playing: false,
    place: { cueId: 'a', part: 0.5 },
  })
})

it('VW32 a place beyond the script and a speed nobody reads are refused', () => {
  for (const bad of [
    { ...move, place: { cueId: 'a', part: 1.1 } },
    { ...move, emPerS: 0 },
    { ...move, emPerS: 60 },
  ]) {
    expect(prompterCommandSchema.safeParse(bad).success).toBe(false)
  }
})
