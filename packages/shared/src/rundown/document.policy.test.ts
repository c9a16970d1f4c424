import { describe, expect, it } from 'vitest'
import { roleSchema } from '../crew/index.ts'
import { documentPolicy, judge, mayRead, mayWrite } from './document.policy.ts'
import {
  cueSchema,
  documentName,
  isEntryId,
  markSchema,
  newCueFields,
  newMarkFields,
  parseDocumentName,
} from './document.schema.ts'
import { documentShapes } from './document.shape.ts'

describe('CG1 policy', () => {
  it('CG1 host and producer run the show, the editor marks, finance counts', () => {
    const allowed = (
      kind: 'rundown' | 'finance',
      path: string,
      operation: 'set' | 'text' | 'insert',
    ) => roleSchema.options.filter((role) => judge(kind, role, path, operation))
    expect(allowed('rundown', 'cues/a/durationMs', 'set')).toEqual(['host', 'producer'])
    expect(allowed('rundown', 'cues/a/title', 'text')).toEqual(['host', 'producer'])
    expect(allowed('rundown', 'marks/a', 'insert')).toEqual(['host', 'producer', 'editor'])
    expect(allowed('rundown', 'marks/a/outAtMs', 'set')).toEqual(['host', 'producer', 'editor'])
    expect(allowed('rundown', 'clips/a/state', 'set')).toEqual([])
    expect(allowed('rundown', 'facts/a', 'set')).toEqual([])
    expect(allowed('finance', 'notes', 'text')).toEqual(['producer', 'finance'])
  })

  it('CG1 whom a column names may write its cells, and no other cells', () => {
    const writers = (columnId: string) => (columnId === 'legal' ? (['finance'] as const) : [])
    expect(judge('rundown', 'finance', 'cells/a/legal', 'text', writers)).toBe(true)
    expect(judge('rundown', 'finance', 'cells/a/sound', 'text', writers)).toBe(false)
    expect(judge('rundown', 'finance', 'cues/a/legal', 'set', writers)).toBe(false)
    expect(judge('rundown', 'host', 'cells/a/sound', 'set', writers)).toBe(true)
  })

  it('CG1 nobody may remove anything', () => {
    for (const rule of documentPolicy) expect(rule.operations).not.toContain('delete')
  })

  it('CG1 a pattern matches as many segments as it has', () => {
    expect(judge('rundown', 'host', 'cues', 'set')).toBe(false)
    expect(judge('rundown', 'host', 'cues/a/title/x', 'set')).toBe(false)
    expect(judge('finance', 'host', 'cues/a/title', 'set')).toBe(false)
  })

  it('CG1 every rule is about a place that the shape has', () => {
    for (const { kind, path } of documentPolicy) {
      expect(Object.keys(documentShapes[kind])).toContain(path.split('/')[0])
    }
  })

  it('CG14 who may write may read; guests and viewers may neither', () => {
    for (const kind of ['rundown', 'finance'] as const) {
      for (const role of roleSchema.options) {
        if (mayWrite(kind, role)) expect(mayRead(kind, role)).toBe(true)
      }
      expect([mayRead(kind, 'guest'), mayRead(kind, 'viewer')]).toEqual([false, false])
    }
    expect(mayRead('rundown', 'finance')).toBe(true)
    expect(mayRead('rundown', 'observer')).toBe(false)
    expect(mayWrite('rundown', 'guest')).toBe(false)
    expect(mayRead('finance', 'editor')).toBe(false)
  })
})

describe('CG14 names', () => {
  it('CG14 a name says show and kind, and nothing else parses', () => {
    expect(parseDocumentName(documentName('demo-1', 'finance'))).toEqual({
      showId: 'demo-1',
      kind: 'finance',
    })
    for (const name of [
      '',
      'show::rundown',
      'show:a:b',
      'show:a:rundown:x',
      'show:a/b:rundown',
      'x:a:rundown',
    ]) {
      expect(parseDocumentName(name)).toBeNull()
    }
  })

  it('CG4 an id is short and means nothing to an object', () => {
    expect(['V1StGXR8_Z5j', '-a', '_'].every(isEntryId)).toBe(true)
    expect(['', 'a/b', '__proto__', 'ä', 'x'.repeat(65)].some(isEntryId)).toBe(false)
  })
})

describe('CG6 new entries', () => {
  it('CG6 the fields of a new cue and mark are all that the shape asks for', () => {
    const { cues, marks } = documentShapes.rundown
    const cue = newCueFields({ order: 'a0', createdAt: 1 })
    const mark = newMarkFields({ track: 'program', inAtMs: 1, createdBy: 'Ida', createdAt: 1 })
    const names = (shape: typeof cues) =>
      shape?.kind !== 'entries'
        ? []
        : Object.entries(shape.fields).flatMap(([name, field]) =>
            field.kind === 'scalar' && field.optional ? [] : [name],
          )
    expect([...Object.keys(cue), 'title', 'notes', 'script'].toSorted()).toEqual(
      names(cues).toSorted(),
    )
    expect(Object.keys(mark).toSorted()).toEqual(names(marks).toSorted())
    expect(cueSchema.safeParse({ ...cue, id: 'a', title: '', notes: '', script: '' }).success).toBe(
      true,
    )
    expect(markSchema.safeParse({ ...mark, id: 'a' }).success).toBe(true)
  })
})
