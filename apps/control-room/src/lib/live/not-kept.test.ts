import { describe, expect, it } from 'vitest'
import { LocalEdits, valueText } from './not-kept.ts'

describe('edits that the server did not take', () => {
  it('LV9 are those that are not in the document as the server has it', () => {
    const edits = new LocalEdits()
    edits.note({ path: 'cues/a/title', value: 'Mine', atMs: 100 })
    edits.note({ path: 'cues/b/durationMs', value: '60000', atMs: 110 })
    const server: Record<string, string> = {
      'cues/a/title': 'Theirs',
      'cues/b/durationMs': '60000',
    }
    expect(edits.missing(0, (path) => server[path] ?? null)).toEqual([
      { path: 'cues/a/title', value: 'Mine', atMs: 100 },
    ])
  })

  it('LV10 counts the last edit of a place, and only recent ones', () => {
    const edits = new LocalEdits()
    edits.note({ path: 'cues/old/title', value: 'Old', atMs: 1 })
    edits.note({ path: 'cues/a/title', value: 'M', atMs: 100 })
    edits.note({ path: 'cues/a/title', value: 'Mine', atMs: 120 })
    expect(edits.missing(50, () => null)).toEqual([
      { path: 'cues/a/title', value: 'Mine', atMs: 120 },
    ])
  })

  it('LV15 can be read again after the seat has ended, when nobody can say what arrived', () => {
    const edits = new LocalEdits()
    edits.note({ path: 'cues/old/title', value: 'Old', atMs: 1 })
    edits.note({ path: 'cues/a/title', value: 'Half a sen', atMs: 100 })
    expect(edits.since(50)).toEqual([{ path: 'cues/a/title', value: 'Half a sen', atMs: 100 }])
  })

  it('LV11 reads values as a person could type them again', () => {
    expect(valueText(null)).toBe('')
    expect(valueText(60_000)).toBe('60000')
    expect(valueText(true)).toBe('true')
    expect(valueText({ a: 1 })).toBe('{"a":1}')
    expect(valueText({ toString: () => 'Pour' })).toBe('Pour')
  })
})
