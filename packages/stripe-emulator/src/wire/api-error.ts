/** The `error` object of a Stripe answer; the fields that the SDK copies onto its exceptions. */
export type ApiErrorBody = {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  decline_code?: string
  param?: string
  charge?: string
  payment_intent?: unknown
  payment_method?: unknown
  doc_url?: string
}

export type ApiErrorOptions = {
  /**
   * Stripe keeps the answer of a key only once the endpoint has begun to execute: what is refused
   * while parameters are read may be repeated under the same key, a refusal of the work itself may not.
   */
  executed?: boolean
}

/** A refusal in Stripe's own language. Throwing it undoes everything the request did. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly body: ApiErrorBody
  readonly executed: boolean

  constructor(status: number, body: ApiErrorBody, options: ApiErrorOptions = {}) {
    super(body.message)
    this.status = status
    this.body = body
    this.executed = options.executed ?? false
  }
}

type Detail = { code?: string; param?: string }

/** 400: the request cannot be understood, whatever the state of the world. */
export function invalidRequest(message: string, detail: Detail = {}): ApiError {
  return new ApiError(400, { type: 'invalid_request_error', message, ...detail })
}

/** 400: the request was understood and the state of the world forbids it. The answer is kept. */
export function refused(message: string, detail: Detail = {}): ApiError {
  return new ApiError(
    400,
    { type: 'invalid_request_error', message, ...detail },
    { executed: true },
  )
}

/** 404 `resource_missing`; `noun` is Stripe's word for the object, e.g. `payment_intent`. */
export function missingResource(noun: string, id: string, param = 'id', status = 404): ApiError {
  return new ApiError(status, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${noun}: '${id}'`,
    param,
  })
}

/** 402 that says the card cannot be used as typed; nothing was attempted with the bank. */
export function cardInput(message: string, code: string, param: string): ApiError {
  return new ApiError(402, { type: 'card_error', message, code, param })
}
