import { guessMapping, planImport, readTable } from '@stallcast/shared/rundown/exchange'
import { documentShapes } from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { CollabDoc } from '#lib/live/index.ts'
import { applyImport } from './apply-import.ts'
import { documentContent } from './document-content.ts'

/** A document as the desk holds it, with its undo, and the messages that it would send. */
function openDocument() {
  const doc = new Y.Doc()
  const roots = Object.keys(documentShapes.rundown).map((name) => doc.getMap(name))
  const mine = Symbol('own edit')
  const undo = new Y.UndoManager(roots, { trackedOrigins: new Set([mine]), doc })
  const messages: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => messages.push(update))
  const collab = {
    doc,
    edit: (change: () => void) => doc.transact(change, mine),
    editForGood: (change: () => void) => doc.transact(change),
    newStep: () => undo.stopCapturing(),
    text(name: string) {
      const text = doc.getText(name)
      undo.addToScope(text)
      return text
    },
  }
  return { doc, undo, messages, collab: collab as unknown as CollabDoc }
}

async function importInto(
  { doc, collab }: ReturnType<typeof openDocument>,
  rows: string[][],
  unnamed: 'keep' | 'delete' = 'keep',
): Promise<void> {
  const { columns, groups, ...content } = documentContent(doc)
  const show = { currency: 'EUR', sources: [], products: [], columns, groups }
  const table = { name: 'x', rows }
  const { columns: guessed, headerRow } = guessMapping(table, columns)
  const mapping = {
    headerRow,
    columns: guessed.map((column) =>
      column.target === 'ignore' ? { ...column, target: 'new:text' as const } : column,
    ),
  }
  const choices = { bareNumber: 'minutes', hoursAreMinutes: false } as const
  const { incoming } = readTable(table, mapping, show, choices)
  let count = doc.getMap('cues').size
  const plan = planImport({ ...content, columns, groups }, incoming, show, {
    matchBy: 'number',
    unnamed,
    keepWhereEmpty: false,
    nowMs: 5,
    newId: () => `n${(count += 1)}`,
  })
  expect(plan.problems).toEqual([])
  await applyImport(collab, plan.edits, 5, () => undefined)
}

const titles = (doc: Y.Doc) =>
  documentContent(doc)
    .cues.filter((cue) => cue.deletedAt === null)
    .map((cue) => cue.title)

describe('an import into the shared document', () => {
  it('XC18 is one step of undo and of redo, cells and columns included', async () => {
    const open = openDocument()
    await importInto(open, [
      ['Number', 'Title', 'Light'],
      ['1', 'Hello', 'warm'],
      ['2', 'Bye', 'cold'],
    ])
    const before = documentContent(open.doc)
    const changed = [
      ['Number', 'Title', 'Light'],
      ['1', 'Hello there', 'hot'],
      ['3', 'New', ''],
    ]
    await importInto(open, changed, 'delete')
    expect(titles(open.doc)).toEqual(['Hello there', 'New'])
    expect([...documentContent(open.doc).cells.values()]).toContain('hot')
    open.undo.undo()
    expect(titles(open.doc)).toEqual(['Hello', 'Bye'])
    expect(documentContent(open.doc).cells).toEqual(before.cells)
    open.undo.redo()
    expect(titles(open.doc)).toEqual(['Hello there', 'New'])
  })

  it('XC18 of 2,000 cues goes in messages well below what the server takes, and shows with the last', async () => {
    const open = openDocument()
    const rows = Array.from({ length: 2_000 }, (_, index) => [
      `${index}`,
      `Cue ${index}`,
      'x'.repeat(300),
    ])
    await importInto(open, [['Number', 'Title', 'Notes'], ...rows])
    expect(open.messages.length).toBeGreaterThan(5)
    expect(open.messages.length).toBeLessThan(40)
    for (const message of open.messages) expect(message.length).toBeLessThan(1024 * 1024)
    const other = new Y.Doc()
    for (const message of open.messages.slice(0, -1)) Y.applyUpdate(other, message)
    expect(titles(other)).toEqual([])
    Y.applyUpdate(other, open.messages.at(-1) ?? new Uint8Array())
    expect(titles(other)).toHaveLength(2_000)
  })
})
