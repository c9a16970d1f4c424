import { cellTextRoot } from '@stallcast/shared/rundown'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { deedsIn, fullDocument } from '../testing/deeds.ts'
import { encodeState } from './update.codec.ts'

describe('CG9 a state is written as Yjs writes it', () => {
  it('CG9 byte for byte, whatever was done to the document', () => {
    for (const kind of ['rundown', 'finance'] as const) {
      const doc = fullDocument(kind)
      expect(encodeState(doc)).toEqual(Y.encodeStateAsUpdate(doc))
      deedsIn(kind).forEach((deed, index) => {
        doc.clientID = 1 + (index % 5)
        if (deed.fits) deed.act(doc)
        if (index % 40 === 0) expect(encodeState(doc)).toEqual(Y.encodeStateAsUpdate(doc))
      })
    }
  })

  it('CG9 also of many roots, some of them without a type', () => {
    const author = new Y.Doc()
    for (let index = 0; index < 300; index++) {
      author.getText(cellTextRoot(`cue-${index}`, 'legal')).insert(0, 'words')
    }
    const server = new Y.Doc()
    Y.applyUpdate(server, Y.encodeStateAsUpdate(author))
    server.getText(cellTextRoot('cue-7', 'legal')).delete(0, 5)
    expect(encodeState(server)).toEqual(Y.encodeStateAsUpdate(server))
  })
})
