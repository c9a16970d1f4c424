import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import { DomainError } from '@stallcast/shared/kernel'
import type { Database } from '@stallcast/store'
import { beginRequest, finishRequest } from '@stallcast/store/automation'
import type { Logger } from '../../infra/logger.ts'
import { problemOf, sendProblem } from './problem.ts'

const keyPattern = /^[\x21-\x7e]{1,200}$/

/**
 * Answers a request once per Idempotency-Key (AU7): the same request again gets the same answer and is not acted
 * upon; another request under the same key is refused. Without the header every request is acted upon.
 */
export async function answerOnce(
  deps: { database: Database; log: Logger },
  keyId: string,
  request: Request,
  response: Response,
  work: () => Promise<{ status: number; body: unknown }>,
): Promise<void> {
  const header = request.get('idempotency-key')
  if (header === undefined) {
    const { status, body } = await work()
    response.status(status).json(body)
    return
  }
  const idempotencyKey = header.replace(/^"(.*)"$/, '$1')
  if (!keyPattern.test(idempotencyKey)) {
    throw new DomainError('input.invalid', { detail: 'not an Idempotency-Key' })
  }
  const hash = createHash('sha256')
    .update(`${request.method} ${request.path}\n${JSON.stringify(request.body ?? null)}`)
    .digest('hex')
  const kept = await beginRequest(deps.database, { keyId, idempotencyKey, hash })
  const answer = kept ?? (await settled(work, deps.log))
  if (kept) response.set('Idempotent-Replayed', 'true')
  else await finishRequest(deps.database, { keyId, idempotencyKey }, answer)
  if (answer.status >= 400) sendProblem(response, answer.body as Parameters<typeof sendProblem>[1])
  else response.status(answer.status).json(answer.body)
}

/** Refusals are answers too: a press that came too late stays too late. */
async function settled(
  work: () => Promise<{ status: number; body: unknown }>,
  log: Logger,
): Promise<{ status: number; body: unknown }> {
  try {
    return await work()
  } catch (error) {
    const problem = problemOf(error, log)
    return { status: problem.status, body: problem }
  }
}
