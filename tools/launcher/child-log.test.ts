import { describe, expect, it } from 'vitest'
import { warningIn } from './child-log.ts'

describe('what of a log reaches the screen', () => {
  it('a warning or worse, with the error that caused it', () => {
    expect(warningIn('{"level":40,"msg":"slow disk"}')).toBe('slow disk')
    expect(warningIn('{"level":50,"msg":"lost","err":{"message":"EPIPE"}}')).toBe('lost: EPIPE')
  })

  it.each([
    ['information', '{"level":30,"msg":"listening"}'],
    ['plain text', 'Debugger attached.'],
    ['half a line', '{"level":50,"ms'],
    ['JSON of another kind', '{"level":"high"}'],
  ])('not %s', (_, line) => {
    expect(warningIn(line)).toBeUndefined()
  })
})
