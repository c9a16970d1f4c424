import { documentShapes, maxCellTexts } from '../document.shape.ts'
import { isTextColumn } from '../columns.schema.ts'
import type { Problem } from './incoming.ts'
import type { ImportEdits } from './plan.types.ts'
import type { RundownContent } from './rundown-content.ts'

/** All letters that one import may bring; more would have to be sent for longer than anybody waits. */
export const maxImportLetters = 10_000_000

/** What the document has no room for: deleted entries keep their place in it. */
export function checkLimits(content: RundownContent, edits: ImportEdits): Problem[] {
  const { cues, groups, columns, triggers, cells } = documentShapes.rundown
  const texts = [...content.cells].filter(([, value]) => typeof value === 'string').length
  const newTexts = edits.cells.filter(({ column }) => isTextColumn(column.type)).length
  const problems = [
    room('cues', content.cues.length, edits.newCues.length, mostIn(cues)),
    room('groups', content.groups.length, edits.newGroups.length, mostIn(groups)),
    room('columns', content.columns.length, edits.newColumns.length, mostIn(columns)),
    room('triggers', content.triggers.length, edits.newTriggers.length, mostIn(triggers)),
    room(
      'cells',
      content.cells.size,
      edits.cells.length,
      cells?.kind === 'cells' ? cells.maxCells : 0,
    ),
    room('cells with text', texts, newTexts, maxCellTexts),
  ]
  const letters = lettersIn(edits)
  if (letters > maxImportLetters) {
    const millions = (letters / 1e6).toFixed(1)
    problems.push(
      `${millions} million letters are too many at once, ${maxImportLetters / 1e6} is the most`,
    )
  }
  return problems
    .filter((text) => text !== null)
    .map((text) => ({ severity: 'error', rowNumber: null, column: null, text }))
}

function room(what: string, now: number, more: number, most: number): string | null {
  if (more === 0 || now + more <= most) return null
  const left = Math.max(0, most - now)
  return `the file brings ${more} new ${what}, and there is room for ${left} (${most} in all, deleted ones too)`
}

function mostIn(shape: (typeof documentShapes)['rundown'][string] | undefined): number {
  return shape?.kind === 'entries' ? shape.maxEntries : 0
}

function lettersIn(edits: ImportEdits): number {
  const texts = [...edits.newCues, ...edits.cues.map(({ fields }) => fields)].flatMap((cue) => [
    cue.title,
    cue.notes,
    cue.script,
  ])
  const cells = edits.cells.map(({ value }) => (typeof value === 'string' ? value : ''))
  return [...texts, ...cells].reduce((sum, text) => sum + (text?.length ?? 0), 0)
}
