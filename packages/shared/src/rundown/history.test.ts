import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shortDiff, textDiff } from './history.diff.ts'
import { documentPath } from './history.path.ts'
import { restoreEdits } from './history.restore.ts'
import type { DocumentVersion, TextPart } from './history.schema.ts'

const words = fc.array(fc.constantFrom('pour ', 'the ', 'coffee', ' 😀', '\n', 'é', 'slow', '. '), {
  maxLength: 14,
})
const text = words.map((each) => each.join(''))

const put = (parts: readonly TextPart[], without: TextPart['kind']) =>
  parts
    .filter((part) => part.kind !== without)
    .map((part) => part.text)
    .join('')

describe('the difference of two texts', () => {
  it('CG61 leads from the one to the other and cuts no character in half', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = textDiff(before, after)
        expect(put(parts, 'added')).toBe(before)
        expect(put(parts, 'removed')).toBe(after)
        for (const part of parts) expect(part.text.isWellFormed()).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  it('CG61 is told in words, not in letters', () => {
    expect(textDiff('Pour the coffee', 'Pour the hot coffee')).toEqual([
      { kind: 'same', text: 'Pour the ' },
      { kind: 'added', text: 'hot ' },
      { kind: 'same', text: 'coffee' },
    ])
    expect(textDiff('a cat', 'a car').filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'removed', text: 'cat' },
      { kind: 'added', text: 'car' },
    ])
  })

  it('CG61 shows of a long text only the neighbourhood of what changed', () => {
    const long = 'word '.repeat(200)
    const parts = shortDiff(textDiff(`${long}end`, `${long}end of it`))
    expect(parts[0]?.text.length).toBeLessThan(60)
    expect(parts.at(-1)).toEqual({ kind: 'added', text: ' of it' })
  })
})

function version(given: Partial<DocumentVersion>): DocumentVersion {
  return { seq: 1, atMs: 1, roots: {}, cells: {}, texts: {}, ...given }
}

const cue = (fields: Record<string, unknown>) => ({
  title: '',
  notes: '',
  script: '',
  order: 'a0',
  type: 'segment',
  durationMs: 0,
  createdAt: 1,
  deletedAt: null,
  ...fields,
})

describe('the way back to a version', () => {
  const then = version({
    roots: { cues: { a: cue({ title: 'Opening', priceMinor: 500 }), gone: cue({}) } },
    cells: { 'cells/a/lights': 'blue' },
  })
  const now = version({
    roots: {
      cues: {
        a: cue({ title: 'The opening', durationMs: 9_000, skip: true }),
        gone: cue({ deletedAt: 77 }),
        made: cue({ title: 'Later' }),
      },
    },
    cells: { 'cells/a/lights': 'red', 'cells/a/props': 'cup' },
  })

  it('CG65 sets what differs, brings hidden entries back and hides the later ones', () => {
    const edits = restoreEdits('rundown', now, then)
    expect(Object.fromEntries(edits.map((edit) => [edit.path, edit.was]))).toEqual({
      'cues/a/title': 'Opening',
      'cues/a/priceMinor': 500,
      'cues/a/durationMs': 0,
      // It had no value then, which means the default of the field.
      'cues/a/skip': false,
      'cues/gone/deletedAt': null,
      'cues/made/deletedAt': 'now',
      'cells/a/lights': 'blue',
      'cells/a/props': '',
    })
  })

  it('CG65 is none when nothing differs', () => {
    expect(restoreEdits('rundown', then, then)).toEqual([])
  })

  it('CG65 can be that of one cue with its cells, or of one field', () => {
    const paths = (scope: string) =>
      restoreEdits('rundown', now, then, scope).map((edit) => edit.path)
    expect(paths('cues/a').toSorted()).toEqual([
      'cells/a/lights',
      'cells/a/props',
      'cues/a/durationMs',
      'cues/a/priceMinor',
      'cues/a/skip',
      'cues/a/title',
    ])
    expect(paths('cues/a/title')).toEqual(['cues/a/title'])
    expect(paths('cells/a/lights')).toEqual(['cells/a/lights'])
  })

  it('CG65 leaves alone what only the server writes and what is written once', () => {
    const server = version({ roots: { clips: { a: { status: 'ready' } } } })
    expect(restoreEdits('rundown', version({}), server)).toEqual([])
    const other = version({ roots: { cues: { a: cue({ createdAt: 9 }) } } })
    const base = version({ roots: { cues: { a: cue({}) } } })
    expect(restoreEdits('rundown', base, other)).toEqual([])
  })
})

describe('the name of a place', () => {
  it('CG60 is the same for a cell whatever holds it', () => {
    expect(documentPath('cells', ['a:b'])).toBe('cells/a/b')
    expect(documentPath('cell:a:b', [])).toBe('cells/a/b')
    expect(documentPath('cues', ['a', 'title'])).toBe('cues/a/title')
    expect(documentPath('notes', [])).toBe('notes')
  })
})
