import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createDocument, readCues, readMarks } from './rundown-document.ts'
import { putCue, putMark } from './testing/replicas.ts'

describe('CG21 reading the run of show', () => {
  it('CG21 cues come by order, then by id, without the deleted ones', () => {
    const doc = createDocument('rundown')
    putCue(doc, 'b', { order: 'a1' })
    putCue(doc, 'a', { order: 'a1', title: 'Same place' })
    putCue(doc, 'z', { order: 'Zz' })
    putCue(doc, 'gone', { order: 'a0', deletedAt: 5 })
    expect(readCues(doc).map((cue) => cue.id)).toEqual(['z', 'a', 'b'])
    expect(readCues(doc)[1]?.title).toBe('Same place')
  })

  it('CG21 what is no cue is left out', () => {
    const doc = createDocument('rundown')
    putCue(doc, 'a')
    doc.getMap('cues').set('odd', new Y.Map([['title', 'x']]))
    doc.getMap('cues').set('odder', 5)
    expect(readCues(doc).map((cue) => cue.id)).toEqual(['a'])
  })

  it('CG21 marks come by their start', () => {
    const doc = createDocument('rundown')
    putMark(doc, 'late', { inAtMs: 9 })
    putMark(doc, 'early', { inAtMs: 3, outAtMs: 4 })
    putMark(doc, 'gone', { deletedAt: 1 })
    expect(readMarks(doc).map((mark) => mark.id)).toEqual(['early', 'late'])
  })
})
