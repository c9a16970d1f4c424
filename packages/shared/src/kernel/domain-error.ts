import { errorTexts, type ErrorCode } from './error-texts.ts'

export type ErrorParams = Readonly<Record<string, string | number | boolean | null>>

/** What crosses a gateway when a command is refused: the code is stable, the message is for people. */
export type ErrorView = { code: ErrorCode; params: ErrorParams; message: string }

/**
 * A refusal that the person can understand and act on. Anything else that is thrown is a bug.
 * Gateways map it to a status or an acknowledgement; nobody else catches it.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: ErrorCode
  readonly params: ErrorParams

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: ErrorOptions) {
    super(errorText(code, params), options)
    this.code = code
    this.params = params
  }

  toView(): ErrorView {
    return { code: this.code, params: this.params, message: this.message }
  }
}

/** The sentence for a code with its `{name}` places filled in. */
export function errorText(code: ErrorCode, params: ErrorParams = {}): string {
  return errorTexts[code].text.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(params[name] ?? name),
  )
}

/** The HTTP status a gateway answers with for a code. */
export function errorStatus(code: ErrorCode): number {
  return errorTexts[code].status
}

export function isDomainError(error: unknown): error is DomainError {
  return error instanceof DomainError
}
