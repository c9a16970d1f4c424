import type { Role } from '@stallcast/shared/crew'
import { DomainError } from '@stallcast/shared/kernel'

/** Why a write was refused, for the person and for the tests. */
export type RefusalReason = 'policy' | 'value' | 'shape' | 'size' | 'fixed' | 'identity'

export function refusal(role: Role, why: RefusalReason, path: string): DomainError {
  return new DomainError('collab.refused', { role, path: path.slice(0, 200), why })
}
