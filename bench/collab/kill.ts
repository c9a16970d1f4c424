import { setTimeout as sleep } from 'node:timers/promises'
import { createDocumentLog } from '@stallcast/store/collab'
import * as Y from 'yjs'
import { Crowd, marksIn } from './crowd.ts'
import type { Stage } from './stage.ts'

const clients = 20
const editsPerSecond = 20
const writeForMs = 2_500
const cues = 100

/**
 * Kills the server while everybody types, and counts the edits that their authors had back and that its log does
 * not have.
 */
export async function lostOnKill(stage: Stage): Promise<number> {
  return stage.play('stallcast', cues, async (server, docName) => {
    const crowd = new Crowd({
      dialect: 'stallcast',
      origin: server.origin,
      docName,
      clients,
      writers: clients,
      editsPerSecond,
      seconds: 0,
      replicas: 0,
    })
    await crowd.join()
    const writing = crowd.write(performance.now() + writeForMs, clients * editsPerSecond)
    await sleep(writeForMs * 0.7)
    await server.kill()
    await writing
    const acknowledged = [...crowd.acknowledged]
    crowd.leave()
    if (acknowledged.length < clients)
      throw new Error('the server was killed before it did a thing')
    const stored = await createDocumentLog(stage.postgres.database).load(docName)
    const doc = new Y.Doc()
    if (stored.snapshot) Y.applyUpdate(doc, stored.snapshot.state)
    for (const { update } of stored.updates) Y.applyUpdate(doc, update)
    const kept = marksIn(Y.encodeStateAsUpdate(doc), clients)
    return acknowledged.filter((mark) => !kept.has(mark)).length
  })
}
