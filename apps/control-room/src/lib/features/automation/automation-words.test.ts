import { expect, it } from 'vitest'
import { deliveryText, oscArgsText, parseOscArgs } from './automation-words.ts'

it('AU22 reads arguments as they are typed, and writes them so that they read the same again', () => {
  expect(parseOscArgs('1, 0.5, true, Cue {title}, "7", "a, b"')).toEqual([
    1,
    0.5,
    true,
    'Cue {title}',
    '7',
    'a, b',
  ])
  for (const args of [[], [1, -2.5], ['7', 'true', 'a, b', 'plain'], [false]]) {
    expect(parseOscArgs(oscArgsText(args))).toEqual(args)
  }
})

it('AU18 says what has become of a delivery', () => {
  const delivery = {
    id: 'm',
    outputId: 'o',
    title: 'Test',
    state: 'failed' as const,
    attempts: 3,
    nextAttemptAtMs: null,
    lastStatus: 500,
    lastError: 'it answered 500',
    createdAtMs: 0,
    finishedAtMs: 1,
  }
  expect(deliveryText(delivery)).toBe('failed after 3 tries: it answered 500')
  expect(deliveryText({ ...delivery, state: 'delivered', attempts: 1, lastStatus: 204 })).toBe(
    'delivered (204)',
  )
})
