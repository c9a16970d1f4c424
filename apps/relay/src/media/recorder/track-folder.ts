import { createHash } from 'node:crypto'
import { appendFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SegmentRow } from '@stallcast/shared/media'
import type { SegmentDraft } from './segmenter.ts'

/**
 * One track's place on disk: `{track}/e{epoch}/{init.mp4,{seq}.m4s,index.jsonl}`. A segment is written beside
 * its place, flushed, moved there, and only then named in the index, so that what the index names is whole
 * whatever dies and whenever (MD19).
 */
export class TrackFolder {
  readonly #path: string
  #epoch: number
  #epochPath: string | null = null

  private constructor(path: string, epoch: number) {
    this.#path = path
    this.#epoch = epoch
  }

  /** Opens or makes the folder; epochs count on from those that are there. */
  static async open(path: string): Promise<TrackFolder> {
    await mkdir(path, { recursive: true })
    const epochs = (await readdir(path))
      .map((name) => Number(/^e(\d+)$/.exec(name)?.[1] ?? 0))
      .toSorted((a, b) => a - b)
    return new TrackFolder(path, epochs.at(-1) ?? 0)
  }

  async beginEpoch(init: Buffer): Promise<void> {
    this.#epoch++
    const path = join(this.#path, `e${this.#epoch}`)
    await mkdir(path, { recursive: true })
    await writeWhole(join(path, 'init.mp4'), init)
    this.#epochPath = path
  }

  /** @returns the row that now stands in the index */
  async write(segment: SegmentDraft): Promise<SegmentRow> {
    const path = this.#epochPath
    if (path === null) throw new Error('Invariant: a segment before its epoch')
    const { bytes, ...times } = segment
    const row: SegmentRow = {
      epoch: this.#epoch,
      ...times,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      file: `${segment.seq}.m4s`,
    }
    await writeWhole(join(path, row.file), bytes)
    await appendFile(join(path, 'index.jsonl'), `${JSON.stringify(row)}\n`)
    return row
  }
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const temporary = `${path}.part`
  try {
    const file = await open(temporary, 'w')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
