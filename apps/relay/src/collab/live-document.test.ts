import type { Role, Seat } from '@stallcast/shared/crew'
import type { DomainError } from '@stallcast/shared/kernel'
import { documentName } from '@stallcast/shared/rundown'
import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { CollabService } from './collab.service.ts'
import { DocumentPeers, type DocumentPeer } from './document-peers.ts'
import type { LiveDocument } from './live-document.ts'
import { createDocument } from './rundown-document.ts'
import { MemoryDocumentLog } from './testing/memory-log.ts'
import { entryIn, putCue, replicaOf, textIn, updateOf } from './testing/replicas.ts'

const rundown = documentName('demo', 'rundown')
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** A connection without a network: what it is sent stays here. */
class HeldPeer implements DocumentPeer {
  readonly seat: Seat
  readonly sent: Uint8Array[] = []
  readonly closes: (number | string)[] = []

  constructor(sessionId: string, role: Role = 'host') {
    this.seat = { sessionId, showId: 'demo', role, personName: sessionId, tint: 0 }
  }

  send(message: Uint8Array): void {
    this.sent.push(message)
  }

  refuse(error: DomainError): void {
    this.closes.push(error.code)
  }

  close(code: number): void {
    this.closes.push(code)
  }

  /** How often it was asked what it has (SyncStep1). */
  get asked(): number {
    return this.sent.filter((message) => message[0] === 0 && message[1] === 0).length
  }
}

let log: MemoryDocumentLog
let service: CollabService
let document: LiveDocument
let copy: Y.Doc

beforeEach(async () => {
  log = new MemoryDocumentLog()
  service = new CollabService({ log, clock: () => 1_000, logger: silent })
  await service.writeAsServer(rundown, (doc) => putCue(doc, 'one'))
  document = await service.open(rundown)
  copy = replicaOf(createDocument('rundown'))
  Y.applyUpdate(copy, await document.read((doc) => Y.encodeStateAsUpdate(doc)))
})

const rows = () => log.rows.get(rundown) ?? []
const settled = () => document.read(() => undefined)

describe('the line of a live document', () => {
  it('CG12 a task that joins the line as it empties is not forgotten', async () => {
    for (let hops = 0; hops < 8; hops++) {
      let chain: Promise<unknown> = document.read(() => undefined)
      for (let hop = 0; hop < hops; hop++) chain = chain.then(() => undefined)
      expect(await chain.then(() => document.read(() => 'here'))).toBe('here')
    }
  })

  it('CG18 what a withdrawn seat still had in line is dropped', async () => {
    const peer = new HeldPeer('s-1')
    document.join(peer)
    const written = Promise.withResolvers<void>()
    const started = Promise.withResolvers<void>()
    log.beforeAppend = () => {
      started.resolve()
      return written.promise
    }
    document.receiveUpdate(
      peer,
      updateOf(copy, (doc) => textIn(doc, 'one', 'title').insert(0, 'a')),
      false,
    )
    await started.promise
    document.receiveUpdate(
      peer,
      updateOf(copy, (doc) => textIn(doc, 'one', 'title').insert(1, 'b')),
      false,
    )
    await service.revoke('s-1')
    written.resolve()
    await settled()
    expect(rows().map((row) => row.paths)).toEqual([['cues/one'], ['cues/one/title']])
    expect(peer.closes).toEqual([4401])
  })

  it('CG13 what a refused client had in line behind it is dropped, what came before stands', async () => {
    const editor = new HeldPeer('s-1', 'producer')
    document.join(editor)
    document.receiveUpdate(
      editor,
      updateOf(copy, (doc) => entryIn(doc, 'cues', 'one').set('flag', true)),
      false,
    )
    document.receiveUpdate(
      editor,
      updateOf(copy, (doc) => doc.getMap('facts').set('x', 1)),
      false,
    )
    document.receiveUpdate(
      editor,
      updateOf(copy, (doc) => entryIn(doc, 'cues', 'one').set('skip', true)),
      false,
    )
    await settled()
    expect(rows().at(-1)?.paths).toEqual(['cues/one/flag'])
    expect(editor.closes).toEqual(['collab.refused'])
    expect(document.peerCount).toBe(0)
  })

  it('CG8 who sends what builds on something missing is asked once until it answers', async () => {
    const peer = new HeldPeer('s-1')
    document.join(peer)
    await settled()
    expect(peer.asked).toBe(1)
    updateOf(copy, (doc) => putCue(doc, 'two'))
    const flag = updateOf(copy, (doc) => entryIn(doc, 'cues', 'two').set('flag', true))
    const skip = updateOf(copy, (doc) => entryIn(doc, 'cues', 'two').set('skip', true))
    document.receiveUpdate(peer, flag, false)
    document.receiveUpdate(peer, skip, false)
    await settled()
    expect([peer.asked, rows().length]).toEqual([1, 1])
    const state = await document.read((doc) => Y.encodeStateVector(doc))
    document.receiveUpdate(peer, Y.encodeStateAsUpdate(copy, state), true)
    await settled()
    expect(rows()).toHaveLength(2)
    expect(peer.closes).toEqual([])
  })

  it('CG8 who can never answer is told so in the end', async () => {
    const peer = new HeldPeer('s-1')
    document.join(peer)
    updateOf(copy, (doc) => putCue(doc, 'two'))
    const flag = updateOf(copy, (doc) => entryIn(doc, 'cues', 'two').set('flag', true))
    for (let answer = 0; answer < 6; answer++) document.receiveUpdate(peer, flag, true)
    await settled()
    expect(peer.closes).toEqual(['collab.refused'])
    expect(peer.asked).toBeLessThan(6)
  })

  it('CG7 a reconnection that brings nothing new leaves no trace', async () => {
    const peer = new HeldPeer('s-1', 'finance')
    document.join(peer)
    document.receiveUpdate(peer, Y.encodeStateAsUpdate(copy), true)
    await settled()
    expect([rows().length, peer.closes]).toEqual([1, []])
  })

  it('CG16 who has not asked for the state is not sent updates', async () => {
    const silentPeer = new HeldPeer('s-1')
    document.join(silentPeer)
    await settled()
    await service.writeAsServer(rundown, (doc) => putCue(doc, 'two'))
    expect(silentPeer.sent).toHaveLength(1)
    document.receiveStateVector(silentPeer, Uint8Array.of(0))
    await settled()
    await service.writeAsServer(rundown, (doc) => putCue(doc, 'three'))
    expect(silentPeer.sent).toHaveLength(3)
  })
})

describe('CG10 whose client id it is', () => {
  it('CG10 by presence, or by having written first, while connected', () => {
    const peers = new DocumentPeers()
    const ida = new HeldPeer('s-1')
    const jon = new HeldPeer('s-2')
    peers.add(ida)
    peers.add(jon)
    expect(peers.mayUseClient(jon, 7, undefined)).toBe(true)
    expect(peers.mayUseClient(jon, 7, 's-1')).toBe(false)
    peers.claimClients([7], ida.seat.sessionId)
    peers.claimClients([7], jon.seat.sessionId)
    expect(peers.mayUseClient(jon, 7, undefined)).toBe(false)
    expect(peers.mayUseClient(ida, 7, undefined)).toBe(true)
    peers.delete(ida)
    expect(peers.mayUseClient(jon, 7, undefined)).toBe(true)
  })
})
