import { Router, type Response } from 'express'
import { clipFileName } from '@stallcast/shared/clips'
import { demand } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'
import { readClip } from '@stallcast/store/clips'
import { readShow } from '@stallcast/store/crew'
import { z } from 'zod'
import type { ClipsPorts } from './ports.ts'

const place = z.object({
  showId: z.string().regex(/^[\w-]{1,64}$/),
  clipId: z.string().regex(/^[\w-]{1,64}$/),
  file: z.enum(['clip.mp4', 'poster.jpg']),
})

/**
 * `GET /shows/{showId}/clips/{clipId}/{clip.mp4|poster.jpg}?as={role}`, with `&download=1` to keep it (CL16).
 * Mounted under `/media`. Ranges and conditional requests are answered as RFC 9110 has them.
 */
export function clipsRouter(ports: ClipsPorts): Router {
  const router = Router()
  router.get('/shows/:showId/clips/:clipId/:file', async (request, response) => {
    const wanted = place.safeParse(request.params)
    if (!wanted.success) throw new DomainError('clip.unknown')
    const { showId, clipId, file } = wanted.data
    const seat = await ports.seat(request, showId, String(request.query['as'] ?? 'viewer'))
    demand(seat.role, 'clip.watch')
    const clip = await readClip(ports.database, clipId)
    if (clip?.showId !== showId || clip.renderHash === null) throw new DomainError('clip.unknown')
    if (request.query['download'] === '1' && file === 'clip.mp4') {
      const show = await readShow(ports.database, showId)
      response.attachment(clipFileName({ ...clip, showTitle: show.title, timeZone: show.timeZone }))
    }
    // Named by its content, so the tag never lies; checked each time, since seats are withdrawn.
    response.set('ETag', `"${clip.renderHash}-${file}"`)
    response.set('Cache-Control', 'private, no-cache')
    await sendFile(response, ports.mediaDir, `shows/${showId}/clips/${clip.renderHash}/${file}`)
  })
  return router
}

function sendFile(response: Response, root: string, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { root, acceptRanges: true, cacheControl: false, lastModified: false }
    response.sendFile(path, options, (error?: NodeJS.ErrnoException) => {
      // A player that seeks drops the answer it was getting: nothing is wrong then.
      if (!error || response.headersSent || error.code === 'ECONNABORTED') return resolve()
      reject(error.code === 'ENOENT' ? new DomainError('clip.unknown') : error)
    })
  })
}
