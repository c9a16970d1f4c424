import type { Role, Seat } from '@stallcast/shared/crew'
import {
  commentSchema,
  documentName,
  type AcksState,
  type Comment,
} from '@stallcast/shared/rundown'
import type { ShowEvent } from '@stallcast/shared/protocol'
import { createDocumentLog } from '@stallcast/store/collab'
import { latestEvents } from '@stallcast/store/rundown'
import { startTestDatabase, type TestDatabase } from '@stallcast/store/testing'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { CollabService } from '../collab/index.ts'
import { AcksService, CommentsService } from './index.ts'

let test: TestDatabase
let collab: CollabService
const cues = new Set(['a', 'b'])
const hasCue = async (_showId: string, cueId: string): Promise<boolean> => cues.has(cueId)

beforeAll(async () => {
  test = await startTestDatabase()
  await test.run(
    `insert into shows (id, slug, title, currency, planned_start_ms) values ('s', 's', 'S', 'EUR', 0)`,
  )
  collab = new CollabService({
    log: createDocumentLog(test.database),
    clock: Date.now,
    logger: pino({ level: 'silent' }),
  })
})
afterAll(async () => {
  await collab.close()
  await test.stop()
})

const seat = (role: Role, personName: string): Seat => ({
  sessionId: `session-${personName}`,
  showId: 's',
  role,
  personName,
  tint: 0,
})
const hanna = seat('host', 'Hanna')
const edda = seat('editor', 'Edda')

describe('comments', () => {
  const name = documentName('s', 'rundown')
  let comments: CommentsService
  beforeEach(() => {
    comments = new CommentsService({
      hasCue,
      write: (by, edit) => collab.writeAsServer(name, edit, by),
      now: () => 7,
    })
  })
  const read = (commentId: string): Promise<Comment | undefined> =>
    collab.read(name, (doc) => {
      const map = doc.getMap('comments').get(commentId)
      return map instanceof Y.Map
        ? commentSchema.parse({ ...map.toJSON(), id: commentId })
        : undefined
    })

  it('RD94 a comment stands under the name of who spoke, in the document and in its log', async () => {
    const { commentId } = await comments.command(hanna, {
      type: 'comment.add',
      cueId: 'a',
      column: 'script',
      text: '@editor shorter?',
    })
    expect(await read(commentId)).toMatchObject({
      authorName: 'Hanna',
      authorRole: 'host',
      text: '@editor shorter?',
    })
    const [row] = await createDocumentLog(test.database).history(name, { limit: 1 })
    expect(row).toMatchObject({ personName: 'Hanna', role: 'host', sessionId: 'session-Hanna' })
    await comments.command(edda, { type: 'comment.resolve', commentId, resolved: true })
    expect(await read(commentId)).toMatchObject({ resolvedBy: 'Edda', resolvedAt: 7 })
  })

  it('RD94 only its author or the producer removes it', async () => {
    const { commentId } = await comments.command(hanna, {
      type: 'comment.add',
      cueId: 'a',
      column: null,
      text: 'x',
    })
    const remove = { type: 'comment.remove', commentId } as const
    await expect(comments.command(edda, remove)).rejects.toMatchObject({
      code: 'comment.not-yours',
    })
    expect((await read(commentId))?.deletedAt).toBeNull()
    await comments.command(seat('producer', 'Paul'), remove)
    expect((await read(commentId))?.deletedAt).toBe(7)
    await expect(comments.command(hanna, remove)).rejects.toMatchObject({ code: 'comment.unknown' })
  })

  it('RD96 a comment is about a cue that stands, and guests do not comment', async () => {
    const add = { type: 'comment.add', cueId: 'gone', column: null, text: 'x' } as const
    await expect(comments.command(hanna, add)).rejects.toMatchObject({ code: 'cue.unknown' })
    await expect(
      comments.command(seat('guest', 'Pia'), { ...add, cueId: 'a' }),
    ).rejects.toMatchObject({
      code: 'auth.forbidden',
    })
  })
})

describe('acknowledgements', () => {
  const told: AcksState[] = []
  const service = (rehearsing = false): AcksService =>
    new AcksService({
      database: test.database,
      publish: (_showId, domain, state) => {
        if (domain === 'acks') told.push(state as AcksState)
      },
      hasCue,
      rehearsing: () => rehearsing,
      now: () => 9,
    })
  const standBy = (cueId: string) => ({ type: 'ack.set', cueId, readiness: 'standby' }) as const

  it('RD97 departments answer, everybody is told, and a restart knows it', async () => {
    await service().command(edda, standBy('a'))
    await service().command(seat('observer', 'Sound desk'), standBy('a'))
    expect(Object.keys(told.at(-1)?.cues['a'] ?? {})).toEqual(['editor', 'Sound desk'])
    await service().open('s')
    expect(told.at(-1)?.cues['a']?.['editor']).toEqual({
      readiness: 'standby',
      personName: 'Edda',
      atMs: 9,
    })
    const [event] = await latestEvents(test.database, 's', 1)
    expect(event).toMatchObject({ type: 'cueAcknowledged', data: { department: 'Sound desk' } })
  })

  it('RD97 two relays that answer at once lose no answer', async () => {
    const [one, two] = [service(), service()]
    await Promise.all([one.open('s'), two.open('s')])
    await Promise.all([one.command(edda, standBy('b')), two.command(hanna, standBy('b'))])
    await one.open('s')
    expect(Object.keys(told.at(-1)?.cues['b'] ?? {}).toSorted()).toEqual(['editor', 'host'])
  })

  it('RD96 RD98 unknown cues are refused; a take clears the answers; a rehearsal is not logged', async () => {
    await expect(service().command(edda, standBy('gone'))).rejects.toMatchObject({
      code: 'cue.unknown',
    })
    await service().react({
      showId: 's',
      type: 'cueTaken',
      data: { cueId: 'b' },
    } as unknown as ShowEvent)
    expect(told.at(-1)?.cues['b']).toBeUndefined()
    const [before] = await latestEvents(test.database, 's', 1)
    await service(true).command(edda, standBy('b'))
    expect(told.at(-1)?.cues['b']).toBeDefined()
    expect(await latestEvents(test.database, 's', 1)).toEqual([before])
  })
})
