import type { ErrorRequestHandler, Response } from 'express'
import { DomainError, errorStatus, type ErrorView } from '@stallcast/shared/kernel'
import { STATUS_CODES } from 'node:http'
import { toErrorView } from '../../infra/errors.ts'
import type { Logger } from '../../infra/logger.ts'

export type Problem = {
  type: string
  title: string
  status: number
  detail: string
  code: string
  params: ErrorView['params']
}

/** A refusal in the form of RFC 9457; `code` is what to match on. */
export function problemOf(error: unknown, log: Logger): Problem {
  const unread = refusedByParser(error)
  const { code, params, message } = unread?.view ?? toErrorView(error, log)
  const status = unread?.status ?? errorStatus(code)
  return {
    type: `urn:stallcast:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
    code,
    params,
  }
}

export function sendProblem(response: Response, problem: Problem): void {
  if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer realm="stallcast"')
  if (problem.status === 429) response.set('Retry-After', '1')
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}

export function problemHandler(log: Logger): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error)
    sendProblem(response, problemOf(error, log))
  }
}

/** What Express's body parser refuses: too large, or not what its type says. */
function refusedByParser(error: unknown): { status: number; view: ErrorView } | null {
  if (!(error instanceof Error) || !('expose' in error) || !('status' in error)) return null
  const { status, message } = error
  if (typeof status !== 'number' || status < 400 || status >= 500) return null
  return { status, view: new DomainError('input.invalid', { detail: message }).toView() }
}
