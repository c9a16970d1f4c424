import * as Y from 'yjs'

type EntrySchema<Entry> = { safeParse(value: unknown): { success: boolean; data?: Entry } }

/**
 * A root of entries as plain objects, parsed again only where something was written: the whole run of show is read
 * after each burst of edits, and of two thousand cues one has changed.
 */
class EntryIndex<Entry> {
  readonly #root: Y.Map<unknown>
  readonly #schema: EntrySchema<Entry>
  readonly #entries = new Map<string, Entry>()
  readonly #stale = new Set<string>()

  constructor(root: Y.Map<unknown>, schema: EntrySchema<Entry>) {
    this.#root = root
    this.#schema = schema
    for (const id of root.keys()) this.#stale.add(id)
    root.observeDeep((events) => {
      for (const event of events) {
        if (event.path.length > 0) this.#stale.add(String(event.path[0]))
        else for (const id of event.changes.keys.keys()) this.#stale.add(id)
      }
    })
  }

  /** Entries keep their object while they do not change; nobody may write into them. */
  read(): Entry[] {
    for (const id of this.#stale) this.#parse(id)
    this.#stale.clear()
    return [...this.#entries.values()]
  }

  #parse(id: string): void {
    const value = this.#root.get(id)
    const { data } =
      value instanceof Y.Map
        ? this.#schema.safeParse({ ...value.toJSON(), id })
        : { data: undefined }
    if (data === undefined) this.#entries.delete(id)
    else this.#entries.set(id, data)
  }
}

const indexes = new WeakMap<Y.Doc, Map<string, EntryIndex<unknown>>>()

/** The entries of a root that parse; one index for each root of a document, for as long as the document lives. */
export function readEntries<Entry>(doc: Y.Doc, root: string, schema: EntrySchema<Entry>): Entry[] {
  const ofDoc = indexes.get(doc) ?? new Map<string, EntryIndex<unknown>>()
  indexes.set(doc, ofDoc)
  const index = ofDoc.get(root) ?? new EntryIndex<unknown>(doc.getMap(root), schema)
  ofDoc.set(root, index)
  return (index as EntryIndex<Entry>).read()
}
