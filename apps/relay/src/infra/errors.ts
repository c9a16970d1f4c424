import { DomainError, isDomainError, type ErrorView } from '@stallcast/shared/kernel'
import { ZodError } from 'zod'
import type { Logger } from './logger.ts'

/** What a gateway answers for anything that was thrown; bugs are logged and hidden behind `internal`. */
export function toErrorView(error: unknown, log: Logger): ErrorView {
  if (isDomainError(error)) return error.toView()
  if (error instanceof ZodError) {
    const issue = error.issues[0]
    const place = issue?.path.join('.') ?? ''
    return new DomainError('input.invalid', {
      detail: place ? `${place}: ${issue?.message ?? ''}` : (issue?.message ?? 'not valid'),
    }).toView()
  }
  log.error({ err: error }, 'unexpected failure')
  return new DomainError('internal').toView()
}
