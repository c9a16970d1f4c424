import type { Cue } from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import { notKeptLines, reasonText, writtenLines } from './not-kept-text.ts'

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

  it('RU4 are told of groups, columns and cells as people call them', () => {
    const columns = [{ id: 'gfx', name: 'Graphics' }]
    const lines = notKeptLines(
      [
        { path: 'cells/a:gfx', value: 'Price card' },
        { path: 'cell:b:gfx', value: 'Lower third' },
        { path: 'groups/g/targetMs', value: '60000' },
        { path: 'cues/a/autoFollow', value: 'play' },
        { path: 'settings/wordsPerMinute', value: '170' },
      ],
      cues,
      columns,
    )
    expect(lines.map(({ place, value }) => `${place}: ${value}`)).toEqual([
      'Cue 1, Graphics: Price card',
      'Cue 2, Graphics: Lower third',
      'Group, target length: 1:00',
      'Cue 1, follow: play',
      'Setting, reading speed: 170',
    ])
  })

  it('RU4 show of a new cue what was written, not how it is kept', () => {
    const value = JSON.stringify({ type: 'segment', order: 'aC', title: 'Sip', script: 'Slurp.' })
    expect(notKeptLines([{ path: 'cues/new', value }], cues)[0]?.value).toBe('Sip\nSlurp.')
    expect(notKeptLines([{ path: 'cues/a/order', value: 'aC' }], cues)[0]?.value).toBe('moved')
  })

  it('RU8 leave out what was only moved or switched when a seat has ended', () => {
    const edits = [
      { path: 'cues/a/order', value: 'aC' },
      { path: 'cues/a/title', value: 'Half a sen' },
      { path: 'cues/new/deletedAt', value: '' },
    ]
    expect(writtenLines(edits, cues).map((line) => line.value)).toEqual(['Half a sen'])
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
