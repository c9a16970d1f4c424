import {
  attachmentSchema,
  columnSchema,
  commentSchema,
  cueSchema,
  groupSchema,
  markSchema,
  triggerSchema,
  viewPresetSchema,
  type Attachment,
  type Column,
  type Comment,
  type Cue,
  type Group,
  type Mark,
  type Trigger,
  type ViewPreset,
} from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import { byOrder } from './order.ts'

/** What an entry was and what it has become; null: not there. */
export type EntryChange<Entry> = { id: string; before: Entry | null; after: Entry | null }

/**
 * A root of entries as plain objects, read again only where something has changed: an untouched entry keeps
 * its object, so that screens need not look at it.
 */
export class EntryCache<Entry> {
  readonly #parse: (value: unknown) => Entry | null
  readonly #entries = new Map<string, Entry>()

  constructor(parse: (value: unknown) => Entry | null) {
    this.#parse = parse
  }

  get all(): Entry[] {
    return [...this.#entries.values()]
  }

  readAll(root: Y.Map<unknown>): void {
    this.#entries.clear()
    for (const id of root.keys()) this.#read(root, id)
  }

  readChanged(
    root: Y.Map<unknown>,
    events: readonly Y.YEvent<Y.AbstractType<unknown>>[],
  ): EntryChange<Entry>[] {
    const changed = new Set<string>()
    for (const event of events) {
      if (event.path.length > 0) changed.add(String(event.path[0]))
      else for (const id of event.changes.keys.keys()) changed.add(id)
    }
    return [...changed].map((id) => {
      const before = this.#entries.get(id) ?? null
      return { id, before, after: this.#read(root, id) }
    })
  }

  #read(root: Y.Map<unknown>, id: string): Entry | null {
    const value = root.get(id)
    const entry = value instanceof Y.Map ? this.#parse({ ...value.toJSON(), id }) : null
    if (entry === null) this.#entries.delete(id)
    else this.#entries.set(id, entry)
    return entry
  }
}

type EntrySchema<Entry> = { safeParse(value: unknown): { data?: Entry | undefined } }

function cacheOf<Entry>(schema: EntrySchema<Entry>): EntryCache<Entry> {
  return new EntryCache((value) => schema.safeParse(value).data ?? null)
}

export const cueCache = (): EntryCache<Cue> => cacheOf(cueSchema)
export const groupCache = (): EntryCache<Group> => cacheOf(groupSchema)
export const columnCache = (): EntryCache<Column> => cacheOf(columnSchema)
export const markCache = (): EntryCache<Mark> => cacheOf(markSchema)
export const triggerCache = (): EntryCache<Trigger> => cacheOf(triggerSchema)
export const attachmentCache = (): EntryCache<Attachment> => cacheOf(attachmentSchema)
export const commentCache = (): EntryCache<Comment> => cacheOf(commentSchema)
export const presetCache = (): EntryCache<ViewPreset> => cacheOf(viewPresetSchema)

type Deletable = { deletedAt: number | null }

function standing<Entry extends Deletable>(entries: readonly Entry[]): Entry[] {
  return entries.filter((entry) => entry.deletedAt === null)
}

export function standingMarks(marks: readonly Mark[]): Mark[] {
  return standing(marks).toSorted((a, b) => a.inAtMs - b.inAtMs)
}

export function standingInOrder<Entry extends Deletable & { id: string; order: string }>(
  entries: readonly Entry[],
): Entry[] {
  return standing(entries).toSorted(byOrder)
}

export function standingByAge<Entry extends Deletable & { createdAt: number }>(
  entries: readonly Entry[],
): Entry[] {
  return standing(entries).toSorted((a, b) => a.createdAt - b.createdAt)
}
