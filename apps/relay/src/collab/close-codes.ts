import { isDomainError, type DomainError } from '@stallcast/shared/kernel'

/**
 * How a connection ends. y-websocket takes 4400 to 4499 for final (`closed` event, no reconnection) and
 * tries again after all others.
 */
export const closeCodes = {
  /** Not the protocol. */
  malformed: 4400,
  /** No seat, not any more, or not one that may open this document: coming back does not help. */
  unauthenticated: 4401,
  /** An edit was refused: throw the copy away, come back with a fresh one, show what is lost. */
  refused: 4403,
  unknown: 4404,
  tooLarge: 4413,
  /** Too fast: come back and sync, which is one frame. */
  tooFast: 4529,
  goingAway: 1001,
  /** The log could not be written: nothing since was kept here, come back and send it again. */
  failed: 1011,
  /** The socket does not read what it is sent. */
  tooSlow: 1013,
} as const

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes]

export function closeCodeOf(error: unknown): CloseCode {
  if (!isDomainError(error)) return closeCodes.failed
  switch (error.code) {
    case 'auth.missing':
    case 'auth.expired':
    case 'auth.revoked':
    case 'auth.role-changed':
    case 'auth.invalid':
    case 'auth.forbidden':
    case 'auth.origin':
      return closeCodes.unauthenticated
    case 'show.unknown':
      return closeCodes.unknown
    case 'input.invalid':
      return closeCodes.malformed
    case 'rate.limited':
      return closeCodes.tooFast
    default:
      return closeCodes.refused
  }
}

/** A close reason has 123 bytes at most (RFC 6455, 5.5): the code always, the path as far as it goes. */
export function closeReason(error: DomainError): string {
  const path = String(error.params['path'] ?? '')
  for (let length = Math.min(path.length, 80); length > 0; length -= 8) {
    const reason = JSON.stringify({ code: error.code, path: path.slice(0, length) })
    if (Buffer.byteLength(reason) <= 123) return reason
  }
  return JSON.stringify({ code: error.code })
}
