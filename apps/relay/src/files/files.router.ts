import type { IncomingMessage } from 'node:http'
import { basename, dirname } from 'node:path'
import { Router } from 'express'
import { isCrew, type Seat } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import { z } from 'zod'
import type { FilesService } from './files.service.ts'

/** Percent-encoded, since headers carry no more than ASCII. */
function fileName(header: string | string[] | undefined): string {
  try {
    return z
      .string()
      .min(1)
      .max(200)
      .parse(decodeURIComponent(String(header ?? '')).trim())
  } catch {
    throw new DomainError('input.invalid', { detail: 'the file has no name' })
  }
}

export type FilesRouterDeps = {
  service: FilesService
  seat: (request: IncomingMessage, showId: string, role: string) => Promise<Seat>
}

/**
 * `POST /shows/{id}/files?as=` takes the bytes of one file (its name percent-encoded in `X-File-Name`;
 * `?image=1` refuses what is no picture) and answers `{ file: { id, name, mime, sizeBytes } }`;
 * `GET /shows/{id}/files/{fileId}?as=` gives it back to the crew and to observers.
 */
export function filesRouter(deps: FilesRouterDeps): Router {
  const router = Router()

  router.post('/shows/:showId/files', async (request, response) => {
    const seat = await deps.seat(request, request.params.showId, String(request.query['as'] ?? ''))
    const name = fileName(request.headers['x-file-name'])
    const { id, mime, sizeBytes } = await deps.service.upload(seat, {
      name,
      body: request,
      wantsImage: request.query['image'] === '1',
    })
    response.status(201).json({ file: { id, name, mime, sizeBytes } })
  })

  router.get('/shows/:showId/files/:fileId', async (request, response, next) => {
    const seat = await deps.seat(request, request.params.showId, String(request.query['as'] ?? ''))
    if (!isCrew(seat.role) && seat.role !== 'observer')
      throw new DomainError('auth.forbidden', { role: seat.role, action: 'open files' })
    const file = await deps.service.find(seat.showId, request.params.fileId)
    // Whatever somebody uploaded must not run as a page of this origin; a PDF's viewer does not start in a sandbox.
    if (file.mime !== 'application/pdf') {
      response.set('Content-Security-Policy', "sandbox; default-src 'none'")
    }
    response.set('X-Content-Type-Options', 'nosniff')
    response.set('Cache-Control', 'private, max-age=3600')
    response.set('ETag', `"${file.sha256}"`)
    if (!file.shown) response.attachment(file.name)
    response.type(file.mime)
    response.sendFile(
      basename(file.path),
      { root: dirname(file.path), cacheControl: false, lastModified: false },
      (error?: NodeJS.ErrnoException) => {
        if (!error || response.headersSent || error.code === 'ECONNABORTED') return
        next(error.code === 'ENOENT' ? new DomainError('file.unknown') : error)
      },
    )
  })
  return router
}
