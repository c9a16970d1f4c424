import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb'
import * as Y from 'yjs'

/** What belongs to one seat: what that seat may read must not be found by another one in the same browser. */
export type CopyOwner = { showId: string; kind: string; role: string; sessionId: string }

export type StoredCopy = {
  /** Yjs updates, in the order in which they were kept. */
  updates: Uint8Array[]
  /** What was written beside them, by name. */
  notes: Map<string, unknown>
}

interface CopySchema extends DBSchema {
  updates: { key: number; value: Uint8Array<ArrayBuffer> }
  notes: { key: string; value: unknown }
}

const prefix = 'stallcast'
/** So many updates are put together to one. */
const gatherFrom = 200

export function copyName(owner: CopyOwner): string {
  return [prefix, owner.showId, owner.kind, owner.role, owner.sessionId].join(':')
}

export function parseCopyName(name: string): CopyOwner | null {
  const [first, showId, kind, role, sessionId, ...rest] = name.split(':')
  if (first !== prefix || rest.length > 0 || !showId || !kind || !role || !sessionId) return null
  return { showId, kind, role, sessionId }
}

/**
 * The copy of a document on this device (IndexedDB), one database per show, document and seat. Not
 * y-indexeddb: its last release is of 2023, it throws into the edit when another tab deletes the database, and
 * it has no place for what must be written together with an update.
 */
export class LocalCopy {
  readonly #database: IDBPDatabase<CopySchema>
  #writing: Promise<void> = Promise.resolve()
  #stored = 0

  private constructor(database: IDBPDatabase<CopySchema>) {
    this.#database = database
  }

  /** Null where nothing can be kept: no IndexedDB, a private window that forbids it, a full disk. */
  static async open(owner: CopyOwner): Promise<LocalCopy | null> {
    try {
      const database = await openDB<CopySchema>(copyName(owner), 1, {
        upgrade(fresh) {
          fresh.createObjectStore('updates', { autoIncrement: true })
          fresh.createObjectStore('notes')
        },
        // Another tab clears up after a seat that has ended: writing goes on in memory only.
        blocking: (_now, _wanted, event) => (event.target as IDBDatabase).close(),
      })
      return new LocalCopy(database)
    } catch {
      return null
    }
  }

  async read(): Promise<StoredCopy> {
    const [updates, names, values] = await Promise.all([
      this.#database.getAll('updates'),
      this.#database.getAllKeys('notes'),
      this.#database.getAll('notes'),
    ])
    this.#stored = updates.length
    if (updates.length >= gatherFrom) void this.#write(() => this.#gather())
    return { updates, notes: new Map(names.map((name, at) => [name, values[at]])) }
  }

  /** Keeps an update and, in the same step, what is noted beside it. */
  keep(update: Uint8Array, notes: Readonly<Record<string, unknown>> = {}): Promise<void> {
    this.#stored += 1
    const full = this.#stored >= gatherFrom
    if (full) this.#stored = 1
    return this.#write(async () => {
      const step = this.#database.transaction(['updates', 'notes'], 'readwrite')
      void step.objectStore('updates').add(asOwn(update))
      for (const [name, value] of Object.entries(notes)) {
        void step.objectStore('notes').put(value, name)
      }
      await step.done
      if (full) await this.#gather()
    })
  }

  note(name: string, value: unknown): Promise<void> {
    return this.#write(async () => void (await this.#database.put('notes', value, name)))
  }

  /** Throws everything away; the database itself stays, for the tabs that hold it open. */
  clear(): Promise<void> {
    this.#stored = 0
    return this.#write(async () => {
      const step = this.#database.transaction(['updates', 'notes'], 'readwrite')
      void step.objectStore('updates').clear()
      void step.objectStore('notes').clear()
      await step.done
    })
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await this.#writing
    this.#database.close()
  }

  /** What is there becomes one update, in one step: other tabs of this seat may be writing too. */
  async #gather(): Promise<void> {
    const step = this.#database.transaction('updates', 'readwrite')
    const updates = await step.store.getAll()
    void step.store.clear()
    void step.store.add(asOwn(Y.mergeUpdates(updates)))
    await step.done
    this.#stored = 1
  }

  #write(task: () => Promise<void>): Promise<void> {
    // A disk that is full or a database that was deleted must not end the edit: the server has it as well.
    this.#writing = this.#writing.then(task).catch(() => undefined)
    return this.#writing
  }
}

/** Deletes what stood on this device for a seat. */
export async function dropCopy(owner: CopyOwner): Promise<void> {
  await deleteDB(copyName(owner)).catch(() => undefined)
}

/** The copies on this device; none where the browser does not tell. */
export async function listCopies(): Promise<CopyOwner[]> {
  try {
    const databases = await indexedDB.databases()
    return databases.flatMap(({ name }) => parseCopyName(name ?? '') ?? [])
  } catch {
    return []
  }
}

/** IndexedDB takes no view of a larger buffer without keeping all of it. */
function asOwn(update: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(update)
}
