import { judge, newCueFields } from '@stallcast/shared/rundown'
import { setTimeout as settled } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { CollabDoc } from '#lib/live/index.ts'
import * as Y from 'yjs'
import { addColumn, savePreset, setCell, setColumn, setSetting } from './column.commands.ts'
import { addGroup, deleteGroup, moveGroupBy } from './group.commands.ts'
import { rowId } from './place.ts'
import { addCue, duplicateCue, moveCueBy, putInGroup } from './rundown.commands.ts'
import { RundownDoc } from './rundown-doc.state.svelte.ts'

/** What a `CollabDoc` is to the run of show, without a network. */
class LocalCollab {
  doc = $state.raw(new Y.Doc())
  phase = $state<'live' | 'connecting'>('live')
  loaded = true
  people = []
  undo = this.#undoOf(this.doc)
  readonly edit = (change: () => void): void => this.doc.transact(change, 'mine')
  readonly editForGood = (change: () => void): void => this.doc.transact(change)
  newStep(): void {
    this.undo.stopCapturing()
  }
  text(name: string): Y.Text {
    const text = this.doc.getText(name)
    this.undo.addToScope(text)
    return text
  }
  replace(): void {
    this.phase = 'connecting'
    this.doc = new Y.Doc()
    this.undo = this.#undoOf(this.doc)
  }
  #undoOf(doc: Y.Doc): Y.UndoManager {
    const roots = ['cues', 'groups', 'columns', 'cells', 'views', 'settings']
    return new Y.UndoManager(
      roots.map((root) => doc.getMap(root)),
      { trackedOrigins: new Set(['mine']), doc, ignoreRemoteMapChanges: true },
    )
  }
}

const ends: (() => void)[] = []
afterEach(() => ends.splice(0).forEach((end) => end()))

async function open(role: 'host' | 'editor' | 'finance' = 'host') {
  const collab = new LocalCollab()
  const rundown = new RundownDoc(collab as unknown as CollabDoc, role)
  ends.push(
    $effect.root(() => {
      $effect(() => rundown.follow())
    }),
  )
  await settled()
  const seen = (): string =>
    rundown.rows
      .map((row) => {
        if (row.kind === 'group') return `[${row.group.title}]`
        return row.group ? `${row.group.title}.${row.cue.title}` : row.cue.title
      })
      .join(' ')
  const idOf = (title: string): string =>
    rundown.cues.find((cue) => cue.title === title)?.id ?? 'none'
  for (const title of ['a', 'b', 'c']) addCue(rundown, null, { title }, 1)
  return { collab, rundown, seen, idOf }
}

