import { expect, it } from 'vitest'
import { initialsOf } from './initials.ts'

it('takes whole characters, whatever they are made of', () => {
  expect(initialsOf('Ada lovelace king')).toBe('AL')
  expect(initialsOf('Zoë 🎪🫖 Ñandú')).toBe('Z🎪')
  expect(initialsOf('👩‍🍳 e\u0301va')).toBe('👩‍🍳E\u0301')
  expect(initialsOf('  ')).toBe('')
})
