import { jwtVerify, SignJWT, errors } from 'jose'
import { DomainError } from '@stallcast/shared/kernel'

export type TokenKind = 'invite' | 'session'

const issuer = 'stallcast'

function key(secret: string): Uint8Array {
  return new Uint8Array(Buffer.from(secret, 'hex'))
}

/** A signed name of an invite or a session (JWS, HS256). What it may do stands in its row, not in the token. */
export function signToken(
  secret: string,
  kind: TokenKind,
  id: string,
  expiresAt: Date,
): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setAudience(kind)
    .setSubject(id)
    .setIssuedAt()
    .setExpirationTime(Math.floor(expiresAt.getTime() / 1000))
    .sign(key(secret))
}

/** The id in the token. @throws DomainError `auth.expired`, `auth.invalid` */
export async function verifyToken(secret: string, kind: TokenKind, token: string): Promise<string> {
  try {
    const { payload } = await jwtVerify(token, key(secret), {
      issuer,
      audience: kind,
      algorithms: ['HS256'],
    })
    if (payload.sub) return payload.sub
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new DomainError('auth.expired')
  }
  throw new DomainError('auth.invalid')
}
