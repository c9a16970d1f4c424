import fc from 'fast-check'
import { crewRoles, roleSchema, type Role } from '@stallcast/shared/crew'
import { documentKinds } from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import { allowedDeeds, ways, WildShow, type Turn } from '../testing/wild-show.ts'

/** Another seed finds other things: STALLCAST_FUZZ_SEED, and STALLCAST_FUZZ_RUNS for more of them. */
const seed = Number(process.env['STALLCAST_FUZZ_SEED'] ?? 20_261_122)
const numRuns = Number(process.env['STALLCAST_FUZZ_RUNS'] ?? 60)

const turns: fc.Arbitrary<Turn[]> = fc.array(
  fc.record({
    who: fc.nat(9),
    deeds: fc.array(fc.nat(100_000), { minLength: 1, maxLength: 4 }),
    way: fc.constantFrom(...ways),
    cut: fc.nat(2_000),
  }),
  { minLength: 1, maxLength: 25 },
)

describe.each(documentKinds)('CG28 the %s under attack', (kind) => {
  const cast = fc.array(fc.constantFrom<Role>(...roleSchema.options), {
    minLength: 2,
    maxLength: 4,
  })

  it('CG28 nothing forbidden is accepted, whoever sends what in whatever way, and all copies agree', () => {
    let accepted = 0
    fc.assert(
      fc.property(cast, turns, (roles, script) => {
        const show = new WildShow(kind, roles)
        for (const turn of script) show.take(turn)
        show.settle()
        show.settle()
        show.assertConvergence()
        accepted += show.accepted
      }),
      { numRuns, seed },
    )
    expect(accepted).toBeGreaterThan(numRuns / 4)
  })

  it('CG28 who does only what they may is never refused, whatever the others do meanwhile', () => {
    const crew = fc.array(fc.constantFrom<Role>(...crewRoles), { minLength: 2, maxLength: 3 })
    fc.assert(
      fc.property(crew, turns, (roles, script) => {
        const show = new WildShow(kind, roles)
        for (const { who, deeds, way } of script) {
          const copy = show.copies[who % show.copies.length]
          const own = copy ? allowedDeeds(kind, copy.role) : []
          if (!copy || own.length === 0) continue
          copy.act(deeds.flatMap((index) => own[index % own.length] ?? []))
          // Gathers, as without the network, or goes out at once; others hear of it late.
          if (way !== 'late') expect(show.bring(copy)).not.toBe('refused')
        }
        for (const copy of show.copies) expect(show.bring(copy)).not.toBe('refused')
        show.settle()
        show.assertConvergence()
      }),
      { numRuns, seed },
    )
  })
})