describe('the run of show as a screen reads it', () => {
  it('RD73 follows cues and groups as they are made', async () => {
    const { rundown, seen, idOf } = await open()
    const group = addGroup(rundown, { title: 'G', aroundCueId: idOf('b') }, 2)
    expect(seen()).toBe('a [G] G.b c')
    putInGroup(rundown, idOf('c'), group)
    expect(seen()).toBe('a [G] G.b G.c')
    addCue(rundown, null, { title: 'd' }, 3)
    expect(seen()).toBe('a [G] G.b G.c G.d')
    putInGroup(rundown, idOf('b'), null)
    expect(seen()).toBe('a [G] G.c G.d b')
    moveGroupBy(rundown, group, -1)
    expect(seen()).toBe('[G] G.c G.d a b')
    moveCueBy(rundown, idOf('a'), -1)
    expect(seen()).toBe('[G] G.c G.d G.a b')
  })

  it('RD74 deleting a group keeps its cues, and one undo brings it back with them', async () => {
    const { collab, rundown, seen, idOf } = await open()
    const group = addGroup(rundown, { title: 'G', aroundCueId: idOf('b') }, 2)
    putInGroup(rundown, idOf('c'), group)
    deleteGroup(rundown, group, 3)
    expect(seen()).toBe('a b c')
    collab.undo.undo()
    expect(seen()).toBe('a [G] G.b G.c')
  })

  it('RD73 undo takes a new group and a new cue out of sight, and removes no entry', async () => {
    const { collab, rundown, seen } = await open()
    addGroup(rundown, { title: 'G' }, 2)
    collab.undo.undo()
    collab.undo.undo()
    expect(seen()).toBe('a b')
    expect(collab.doc.getMap('groups').size).toBe(1)
    expect(collab.doc.getMap('cues').size).toBe(3)
  })

  it('RD79 an untouched cue keeps its object when another is edited', async () => {
    const { rundown, idOf } = await open()
    const [a, b, c] = rundown.cues
    rundown.collab.edit(() => rundown.text(idOf('b'), 'script')?.insert(0, 'Hello'))
    expect(rundown.cues[0]).toBe(a)
    expect(rundown.cues[1]).not.toBe(b)
    expect(rundown.cues[1]?.script).toBe('Hello')
    expect(rundown.cues[2]).toBe(c)
    expect(rundown.rows.map(rowId)).toEqual(rundown.cues.map((cue) => cue.id))
  })

  it('RD75 cells are read by the type of their column, and come back when the type does', async () => {
    const { rundown, idOf } = await open()
    const column = addColumn(rundown, { name: 'Count', type: 'number' }, 2)
    setCell(rundown, idOf('a'), column, 4)
    expect(rundown.cell(idOf('a'), column)).toBe(4)
    setColumn(rundown, column, { type: 'person' })
    expect(rundown.cell(idOf('a'), column)).toBe(null)
    setColumn(rundown, column, { type: 'number' })
    expect(rundown.cell(idOf('a'), column)).toBe(4)
  })

  it('RD75 texts of cells come from everybody under one name, and are undone with the rest', async () => {
    const { collab, rundown, idOf } = await open()
    const column = addColumn(rundown, { name: 'Props', type: 'text' }, 2)
    const other = new Y.Doc()
    other.getText(`cell:${idOf('a')}:${column}`).insert(0, 'Flask')
    Y.applyUpdate(collab.doc, Y.encodeStateAsUpdate(other))
    expect(rundown.cell(idOf('a'), column)).toBe('Flask')
    const text = rundown.cellText(idOf('a'), column)
    collab.edit(() => text.insert(5, ' and cup'))
    expect(rundown.cell(idOf('a'), column)).toBe('Flask and cup')
    collab.undo.undo()
    expect(rundown.cell(idOf('a'), column)).toBe('Flask')
  })

  it('RD73 a copy has the cells of its model and stands behind it', async () => {
    const { collab, rundown, seen, idOf } = await open()
    const props = addColumn(rundown, { name: 'Props', type: 'text' }, 2)
    const ready = addColumn(rundown, { name: 'Ready', type: 'checkbox' }, 2)
    collab.edit(() => rundown.cellText(idOf('a'), props).insert(0, 'Cup'))
    setCell(rundown, idOf('a'), ready, true)
    const copy = duplicateCue(rundown, idOf('a'), 3) ?? ''
    expect(seen()).toBe('a a b c')
    expect([rundown.cell(copy, props), rundown.cell(copy, ready)]).toEqual(['Cup', true])
  })

  it('CG23 who may write a column follows its writers, as the server judges', async () => {
    const { rundown } = await open('finance')
    const column = addColumn(rundown, { name: 'Cost', type: 'number' }, 2)
    expect(rundown.cellReason(column)).toContain('“Cost”')
    expect(rundown.cuesReason).not.toBe(null)
    setColumn(rundown, column, { writers: ['finance'] })
    expect(rundown.cellReason(column)).toBe(null)
    const writers = () => rundown.column(column)?.writers ?? []
    expect(judge('rundown', 'finance', `cells/x/${column}`, 'set', writers)).toBe(true)
  })

  it('RD79 settings and saved views are followed; what was never set has its default', async () => {
    const { rundown } = await open()
    expect(rundown.settings.wordsPerMinute).toBe(150)
    setSetting(rundown, 'wordsPerMinute', 170)
    savePreset(rundown, { name: 'Camera', view: 'cuesheet', columns: ['title'] }, 2)
    expect(rundown.settings.wordsPerMinute).toBe(170)
    expect(rundown.presets.map((preset) => preset.name)).toEqual(['Camera'])
  })

  it('RD79 after a refusal the last picture stays until the fresh document is there, then nothing of the old', async () => {
    const { collab, rundown, seen } = await open()
    const column = addColumn(rundown, { name: 'Gone', type: 'number' }, 2)
    addGroup(rundown, { title: 'Gone' }, 2)
    setCell(rundown, rundown.cues[0]?.id ?? '', column, 4)
    collab.replace()
    await settled()
    expect(seen()).toBe('a b c [Gone]')
    const server = new Y.Doc()
    const map = new Y.Map<unknown>(
      Object.entries(newCueFields({ order: 'a0', createdAt: 1, type: 'segment', durationMs: 0 })),
    )
    for (const field of ['title', 'notes', 'script']) map.set(field, new Y.Text(field))
    server.getMap('cues').set('x', map)
    Y.applyUpdate(collab.doc, Y.encodeStateAsUpdate(server))
    collab.phase = 'live'
    await settled()
    expect(seen()).toBe('title')
    expect(rundown.groups).toEqual([])
    expect(rundown.columns).toEqual([])
    expect(rundown.cells.value('x', column)).toBe(null)
  })
})
