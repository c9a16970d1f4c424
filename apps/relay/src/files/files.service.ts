import type { Readable } from 'node:stream'
import { demand, type Seat } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import type { Database } from '@stallcast/store'
import { bytesOfShow, readFile, saveFile, type ShowFile } from '@stallcast/store/files'
import { fileTypeFromFile } from 'file-type'
import { nanoid } from 'nanoid'
import type { FileStore } from './file-store.ts'

export const maxFileBytes = 25_000_000
export const maxShowBytes = 2_000_000_000

/** What browsers show without running anything; SVG can carry scripts and is none of it. */
const pictures = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']

export type Upload = { name: string; body: Readable; wantsImage: boolean }

/** Files that the crew lays with the run of show. */
export class FilesService {
  readonly #database: Database
  readonly #store: FileStore
  readonly #now: () => number

  constructor(deps: { database: Database; store: FileStore; now: () => number }) {
    this.#database = deps.database
    this.#store = deps.store
    this.#now = deps.now
  }

  /**
   * Keeps a file. Its type is read from its bytes, never taken from the sender.
   * @throws DomainError `file.*`, `auth.forbidden`
   */
  async upload(seat: Seat, upload: Upload): Promise<ShowFile> {
    demand(seat.role, 'file.upload')
    const { showId } = seat
    if ((await bytesOfShow(this.#database, showId)) >= maxShowBytes) {
      throw new DomainError('file.quota', { maxMegabytes: maxShowBytes / 1e6 })
    }
    const inspect = async (path: string): Promise<string> => {
      const mime = (await fileTypeFromFile(path))?.mime ?? 'application/octet-stream'
      if (upload.wantsImage && !pictures.includes(mime)) throw new DomainError('file.not-image')
      return mime
    }
    const kept = await this.#store.put(showId, upload.body, maxFileBytes, inspect)
    const file: ShowFile = {
      id: nanoid(16),
      showId,
      sha256: kept.sha256,
      name: upload.name,
      mime: kept.found,
      sizeBytes: kept.sizeBytes,
      createdBy: seat.personName,
      createdAtMs: this.#now(),
    }
    await saveFile(this.#database, file)
    return file
  }

  /** @throws DomainError `file.unknown` */
  async find(showId: string, fileId: string): Promise<ShowFile & { path: string; shown: boolean }> {
    const file = await readFile(this.#database, showId, fileId)
    if (!file) throw new DomainError('file.unknown')
    const shown = pictures.includes(file.mime) || file.mime === 'application/pdf'
    return { ...file, path: this.#store.pathOf(showId, file.sha256), shown }
  }
}
