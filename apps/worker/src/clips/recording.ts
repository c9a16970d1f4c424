import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseSegmentIndex, recordedUntilMs, type SegmentRow } from '@stallcast/shared/media'

/** Segments of one track, read from the indexes of its epochs as they grow. */
export class TrackIndex {
  readonly #folder: string
  readonly #read = new Map<string, { size: number; rows: SegmentRow[] }>()

  /** @param folder `shows/{showId}/rec/{track}` */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** Every segment that is whole on disk now; none when the track was never recorded. */
  async rows(): Promise<SegmentRow[]> {
    const names = await readdir(this.#folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    })
    const epochs = names.filter((name) => /^e\d+$/.test(name))
    return (await Promise.all(epochs.map((name) => this.#epoch(name)))).flat()
  }

  /** Indexes are only appended to: one that has not grown is not read again. */
  async #epoch(name: string): Promise<SegmentRow[]> {
    const file = join(this.#folder, name, 'index.jsonl')
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    )
    if (size === 0) return []
    const known = this.#read.get(name)
    if (known?.size === size) return known.rows
    const rows = parseSegmentIndex(await readFile(file, 'utf8'))
    this.#read.set(name, { size, rows })
    return rows
  }
}

export type WaitForRecording = {
  index: TrackIndex
  outAtMs: number
  now: () => number
  signal: AbortSignal
  /** Called once when there is something to wait for. */
  onWaiting: () => Promise<void>
  /** How long nothing new may come before the recording counts as over. */
  patienceMs?: number
  pollMs?: number
}

/**
 * The segments of a track once they reach the out mark (CL11); what there is, when the out mark is past
 * and nothing more has come for a while.
 */
export async function waitForRecording(wait: WaitForRecording): Promise<SegmentRow[]> {
  const patienceMs = wait.patienceMs ?? 8000
  let told = false
  let seenUntilMs: number | null = null
  let quietSinceMs = wait.now()
  for (;;) {
    const rows = await wait.index.rows()
    const untilMs = recordedUntilMs(rows)
    if (untilMs !== null && untilMs >= wait.outAtMs) return rows
    const nowMs = wait.now()
    if (untilMs !== seenUntilMs) {
      seenUntilMs = untilMs
      quietSinceMs = nowMs
    }
    if (nowMs - Math.max(quietSinceMs, wait.outAtMs) >= patienceMs) return rows
    if (!told) await wait.onWaiting()
    told = true
    await pause(wait.pollMs ?? 250, wait.signal)
  }
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
    const abort = () => {
      done()
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      done()
      resolve()
    }, durationMs)
    signal.addEventListener('abort', abort, { once: true })
  })
}
