import { beforeEach, describe, expect, it } from 'vitest'
import type { DocumentLog, LoggedUpdate } from './document-log.port.ts'

/** What every document log must do. `create` gives a log in which `show:contract-…` is unused. */
export function describeDocumentLog(name: string, create: () => DocumentLog): void {
  describe(`CG12 document log: ${name}`, () => {
    let log: DocumentLog
    let doc: string
    let count = 0

    beforeEach(() => {
      log = create()
      count += 1
      doc = `show:contract-${count}:rundown`
    })

    it('CG12 knows nothing of a new document', async () => {
      expect(await log.load(doc)).toEqual({ snapshot: null, updates: [] })
    })

    it('CG12 gives back what was appended, byte for byte and in order', async () => {
      await log.append(doc, [entry(1, [1, 2, 255]), entry(2, [])])
      await log.append(doc, [entry(3, [0])])
      const { updates } = await log.load(doc)
      expect(updates.map((row) => [row.seq, [...row.update]])).toEqual([
        [1, [1, 2, 255]],
        [2, []],
        [3, [0]],
      ])
    })

    it('CG12 appends all or nothing, and never over a taken number', async () => {
      await log.append(doc, [entry(1, [1])])
      await expect(log.append(doc, [entry(2, [2]), entry(1, [9])])).rejects.toThrow(
        /taken|duplicate key/,
      )
      const { updates } = await log.load(doc)
      expect(updates.map((row) => [row.seq, [...row.update]])).toEqual([[1, [1]]])
    })

    it('CG40 lets writers take turns, each after what the others wrote', async () => {
      const write = (first: number) =>
        log.appendInTurn(doc, 0, (missed) => [entry(missed.length + 1, [first])])
      await Promise.all([write(1), write(2), write(3), write(4)])
      const rows = await log.after(doc, 1)
      expect(rows.map(({ seq }) => seq)).toEqual([2, 3, 4])
      expect(rows[0]).toMatchObject({ sessionId: 'session', role: 'host', personName: 'Ida' })
    })

    it('CG40 keeps nothing of a turn that throws, and lets the next have its own', async () => {
      const broken = log.appendInTurn(doc, 0, () => {
        throw new Error('broken')
      })
      await expect(broken).rejects.toThrow('broken')
      await log.appendInTurn(doc, 0, (missed) => [entry(missed.length + 1, [1])])
      expect((await log.after(doc, 0)).map(({ seq }) => seq)).toEqual([1])
    })

    it('CG42 says how far each document has come', async () => {
      await log.append(doc, [entry(1, [1]), entry(2, [2])])
      expect([...(await log.heads([doc, `${doc}x`]))]).toEqual([[doc, 2]])
    })

    it('CG12 keeps documents apart', async () => {
      await log.append(doc, [entry(1, [1])])
      expect((await log.load(`${doc}x`)).updates).toEqual([])
    })

    it('CG19 loads the newest snapshot and only what came after it', async () => {
      await log.append(doc, [entry(1, [1]), entry(2, [2]), entry(3, [3])])
      await log.snapshot(doc, 2, new Uint8Array([7, 7]), 10)
      await log.snapshot(doc, 1, new Uint8Array([6]), 11)
      const { snapshot, updates } = await log.load(doc)
      expect(snapshot && [snapshot.seq, [...snapshot.state]]).toEqual([2, [7, 7]])
      expect(updates.map((row) => row.seq)).toEqual([3])
    })
  })
}

function entry(seq: number, bytes: number[]): LoggedUpdate {
  return {
    seq,
    update: new Uint8Array(bytes),
    sessionId: 'session',
    role: 'host',
    personName: 'Ida',
    paths: ['cues/one/title'],
    atMs: seq,
  }
}
