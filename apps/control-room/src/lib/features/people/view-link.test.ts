import { viewGrantSchema } from '@stallcast/shared/crew'
import { noLookups, viewColumns } from '@stallcast/shared/rundown'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canBeWritten, firstGrant, grantText, withColumn } from './view-link.ts'

const columns = viewColumns([], noLookups)

it('VW20 whatever is ticked, a grant stays one that the server takes', () => {
  const step = fc.tuple(
    fc.constantFrom(...columns.map(({ key }) => key)),
    fc.constantFrom('see' as const, 'write' as const, 'none' as const),
  )
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const grant = steps.reduce(
        (now, [key, right]) => withColumn(now, columns, key, right),
        firstGrant(columns),
      )
      expect(viewGrantSchema.safeParse(grant).success).toBe(true)
      const last = steps.at(-1)
      if (last) {
        expect(grant.columns.includes(last[0])).toBe(last[1] !== 'none')
        expect(grant.writable.includes(last[0])).toBe(last[1] === 'write')
      }
    }),
  )
})

it('VW20 says what a link gives, and begins with nothing to write, no script and no price', () => {
  const first = firstGrant(columns)
  expect(grantText(first, columns)).toBe('6 columns, reads only')
  expect(grantText(withColumn(first, columns, 'notes', 'write'), columns)).toBe(
    '7 columns, writes in Notes',
  )
  for (const key of ['script', 'priceMinor', 'notes']) expect(first.columns).not.toContain(key)
  expect(columns.filter((column) => !canBeWritten(column)).map(({ key }) => key)).toEqual([
    'plan',
    'expect',
  ])
})
