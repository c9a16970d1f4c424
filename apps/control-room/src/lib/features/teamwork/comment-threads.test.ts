import { cueSchema, newCueFields, type Comment, type Cue } from '@stallcast/shared/rundown'
import { expect, it } from 'vitest'
import { calledParts, commentThreads, unreadMentions } from './comment-threads.ts'

const cue = (id: string): Cue =>
  cueSchema.parse({
    id,
    title: id,
    notes: '',
    script: '',
    ...newCueFields({ order: 'a0', createdAt: 0 }),
  })
const comment = (id: string, cueId: string, given: Partial<Comment> = {}): Comment => ({
  id,
  cueId,
  column: null,
  text: '@editor look',
  authorName: 'Hanna',
  authorRole: 'host',
  authorSession: 'hanna',
  createdAt: 10,
  resolvedAt: null,
  resolvedBy: null,
  deletedAt: null,
  ...given,
})

it('RD96 threads stand in running order; resolved ones are asked for; gone cues have none', () => {
  const comments = [
    comment('1', 'b'),
    comment('2', 'a', { resolvedAt: 5 }),
    comment('3', 'b', { resolvedAt: 5 }),
    comment('4', 'gone'),
  ]
  const ids = (withResolved: boolean) =>
    commentThreads(comments, [cue('a'), cue('b')], withResolved).map((thread) => [
      thread.number,
      thread.open,
      thread.comments.map(({ id }) => id).join(),
    ])
  expect(ids(false)).toEqual([[2, 1, '1']])
  expect(ids(true)).toEqual([
    [1, 0, '2'],
    [2, 1, '1,3'],
  ])
})

it('RD95 what was seen, resolved or is for others is not unread', () => {
  const edda = { sessionId: 'edda', name: 'Edda', role: 'editor' as const }
  const all = [
    comment('new', 'a'),
    comment('seen', 'a', { createdAt: 3 }),
    comment('done', 'a', { resolvedAt: 12 }),
    comment('other', 'a', { text: '@finance look' }),
  ]
  expect(unreadMentions(all, edda, 5).map(({ id }) => id)).toEqual(['new'])
})

it('RD95 a call stands out in the text', () => {
  expect(calledParts('hey @Edda, look')).toEqual([
    { text: 'hey ', called: false },
    { text: '@Edda', called: true },
    { text: ', look', called: false },
  ])
})
