import express, { type ErrorRequestHandler, type Express } from 'express'
import { errorStatus } from '@stallcast/shared/kernel'
import { toErrorView } from './errors.ts'
import type { Logger } from './logger.ts'

export function createHttpApp(): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', 'loopback')
  app.get('/healthz', (_request, response) => {
    response.json({ ok: true })
  })
  return app
}

/** Goes last: a refusal becomes its status and `{ error: { code, params, message } }`. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error)
    const view = toErrorView(error, log)
    response.status(errorStatus(view.code)).json({ error: view })
  }
}
