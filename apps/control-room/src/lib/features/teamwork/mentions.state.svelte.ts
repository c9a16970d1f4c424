import type { Comment } from '@stallcast/shared/rundown'
import type { LiveShow } from '#lib/live/index.ts'
import { unreadMentions } from './comment-threads.ts'

/** Who called this person and was not read yet; what was seen is remembered on this device. */
export class Mentions {
  readonly #live: LiveShow
  readonly #comments: () => readonly Comment[]
  readonly #key: string
  #seenUntilMs = $state(0)

  constructor(live: LiveShow, comments: () => readonly Comment[], key: string) {
    this.#live = live
    this.#comments = comments
    this.#key = `${key}:mentions`
    this.#seenUntilMs = Number(localStorage.getItem(this.#key) ?? 0)
  }

  readonly unread = $derived.by((): readonly Comment[] => {
    const { seat } = this.#live
    if (!seat) return []
    const person = { sessionId: seat.sessionId, name: seat.personName, role: seat.role }
    return unreadMentions(this.#comments(), person, this.#seenUntilMs)
  })

  seen(comments: readonly Comment[]): void {
    const latest = Math.max(0, ...comments.map((comment) => comment.createdAt))
    if (latest <= this.#seenUntilMs) return
    this.#seenUntilMs = latest
    localStorage.setItem(this.#key, String(latest))
  }
}
