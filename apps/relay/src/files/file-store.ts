import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DomainError } from '@stallcast/shared/kernel'

export type StoredBytes<Found> = { sha256: string; sizeBytes: number; found: Found }

/** Files by the hash of their content: the same picture twice lies on the disk once. */
export class FileStore {
  readonly #dir: string

  /** @param dir the folder `files` below the data folder */
  constructor(dir: string) {
    this.#dir = dir
  }

  pathOf(showId: string, sha256: string): string {
    return join(this.#dir, 'shows', showId, sha256)
  }

  /**
   * Takes the bytes in. What breaks off or does not pass leaves nothing; a file is at its place only when it is whole.
   * @param inspect looks at the finished file; what it throws refuses the file
   * @throws DomainError `file.too-large`, `file.empty`
   */
  async put<Found>(
    showId: string,
    bytes: Readable,
    maxBytes: number,
    inspect: (path: string) => Promise<Found>,
  ): Promise<StoredBytes<Found>> {
    const folder = join(this.#dir, 'shows', showId)
    await mkdir(folder, { recursive: true })
    const unfinished = join(folder, `.${randomUUID()}.part`)
    const hash = createHash('sha256')
    let sizeBytes = 0
    try {
      await pipeline(
        bytes,
        async function* count(chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            sizeBytes += chunk.length
            if (sizeBytes > maxBytes) {
              throw new DomainError('file.too-large', { maxMegabytes: Math.floor(maxBytes / 1e6) })
            }
            hash.update(chunk)
            yield chunk
          }
        },
        createWriteStream(unfinished, { flush: true }),
      )
      if (sizeBytes === 0) throw new DomainError('file.empty')
      const found = await inspect(unfinished)
      const sha256 = hash.digest('hex')
      await rename(unfinished, this.pathOf(showId, sha256))
      return { sha256, sizeBytes, found }
    } finally {
      await rm(unfinished, { force: true })
    }
  }
}
