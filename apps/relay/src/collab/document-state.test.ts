import * as decoding from 'lib0/decoding'
import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { DocumentState } from './document-state.ts'
import { createDocument } from './rundown-document.ts'
import { MemoryDocumentLog } from './testing/memory-log.ts'
import { putCue, updateOf } from './testing/replicas.ts'
import { writeState } from './wire.codec.ts'

const name = 'show:demo:rundown'
const nothingYet = Uint8Array.of(0)
const author = { sessionId: null, role: null, personName: 'Ida', paths: [], atMs: 1 }

let log: MemoryDocumentLog
let errors: unknown[]
let doc: Y.Doc

beforeEach(() => {
  log = new MemoryDocumentLog()
  errors = []
  doc = createDocument('rundown')
})

const logger = {
  info: () => undefined,
  warn: () => undefined,
  error: (...words: unknown[]) => void errors.push(words),
}
const load = () => DocumentState.load(name, 'rundown', log, logger)
const edit = (id: string) => updateOf(doc, () => putCue(doc, id))
const append = (seq: number, update: Uint8Array) => log.append(name, [{ ...author, seq, update }])

/** The cues in a copy that was sent this message. */
function cuesIn(message: Uint8Array): string[] {
  const decoder = decoding.createDecoder(message)
  decoding.readVarUint(decoder)
  decoding.readVarUint(decoder)
  const copy = new Y.Doc()
  Y.applyUpdate(copy, decoding.readVarUint8Array(decoder))
  return [...copy.getMap('cues').keys()].toSorted()
}

describe('CG33 a document that was just loaded', () => {
  it('CG33 is sent as the bytes of its snapshot when nothing came after it', async () => {
    const first = edit('one')
    await append(1, first)
    const state = Y.encodeStateAsUpdate(doc)
    await log.snapshot(name, 1, state)
    expect((await load()).stateMessage(nothingYet)).toEqual(writeState(state))
  })

  it('CG33 is sent with each edit since: of the log, and after it was loaded', async () => {
    await append(1, edit('one'))
    const one = await load()
    expect(cuesIn(one.stateMessage(nothingYet))).toEqual(['one'])
    one.apply(edit('two'))
    expect(cuesIn(one.stateMessage(nothingYet))).toEqual(['one', 'two'])
    await log.snapshot(name, 1, Y.encodeStateAsUpdate(doc))
    await append(2, edit('three'))
    expect(cuesIn((await load()).stateMessage(nothingYet))).toEqual(['one', 'three', 'two'])
  })

  it('CG33 leaves out what builds on a missing row, however little the log holds', async () => {
    edit('one')
    await append(2, edit('two'))
    const state = await load()
    expect(cuesIn(state.stateMessage(nothingYet))).toEqual([])
    expect(errors).toHaveLength(1)
  })
})
