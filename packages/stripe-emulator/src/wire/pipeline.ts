import type { DatabaseSync } from 'node:sqlite'
import type { AnswerStore } from '../storage/answer-store.ts'
import { savepoint, transaction } from '../storage/database.ts'
import { ApiError } from './api-error.ts'
import type { Answer, Call, Endpoint } from './call.ts'
import { expandPaths } from './expand.ts'
import type { Fault } from './faults.ts'
import { fingerprintOf } from './request.ts'

export type Outcome = { status: number; json: string; originalRequestId: string | null }

export type PipelineDeps = {
  database: DatabaseSync
  answers: AnswerStore
  /** Keys older than this are forgotten (Stripe: at least 24 hours). */
  keyRetentionMs: number
}

/**
 * Does one request as one transaction: the work, its events and the kept answer stand or fall
 * together, so that whatever dies between, a retry under the same key finds either all or nothing.
 */
export function execute(
  deps: PipelineDeps,
  endpoint: Endpoint,
  call: Call,
  pathAndMethod: string,
  fault: Fault | null,
): Outcome {
  return transaction(deps.database, () => {
    const key = call.idempotencyKey
    const fingerprint = fingerprintOf(call.params)
    const kept =
      key === null
        ? undefined
        : deps.answers.find(call.account, key, call.world.now() - deps.keyRetentionMs)
    if (kept && key !== null) {
      assertSameRequest(key, kept, pathAndMethod, fingerprint)
      return { status: kept.status, json: kept.body, originalRequestId: kept.requestId }
    }
    const { answer, keep } = attempt(deps, endpoint, call, fault)
    const json = JSON.stringify(answer.body)
    if (key !== null && keep) {
      deps.answers.keep(call.account, key, {
        path: pathAndMethod,
        fingerprint,
        status: answer.status,
        body: json,
        requestId: call.requestId,
        createdAtMs: call.world.now(),
      })
    }
    return { status: answer.status, json, originalRequestId: null }
  })
}

function attempt(
  deps: PipelineDeps,
  endpoint: Endpoint,
  call: Call,
  fault: Fault | null,
): { answer: Answer; keep: boolean } {
  if (fault?.status !== undefined) {
    return { answer: faultAnswer(fault.status), keep: fault.kept ?? false }
  }
  try {
    const answer = savepoint(deps.database, () => expanded(call, endpoint(call)))
    return { answer, keep: true }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { answer: { status: error.status, body: { error: error.body } }, keep: error.executed }
  }
}

function expanded(call: Call, answer: Answer): Answer {
  const paths = call.params['expand']
  if (!Array.isArray(paths) || answer.status >= 400) return answer
  return { status: answer.status, body: expandPaths(call.world, answer.body, paths.map(String)) }
}

function assertSameRequest(
  key: string,
  kept: { path: string; fingerprint: string },
  path: string,
  fingerprint: string,
): void {
  if (kept.path === path && kept.fingerprint === fingerprint) return
  const same =
    kept.path === path
      ? 'parameters they were first used with'
      : `endpoint they were first used with ('${kept.path}')`
  throw new ApiError(400, {
    type: 'idempotency_error',
    message:
      `Keys for idempotent requests can only be used with the same ${same}. ` +
      `Try using a key other than '${key}' if you meant to execute a different request.`,
  })
}

function faultAnswer(status: number): Answer {
  const message = `The emulator was asked to fail with ${status}.`
  if (status === 429) {
    return {
      status,
      body: { error: { type: 'invalid_request_error', code: 'rate_limit', message } },
    }
  }
  if (status === 409) {
    return {
      status,
      body: { error: { type: 'invalid_request_error', code: 'lock_timeout', message } },
    }
  }
  const type = status >= 500 ? 'api_error' : 'invalid_request_error'
  return { status, body: { error: { type, message } } }
}
