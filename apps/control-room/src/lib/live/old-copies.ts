import { dropCopy, listCopies, LocalCopy, type CopyOwner, type StoredCopy } from './local-copy.ts'
import type { UnsentEdit } from './unsent-edits.ts'

/** A seat lasts seven days: no copy that was not opened for longer can be one's own any more. */
const keptMs = 7 * 86_400_000

export type OldCopy = { owner: CopyOwner; stored: StoredCopy; unsent: UnsentEdit[] }

/**
 * The copies that this seat takes over, which are thereby gone: of the same seat under the role it had before,
 * and of a seat of the same role that had this place in the browser until now.
 */
export async function takeOldCopies(owner: CopyOwner, nowMs: number): Promise<OldCopy[]> {
  const taken: OldCopy[] = []
  for (const other of await listCopies()) {
    const isSeat = other.sessionId === owner.sessionId && other.role !== owner.role
    const isPlace = other.sessionId !== owner.sessionId && other.role === owner.role
    const isOfShow = other.showId === owner.showId && other.kind === owner.kind
    const copy = await LocalCopy.open(other)
    const stored = await copy?.read().catch(() => null)
    await copy?.close()
    const openedAtMs = Number(stored?.notes.get('openedAtMs') ?? nowMs)
    if (isOfShow && (isSeat || isPlace)) {
      await dropCopy(other)
      const unsent = (stored?.notes.get('unsent') as UnsentEdit[] | undefined) ?? []
      if (stored && unsent.length > 0) taken.push({ owner: other, stored, unsent })
    } else if (nowMs - openedAtMs > keptMs) {
      await dropCopy(other)
    }
  }
  return taken
}

/** Deletes what a seat that has ended kept on this device, of all documents of the show. */
export async function dropSeat(showId: string, sessionId: string): Promise<void> {
  for (const owner of await listCopies()) {
    if (owner.showId === showId && owner.sessionId === sessionId) await dropCopy(owner)
  }
}
