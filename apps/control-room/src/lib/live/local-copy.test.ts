import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { dropCopy, listCopies, LocalCopy, type CopyOwner } from './local-copy.ts'
import { dropSeat, takeOldCopies } from './old-copies.ts'

const owner = (given: Partial<CopyOwner> = {}): CopyOwner => ({
  showId: 's',
  kind: 'rundown',
  role: 'host',
  sessionId: 'ana',
  ...given,
})

function update(change: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc()
  change(doc)
  return Y.encodeStateAsUpdate(doc)
}

async function opened(of: CopyOwner): Promise<LocalCopy> {
  const copy = await LocalCopy.open(of)
  if (!copy) throw new Error('no IndexedDB')
  return copy
}

describe('the copy on this device', () => {
  it('CG50 holds what was written, and what was noted with it', async () => {
    const copy = await opened(owner({ showId: 'kept' }))
    await copy.keep(
      update((doc) => doc.getText('t').insert(0, 'kept')),
      { unsent: ['one'] },
    )
    await copy.close()
    const again = await opened(owner({ showId: 'kept' }))
    const { updates, notes } = await again.read()
    const doc = new Y.Doc()
    for (const each of updates) Y.applyUpdate(doc, each)
    expect([doc.getText('t').toString(), notes.get('unsent')]).toEqual(['kept', ['one']])
    await again.close()
  })

  it('CG50 is nobody else’s: not another role’s, not another seat’s, not another document’s', async () => {
    const copy = await opened(owner({ showId: 'own' }))
    await copy.keep(update((doc) => doc.getText('t').insert(0, 'secret')))
    await copy.close()
    const others = [{ role: 'editor' }, { sessionId: 'ben' }, { kind: 'finance' }]
    for (const other of others) {
      const theirs = await opened(owner({ showId: 'own', ...other }))
      expect((await theirs.read()).updates).toEqual([])
      await theirs.close()
    }
  })

  it('CG50 is gathered into one update when it grows, without losing anything', async () => {
    const copy = await opened(owner({ showId: 'long' }))
    const doc = new Y.Doc()
    const writing: Promise<void>[] = []
    doc.on('update', (each: Uint8Array) => void writing.push(copy.keep(each)))
    for (let at = 0; at < 450; at++) doc.getMap('m').set(`k${at}`, at)
    await Promise.all(writing)
    const { updates } = await copy.read()
    const back = new Y.Doc()
    for (const each of updates) Y.applyUpdate(back, each)
    expect(updates.length).toBeLessThan(200)
    expect(back.getMap('m').toJSON()).toEqual(doc.getMap('m').toJSON())
    await copy.close()
  })

  it('CG52 is thrown away whole, and takes the fresh document after that', async () => {
    const copy = await opened(owner({ showId: 'fresh' }))
    await copy.keep(
      update((doc) => doc.getText('t').insert(0, 'refused')),
      { unsent: ['x'] },
    )
    void copy.clear()
    await copy.keep(update((doc) => doc.getText('t').insert(0, 'fresh')))
    const { updates, notes } = await copy.read()
    expect([updates.length, notes.has('unsent')]).toEqual([1, false])
    await copy.close()
  })

  it('CG50 does not stop the edit when another tab has deleted it', async () => {
    const copy = await opened(owner({ showId: 'twice' }))
    await dropCopy(owner({ showId: 'twice' }))
    await expect(copy.keep(update((doc) => doc.getText('t').insert(0, 'a')))).resolves.toBe(
      undefined,
    )
  })
})

describe('copies of seats that are no more', () => {
  async function withUnsent(of: CopyOwner, openedAtMs: number): Promise<void> {
    const copy = await opened(of)
    const unsent = [{ path: 'cues/a/title', value: 'Sip' }]
    await copy.keep(
      update((doc) => doc.getText('t').insert(0, 'x')),
      { unsent, openedAtMs },
    )
    await copy.close()
  }

  it('CG67 are taken over with what waits, by the same seat under its new role, once', async () => {
    await withUnsent(owner({ showId: 'moved', role: 'host' }), 0)
    await withUnsent(owner({ showId: 'moved', role: 'host', sessionId: 'ben' }), 0)
    const now = owner({ showId: 'moved', role: 'editor' })
    const taken = await takeOldCopies(now, 1_000)
    expect(taken.map(({ owner: { role, sessionId } }) => [role, sessionId])).toEqual([
      ['host', 'ana'],
    ])
    expect(taken[0]?.unsent).toHaveLength(1)
    expect(await takeOldCopies(now, 1_000)).toEqual([])
    // Ben's seat is his own.
    const left = (await listCopies()).filter(({ showId }) => showId === 'moved')
    expect(left.map(({ sessionId }) => sessionId)).toEqual(['ben'])
  })

  it('CG50 go when their seat was replaced, when it has ended, and when nobody came back for a week', async () => {
    await withUnsent(owner({ showId: 'gone', sessionId: 'before' }), 0)
    await withUnsent(owner({ showId: 'other-show' }), 0)
    const taken = await takeOldCopies(owner({ showId: 'gone' }), 8 * 86_400_000)
    expect(taken.map((each) => each.owner.sessionId)).toEqual(['before'])
    const shows = (await listCopies()).map(({ showId }) => showId)
    expect(shows).not.toContain('gone')
    expect(shows).not.toContain('other-show')
    await withUnsent(owner({ showId: 'ended' }), 0)
    await dropSeat('ended', 'ana')
    expect((await listCopies()).map(({ showId }) => showId)).not.toContain('ended')
  })
})
