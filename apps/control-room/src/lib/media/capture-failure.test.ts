import { describe, expect, it } from 'vitest'
import { captureFailure } from './capture-failure.ts'

describe('why there is no picture', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'no-device'],
    ['OverconstrainedError', 'no-device'],
    ['NotReadableError', 'in-use'],
    ['TypeError', 'unknown'],
  ])('%s is %s', (name, expected) => {
    expect(captureFailure(Object.assign(new Error('x'), { name }))).toBe(expected)
  })

  it('does not trip over what is not an error', () => {
    expect(captureFailure(undefined)).toBe('unknown')
  })
})
