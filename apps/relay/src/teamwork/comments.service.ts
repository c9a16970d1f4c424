import { demand, type Seat } from '@stallcast/shared/crew'
import { assertNever, DomainError } from '@stallcast/shared/kernel'
import { commentSchema, type Comment, type CommentCommand } from '@stallcast/shared/rundown'
import { nanoid } from 'nanoid'
import * as Y from 'yjs'

export type CommentsPorts = {
  /** Whether the cue stands in the run of show. */
  hasCue: (showId: string, cueId: string) => Promise<boolean>
  /** Writes into the show's document under somebody's name; resolves when it is in the log. */
  write: (seat: Seat, edit: (doc: Y.Doc) => void) => Promise<void>
  now: () => number
}

/** Comments live in the document, where every screen and the history have them; only the server writes them. */
export class CommentsService {
  readonly #ports: CommentsPorts

  constructor(ports: CommentsPorts) {
    this.#ports = ports
  }

  /** @throws DomainError `cue.unknown`, `comment.unknown`, `comment.not-yours`, `auth.forbidden` */
  async command(seat: Seat, command: CommentCommand): Promise<{ commentId: string }> {
    demand(seat.role, 'rundown.comment')
    const now = this.#ports.now()
    switch (command.type) {
      case 'comment.add': {
        if (!(await this.#ports.hasCue(seat.showId, command.cueId))) {
          throw new DomainError('cue.unknown')
        }
        const { type: _, ...said } = command
        const fields = {
          ...said,
          authorName: seat.personName,
          authorRole: seat.role,
          authorSession: seat.sessionId,
          createdAt: now,
          resolvedAt: null,
          resolvedBy: null,
          deletedAt: null,
        }
        const commentId = nanoid(12)
        await this.#ports.write(seat, (doc) => {
          doc.getMap('comments').set(commentId, new Y.Map<unknown>(Object.entries(fields)))
        })
        return { commentId }
      }
      case 'comment.resolve':
        return this.#edit(seat, command.commentId, (map, comment) => {
          if ((comment.resolvedAt !== null) === command.resolved) return
          map.set('resolvedAt', command.resolved ? now : null)
          map.set('resolvedBy', command.resolved ? seat.personName : null)
        })
      case 'comment.remove':
        return this.#edit(seat, command.commentId, (map, comment) => {
          if (comment.authorSession !== seat.sessionId && seat.role !== 'producer') {
            throw new DomainError('comment.not-yours')
          }
          map.set('deletedAt', now)
        })
      default:
        return assertNever(command)
    }
  }

  async #edit(
    seat: Seat,
    commentId: string,
    edit: (map: Y.Map<unknown>, comment: Comment) => void,
  ): Promise<{ commentId: string }> {
    await this.#ports.write(seat, (doc) => {
      const map = doc.getMap('comments').get(commentId)
      const comment =
        map instanceof Y.Map
          ? commentSchema.safeParse({ ...map.toJSON(), id: commentId }).data
          : null
      if (!(map instanceof Y.Map) || !comment || comment.deletedAt !== null) {
        throw new DomainError('comment.unknown')
      }
      edit(map, comment)
    })
    return { commentId }
  }
}
