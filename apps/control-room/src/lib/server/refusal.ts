import { errorStatus, isDomainError } from '@stallcast/shared/kernel'
import { error } from '@sveltejs/kit'

/** Turns a refusal into the error page with its sentence; anything else is a bug and goes on up. */
export function refuse(reason: unknown): never {
  if (isDomainError(reason)) {
    error(errorStatus(reason.code), { message: reason.message, code: reason.code })
  }
  throw reason
}
