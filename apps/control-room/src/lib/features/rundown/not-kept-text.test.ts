import type { Cue } from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import { notKeptLines, reasonText } from './not-kept-text.ts'

const cues = [{ id: 'a' }, { id: 'b' }] as Cue[]

describe('edits that were not kept', () => {
  it('RU4 are told by cue and field, in words', () => {
    expect(
      notKeptLines(
        [
          { path: 'cues/b/title', value: 'Two for one' },
          { path: 'cues/a/durationMs', value: '90000' },
          { path: 'cues/gone', value: '' },
          { path: 'marks/m/label', value: 'Sip' },
        ],
        cues,
      ).map(({ place, value }) => `${place}: ${value}`),
    ).toEqual([
      'Cue 2, title: Two for one',
      'Cue 1, length: 1:30',
      'New cue: ',
      'Mark, name of the clip: Sip',
    ])
  })

  it('RU5 say why in a sentence that names the field', () => {
    const reason = JSON.stringify({ code: 'collab.refused', path: 'cues/c1/priceMinor' })
    expect(reasonText(reason, 'editor')).toBe(
      'As editor you cannot change the price. Your edit was not kept.',
    )
  })

  it('RU5 tell a bad value from a missing right', () => {
    const reason = JSON.stringify({
      code: 'collab.refused',
      path: 'cues/c1/title',
      why: 'size',
    })
    expect(reasonText(reason, 'producer')).toBe(
      'What you wrote in the title was too long, so it was not kept.',
    )
  })

  it('RU6 say why even when the server had no words', () => {
    expect(reasonText('', 'editor')).toContain('As editor you cannot change that')
    expect(reasonText('{"code":"what.is.this"}', 'editor')).toContain('our side')
    expect(reasonText('half a {', 'editor')).toContain('As editor')
  })
})
