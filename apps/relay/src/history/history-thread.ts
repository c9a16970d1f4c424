/* oxlint-disable unicorn/require-post-message-target-origin -- a thread has no origin, only a window has */
import { Worker } from 'node:worker_threads'
import type { DocumentKind, DocumentVersion } from '@stallcast/shared/rundown'
import type { HistoryAnswer, HistoryJob } from './history-jobs.schema.ts'

type Waiting = { resolve(version: DocumentVersion | null): void; reject(error: Error): void }

const idleMs = 60_000

/** The thread that replays logs: begun with the first question, ended when nobody has asked for a while. */
export class HistoryThread {
  readonly #databaseUrl: string
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | null = null
  #idle: NodeJS.Timeout | undefined
  #lastId = 0

  constructor(databaseUrl: string) {
    this.#databaseUrl = databaseUrl
  }

  async draw(doc: string, kind: DocumentKind): Promise<void> {
    await this.#ask({ type: 'draw', id: this.#nextId(), doc, kind })
  }

  version(doc: string, kind: DocumentKind, seq: number): Promise<DocumentVersion | null> {
    return this.#ask({ type: 'version', id: this.#nextId(), doc, kind, seq })
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle)
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
    this.#fail(new Error('the relay is stopping'))
  }

  #ask(job: HistoryJob): Promise<DocumentVersion | null> {
    clearTimeout(this.#idle)
    const { promise, resolve, reject } = Promise.withResolvers<DocumentVersion | null>()
    this.#waiting.set(job.id, { resolve, reject })
    this.#worker ??= this.#begin()
    this.#worker.postMessage(job)
    return promise
  }

  #begin(): Worker {
    const worker = new Worker(new URL('history.worker.ts', import.meta.url), {
      workerData: { databaseUrl: this.#databaseUrl },
    })
    worker.on('message', (answer: HistoryAnswer) => this.#onAnswer(answer))
    worker.on('error', (error) => this.#onEnd(worker, error))
    worker.on('exit', () => this.#onEnd(worker, new Error('the thread that reads logs has ended')))
    return worker
  }

  #onAnswer(answer: HistoryAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if ('failure' in answer) waiting?.reject(new Error(answer.failure))
    else waiting?.resolve(answer.version)
    if (this.#waiting.size > 0) return
    clearTimeout(this.#idle)
    this.#idle = setTimeout(() => {
      this.#worker?.postMessage('end')
      this.#worker = null
    }, idleMs)
    this.#idle.unref()
  }

  #onEnd(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return
    this.#worker = null
    this.#fail(error instanceof Error ? error : new Error(String(error)))
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }

  #nextId(): number {
    this.#lastId += 1
    return this.#lastId
  }
}
