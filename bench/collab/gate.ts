import { newMarkFields } from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { markMap } from '../../apps/relay/src/collab/index.ts'
import { judgeUpdate } from '../../apps/relay/src/collab/gate/field-gate.ts'
import { cueId, rundownState } from './rundown.ts'

const cues = 500
const edits = 4_000
const rounds = 5

/** What judging one update takes, without applying it: mostly typing, some fields, now and then a mark. Median. */
export function gateMicroseconds(): number {
  const state = rundownState(cues)
  const updates = typicalUpdates(state)
  const tookUs: number[] = []
  for (let round = 0; round < rounds; round++) {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, state)
    let spentMs = 0
    for (const update of updates) {
      const startedMs = performance.now()
      const verdict = judgeUpdate(doc, 'rundown', author, update)
      spentMs += performance.now() - startedMs
      if (verdict.kind !== 'accepted') throw new Error(`the gate said ${verdict.kind}`)
      Y.applyUpdate(doc, verdict.update)
    }
    tookUs.push((spentMs * 1_000) / updates.length)
  }
  return tookUs.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN
}

const author = { role: 'host', mayUseClient: () => true } as const

function typicalUpdates(state: Uint8Array): Uint8Array[] {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let index = 0; index < edits; index++) {
    const cue = doc.getMap('cues').get(cueId(Math.floor(index / 20) % cues))
    if (!(cue instanceof Y.Map)) throw new Error('no such cue')
    const notes: unknown = cue.get('notes')
    if (index % 50 === 0) doc.getMap('marks').set(`mark-${index}`, newMark(index))
    else if (index % 4 === 0) cue.set('durationMs', 1_000 * (index % 600))
    else if (notes instanceof Y.Text && index % 9 === 0) notes.delete(0, 1)
    else if (notes instanceof Y.Text) notes.insert(notes.length, 'a')
  }
  return updates
}

function newMark(index: number): Y.Map<unknown> {
  const at = { track: 'program', inAtMs: index, createdBy: 'Ida', createdAt: index }
  return markMap(newMarkFields(at))
}
