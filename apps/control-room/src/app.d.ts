import type { Seat } from '@stallcast/shared/crew'

declare global {
  namespace App {
    /** What an error page is given: the stable code beside the sentence. */
    interface Error {
      message: string
      code?: string
    }
    interface Locals {
      /**
       * The seat this browser holds in a show, checked against its session row.
       * @param claim a role, or `observer.{inviteId}`: what stands behind `?as=`
       * @throws DomainError `auth.missing`, `auth.invalid`, `auth.expired`, `auth.revoked`
       */
      seat(showId: string, claim: string): Promise<Seat>
    }
  }
}
