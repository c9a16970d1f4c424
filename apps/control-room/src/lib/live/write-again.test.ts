import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { UnsentEdits, type UnsentEdit } from './unsent-edits.ts'
import { writeAgain } from './write-again.ts'

function base(): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 1
  const fields: [string, unknown][] = [
    ['title', new Y.Text('Pour the coffee')],
    ['durationMs', 5],
    ['priceMinor', 100],
  ]
  doc.getMap('cues').set('a', new Y.Map<unknown>(fields))
  return Y.encodeStateAsUpdate(doc)
}

const cue = (doc: Y.Doc, id = 'a') => doc.getMap('cues').get(id) as Y.Map<unknown>
const title = (doc: Y.Doc) => cue(doc).get('title') as Y.Text

function docOf(update: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  doc.getMap('cues')
  Y.applyUpdate(doc, update)
  return doc
}

function written(change: (doc: Y.Doc) => void): UnsentEdit[] {
  const doc = docOf(base())
  const unsent = new UnsentEdits()
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    if (transaction.local) unsent.note(transaction, 1)
  })
  change(doc)
  return unsent.list()
}

const all = () => true

describe('what a refusal took along', () => {
  const mine = written((doc) => {
    cue(doc).set('durationMs', 9)
    cue(doc).set('priceMinor', 1)
    title(doc).insert(9, 'hot ')
    doc.getText('cell:a:props').insert(0, 'a cup')
    doc.getMap('cells').set('a:lights', 'blue')
  })

  it('CG52 is written again except for what was refused', () => {
    const doc = docOf(base())
    const left = writeAgain(doc, 'rundown', mine, (edit) => edit.path !== 'cues/a/priceMinor')
    expect(left.map(({ path, value }) => [path, value])).toEqual([['cues/a/priceMinor', '1']])
    expect(cue(doc).toJSON()).toMatchObject({
      durationMs: 9,
      priceMinor: 100,
      title: 'Pour the hot coffee',
    })
    expect(doc.getMap('cells').get('a:lights')).toBe('blue')
  })

  it('CG52 never overwrites what somebody set meanwhile', () => {
    const doc = docOf(base())
    cue(doc).set('durationMs', 7)
    const left = writeAgain(doc, 'rundown', mine, all)
    expect(left.map(({ path }) => path)).toContain('cues/a/durationMs')
    expect(cue(doc).get('durationMs')).toBe(7)
  })

  it('CG52 merges two edits of a text in different places, and leaves one that overlaps', () => {
    const apart = docOf(base())
    title(apart).insert(0, 'Slowly: ')
    expect(writeAgain(apart, 'rundown', mine, all)).toEqual([])
    expect(title(apart).toString()).toBe('Slowly: Pour the hot coffee')
    const across = docOf(base())
    title(across).delete(5, 8)
    const left = writeAgain(across, 'rundown', mine, all)
    expect(left.map(({ path }) => path)).toEqual(['cues/a/title'])
    expect(title(across).toString()).toBe('Pour ee')
  })

  it('CG52 is written again once: refused a second time it is shown', () => {
    const again = mine.map((edit) => ({ ...edit, again: true }))
    const doc = docOf(base())
    expect(writeAgain(doc, 'rundown', again, all)).toHaveLength(mine.length)
    expect(cue(doc).get('durationMs')).toBe(5)
  })

  it('CG52 can be a whole new cue with what was written in it', () => {
    const made = written((doc) => {
      const fields: [string, unknown][] = [
        ['title', new Y.Text('New')],
        ['deletedAt', 1],
      ]
      doc.getMap('cues').set('b', new Y.Map<unknown>(fields))
      cue(doc, 'b').set('deletedAt', null)
      ;(cue(doc, 'b').get('title') as Y.Text).insert(3, ' one')
    })
    const doc = docOf(base())
    expect(writeAgain(doc, 'rundown', made, all)).toEqual([])
    expect(cue(doc, 'b').toJSON()).toEqual({ title: 'New one', deletedAt: null })
    expect(cue(doc, 'b').get('title')).toBeInstanceOf(Y.Text)
  })
})
