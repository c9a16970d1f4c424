import express, { type NextFunction, type Request, type Response, type Router } from 'express'
import { DomainError, errorStatus, isDomainError } from '@stallcast/shared/kernel'
import type { MediaService } from '../media.service.ts'
import type { FindShow, MediaLogger } from '../ports.ts'
import type { WhepSessions } from './whep-sessions.ts'

const exposed = 'Location, ETag, Link'

/**
 * WHEP (draft-ietf-wish-whep): `POST /{showIdOrSlug}/program` with an SDP offer answers 201 with the SDP
 * answer; `DELETE` of its `Location` ends it. Public: the program is what the shop page shows to anyone.
 */
export function whepRouter(parts: {
  service: MediaService
  sessions: WhepSessions
  findShow: FindShow
  logger: MediaLogger
}): Router {
  const { service, sessions, findShow, logger } = parts
  const router = express.Router()
  router.use((_request, response, next) => {
    response.set({
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': 'Content-Type, Authorization, If-Match',
      'Access-Control-Allow-Methods': 'POST, PATCH, DELETE, OPTIONS',
      'Access-Control-Expose-Headers': exposed,
    })
    next()
  })
  router.options('/{*path}', (_request, response) => {
    response.set('Accept-Post', 'application/sdp').sendStatus(204)
  })
  router.post(
    '/:show/program',
    express.text({ type: 'application/sdp', limit: '64kb' }),
    async (request, response) => {
      if (typeof request.body !== 'string' || request.body === '') {
        throw new DomainError('input.invalid', { detail: 'an SDP offer is expected' })
      }
      const found = await findShow(String(request.params.show))
      if (!found) throw new DomainError('show.unknown')
      const media = await service.openShow(found.id)
      const { id, answer } = await sessions.open(media, request.body, request.ip ?? '')
      response
        .status(201)
        .set('Location', `${request.originalUrl.replace(/[?].*$/, '')}/${id}`)
        .set('ETag', `"${id}"`)
        .type('application/sdp')
        .send(answer)
    },
  )
  router.patch('/:show/program/:session', (request, response) => {
    // All our candidates are in the answer, and those of the viewer are learnt from its checks (ICE-lite).
    response.sendStatus(sessions.has(request.params.session) ? 204 : 404)
  })
  router.delete('/:show/program/:session', (request, response) => {
    response.sendStatus(sessions.close(request.params.session) ? 200 : 404)
  })
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const known = asDomainError(error)
    if (known.code === 'internal') logger.error({ err: error }, 'a WHEP request failed')
    response.status(errorStatus(known.code)).json({ error: known.toView() })
  })
  return router
}

function asDomainError(error: unknown): DomainError {
  if (isDomainError(error)) return error
  // Body too large, or not readable: what Express says, in our words.
  if (error instanceof Error && 'status' in error && Number(error.status) < 500) {
    return new DomainError('input.invalid', { detail: error.message })
  }
  return new DomainError('internal', {}, { cause: error })
}
