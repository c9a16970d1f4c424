import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellKey } from '../columns.schema.ts'
import {
  applyEdits,
  guessMapping,
  hasErrors,
  planImport,
  readOntime,
  readRundownFile,
  readTable,
  rowsOf,
  withNewColumns,
  writeRundownFile,
  writeTable,
  type PlanOptions,
  type RundownContent,
  type Table,
} from './index.ts'
import {
  contentArbitrary,
  countingIds,
  empty,
  nowMs,
  products,
  surroundings,
} from './testing/exchange.fixtures.ts'

const choices = { bareNumber: 'minutes', hoursAreMinutes: false } as const

function options(more: Partial<PlanOptions> = {}): PlanOptions {
  const newId = countingIds()
  return { matchBy: 'id', unnamed: 'delete', keepWhereEmpty: false, newId, nowMs, ...more }
}

/** What a run of show says, without the keys that it says it by. */
function essence(content: RundownContent) {
  const rows = rowsOf(content)
  return rows.map((row) => {
    if (row.kind === 'group')
      return { group: row.group.title, targetMs: row.group.targetMs, id: row.group.id }
    const { order: _, createdAt: __, groupId: ___, ...cue } = row.cue
    const cells = content.columns.flatMap((column) => {
      const value = content.cells.get(cellKey(cue.id, column.id))
      return value === undefined ? [] : [[column.name, value]]
    })
    return { ...cue, group: row.group?.id ?? null, cells }
  })
}

function exportThenRead(content: RundownContent, into: RundownContent) {
  const show = surroundings(into)
  const table = writeTable(content, surroundings(content))
  const mapping = guessMapping(table, into.columns)
  return { show, ...readTable(table, mapping, show, choices) }
}

describe('export and import', () => {
  it('XC1 a table that is exported and imported again changes nothing', () => {
    fc.assert(
      fc.property(contentArbitrary, (content) => {
        const { incoming, problems, show } = exportThenRead(content, content)
        expect(problems).toEqual([])
        const plan = planImport(content, incoming, show, options())
        expect(plan.problems).toEqual([])
        expect(plan.rows.filter((row) => row.action !== 'same')).toEqual([])
        expect(applyEdits(content, plan.edits)).toEqual(content)
      }),
      { numRuns: 150 },
    )
  })

  it('XC1 a table that is imported into an empty run of show makes the same one there', () => {
    fc.assert(
      fc.property(contentArbitrary, (content) => {
        const bare = { ...empty, columns: content.columns }
        const { incoming, problems, show } = exportThenRead(content, bare)
        expect(problems).toEqual([])
        const plan = planImport(bare, incoming, show, options())
        expect(plan.problems).toEqual([])
        expect(essence(applyEdits(bare, plan.edits))).toEqual(essence(content))
      }),
      { numRuns: 150 },
    )
  })

  it('XC2 a file of ours brings columns, groups and cues along, into a show that has none of them', () => {
    fc.assert(
      fc.property(contentArbitrary, (content) => {
        const head = {
          title: 'A',
          subtitle: '',
          currency: 'EUR',
          timeZone: 'UTC',
          plannedStartMs: 0,
        }
        const file: unknown = JSON.parse(JSON.stringify(writeRundownFile(content, head, products)))
        const show = surroundings(empty)
        const { incoming, problems } = readRundownFile(file, show)
        expect(problems).toEqual([])
        const plan = planImport(empty, incoming, show, options())
        expect(plan.problems).toEqual([])
        expect(essence(applyEdits(empty, plan.edits))).toEqual(essence(content))
      }),
      { numRuns: 100 },
    )
  })

  it('XC3 what one show exports, edited, brings another to the same state, whatever stood there', () => {
    fc.assert(
      fc.property(contentArbitrary, contentArbitrary, (from, into) => {
        const target = { ...into, columns: from.columns, cells: new Map() }
        const { incoming, show } = exportThenRead(from, target)
        const plan = planImport(target, incoming, show, options())
        expect(plan.problems).toEqual([])
        expect(essence(applyEdits(target, plan.edits))).toEqual(essence(from))
      }),
      { numRuns: 100 },
    )
  })

  it('XC4 a plan names every cue and group once, and the edits do what it says', () => {
    fc.assert(
      fc.property(contentArbitrary, contentArbitrary, (from, into) => {
        const target = { ...into, columns: from.columns, cells: new Map() }
        const { incoming, show } = exportThenRead(from, target)
        const plan = planImport(target, incoming, show, options({ unnamed: 'keep' }))
        const ids = plan.rows.map((row) => row.id)
        expect(new Set(ids).size).toBe(ids.length)
        const after = new Map(rowsOf(applyEdits(target, plan.edits)).map((row) => [idOf(row), row]))
        for (const row of plan.rows) expect(after.has(row.id)).toBe(row.action !== 'delete')
        const added = plan.rows.filter((row) => row.action === 'add').length
        expect(after.size).toBe(rowsOf(target).length + added)
      }),
      { numRuns: 100 },
    )
  })
})

function idOf(row: ReturnType<typeof rowsOf>[number]): string {
  return row.kind === 'cue' ? row.cue.id : row.group.id
}

describe('bad files', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.double(),
    fc.boolean(),
    fc.date({ noInvalidDate: false }),
    fc.constant(null),
    fc.constantFrom(
      'title',
      'id',
      'group',
      'Start',
      '25:00',
      '#REF!',
      '__proto__',
      '=1+1',
      'milestone',
    ),
  )
  const tables: fc.Arbitrary<Table> = fc
    .array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 })
    .map((rows) => ({ name: 'x', rows }))

  it('XC5 no table makes the import throw, and what it would apply is whole or nothing', () => {
    fc.assert(
      fc.property(tables, contentArbitrary, (table, content) => {
        const show = surroundings(content)
        const mapping = withNewColumns(table, guessMapping(table, content.columns))
        const { incoming, problems } = readTable(table, mapping, show, choices)
        const plan = planImport(content, incoming, show, options())
        if (hasErrors([...problems, ...plan.problems])) return
        expect(essence(applyEdits(content, plan.edits)).length).toBe(
          plan.rows.filter((row) => row.action !== 'delete').length,
        )
      }),
      { numRuns: 400 },
    )
  })

  it('XC5 no JSON makes the import throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, inner) => {
        const show = surroundings(empty)
        expect(hasErrors(readRundownFile(value, show).problems)).toBe(true)
        readOntime(value, show)
        readOntime({ rundowns: { a: { entries: { x: inner }, order: ['x'] } } }, show)
        readOntime({ rundown: [{ ...Object(inner), id: 'a', type: 'event' }] }, show)
      }),
      { numRuns: 300 },
    )
  })
})
