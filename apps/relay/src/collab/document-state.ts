import { DomainError, invariant } from '@stallcast/shared/kernel'
import { rootIn, type DocumentKind } from '@stallcast/shared/rundown'
import * as Y from 'yjs'
import type { DocumentLog } from './document-log.port.ts'
import { deflatedFrameOf } from './frames.ts'
import { judgeUpdate, type Author, type Verdict } from './gate/field-gate.ts'
import { encodeState } from './gate/update.codec.ts'
import { holderOf, rootNameOf, type AnyType } from './gate/yjs-internals.ts'
import type { CollabLogger } from './metrics.ts'
import { createDocument } from './rundown-document.ts'
import { writeState } from './wire.codec.ts'

const emptyStateVector = Uint8Array.of(0)

/** A document in memory and what has been done to it since it was last told to anybody. */
export class DocumentState {
  /** Sequence number of the last edit in the log. */
  seq: number
  readonly #kind: DocumentKind
  readonly #logger: CollabLogger
  readonly #build: () => Y.Doc
  #doc: Y.Doc | null = null
  #deltas: Uint8Array[] = []
  #lastTransaction: Y.Transaction | null = null
  #wholeState: Uint8Array | null = null
  #wholeMessage: Uint8Array | null = null

  constructor(kind: DocumentKind, build: () => Y.Doc, seq: number, logger: CollabLogger) {
    this.seq = seq
    this.#kind = kind
    this.#build = build
    this.#logger = logger
  }

  /**
   * The newest snapshot and the rows after it. Where that is one piece, its bytes are the state as it is: whoever
   * opens the document is sent them before this process has taken them apart.
   */
  static async load(
    name: string,
    kind: DocumentKind,
    log: DocumentLog,
    logger: CollabLogger,
  ): Promise<DocumentState> {
    const { snapshot, updates } = await log.load(name)
    const parts = [...(snapshot ? [snapshot.state] : []), ...updates.map(({ update }) => update)]
    const seq = updates.at(-1)?.seq ?? snapshot?.seq ?? 0
    const state = new DocumentState(kind, () => assemble(name, kind, parts, logger), seq, logger)
    const [whole] = parts
    if (whole && parts.length === 1 && (snapshot || seq === 1)) await state.#useAsIs(whole)
    return state
  }

  /** Taken apart when somebody first needs more than its bytes. @throws when the log holds what is no document */
  get doc(): Y.Doc {
    return (this.#doc ??= this.#open())
  }

  destroy(): void {
    this.#doc?.destroy()
  }

  #open(): Y.Doc {
    const doc = this.#build()
    doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction) => {
      this.#deltas.push(update)
      this.#lastTransaction = transaction
      this.#wholeState = null
      this.#wholeMessage = null
    })
    return doc
  }

  /** Compressed now, on another thread: this one is about to be busy. */
  async #useAsIs(whole: Uint8Array): Promise<void> {
    this.#wholeState = whole
    this.#wholeMessage = writeState(whole)
    await deflatedFrameOf(this.#wholeMessage).catch(() => undefined)
  }

  /** Judging changes nothing, so bytes that bring the gate itself down are only refused. */
  judge(author: Author, update: Uint8Array): Verdict {
    try {
      return judgeUpdate(this.doc, this.#kind, author, update)
    } catch (cause) {
      this.#logger.error({ err: cause }, 'the field gate could not judge an update')
      const detail = 'the update cannot be judged'
      return { kind: 'refused', error: new DomainError('input.invalid', { detail }, { cause }) }
    }
  }

  /** Applies what was judged. @throws when Yjs cannot; the state is then not to be used any more */
  apply(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update)
    invariant(!hasPending(this.doc), 'an update that was judged whole did not apply whole')
  }

  /** Runs edits in one transaction: one delta, whatever their number. */
  together(run: () => void): void {
    this.doc.transact(run)
  }

  /**
   * The server's own edit, past the gate. What it wrote before it threw stands: a transaction of Yjs
   * cannot be taken back.
   */
  edit(run: (doc: Y.Doc) => void): {
    written: { update: Uint8Array; paths: string[] } | null
    thrown: unknown
  } {
    const before = this.#deltas.length
    let thrown: unknown
    try {
      this.doc.transact(() => run(this.doc))
    } catch (error) {
      thrown = error
    }
    const update = this.#deltas[before]
    const transaction = this.#lastTransaction
    this.#lastTransaction = null
    if (!update || !transaction) return { written: null, thrown }
    return { written: { update, paths: changedPaths(this.#kind, transaction) }, thrown }
  }

  /** Everything since the last call as one update. */
  takeDelta(): Uint8Array | null {
    const deltas = this.#deltas
    this.#deltas = []
    return deltas.length > 0 ? Y.mergeUpdates(deltas) : null
  }

  stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc)
  }

  wholeState(): Uint8Array {
    this.#wholeState ??= encodeState(this.doc)
    return this.#wholeState
  }

  /**
   * The message with what a copy with this state vector lacks; for all who have nothing yet the same one.
   * @throws DomainError `input.invalid` for torn bytes
   */
  stateMessage(stateVector: Uint8Array): Uint8Array {
    if (stateVector.length === 1 && stateVector[0] === emptyStateVector[0]) {
      this.#wholeMessage ??= writeState(this.wholeState())
      return this.#wholeMessage
    }
    try {
      return writeState(Y.encodeStateAsUpdate(this.doc, stateVector))
    } catch (cause) {
      throw new DomainError('input.invalid', { detail: 'not a state vector' }, { cause })
    }
  }
}

function assemble(
  name: string,
  kind: DocumentKind,
  parts: readonly Uint8Array[],
  logger: CollabLogger,
): Y.Doc {
  const doc = createDocument(kind)
  doc.transact(() => {
    for (const part of parts) Y.applyUpdate(doc, part)
  })
  if (hasPending(doc)) {
    // A row is missing. What is whole is better than no show; its author's copy will send the rest.
    logger.error({ doc: name }, 'the document log has a gap; loaded without what builds on it')
    dropPending(doc)
  }
  return doc
}

function hasPending(doc: Y.Doc): boolean {
  return doc.store.pendingStructs !== null || doc.store.pendingDs !== null
}

function dropPending(doc: Y.Doc): void {
  doc.store.pendingStructs = null
  doc.store.pendingDs = null
}

function changedPaths(kind: DocumentKind, transaction: Y.Transaction): string[] {
  const paths: string[] = []
  for (const [type, keys] of transaction.changed) {
    const base = pathOf(kind, type)
    for (const key of keys) {
      const isCell = key !== null && base === 'cells'
      paths.push(key === null ? base : `${base}/${isCell ? key.replace(':', '/') : key}`)
    }
  }
  return paths
}

function pathOf(kind: DocumentKind, type: AnyType): string {
  const segments: string[] = []
  let at = type
  for (let holder = holderOf(at); holder !== null; holder = holderOf(at)) {
    if (holder.parentSub !== null) segments.unshift(holder.parentSub)
    const { parent } = holder
    if (parent === null || !('doc' in parent)) break
    at = parent
  }
  const name = rootNameOf(at)
  return [rootIn(kind, name)?.path ?? name, ...segments].join('/')
}
