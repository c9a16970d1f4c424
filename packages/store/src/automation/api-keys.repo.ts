import { createHash, randomBytes, randomUUID } from 'node:crypto'
import {
  apiScopes,
  type ApiKeyView,
  type ApiScope,
  type NewApiKey,
} from '@stallcast/shared/automation'
import { DomainError } from '@stallcast/shared/kernel'
import { sql } from 'kysely'
import type { Executor } from '../database.ts'

/** A key as an entry of the relay knows it. */
export type ApiKey = { id: string; showId: string; name: string; scopes: readonly ApiScope[] }

/** The channel that hears the id of each key that was revoked. */
export const apiKeysChannel = 'api_keys'

const prefix = 'sck_'

// 256 random bits: nothing to guess, so a plain hash is as good as a slow one.
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/** Makes a key. @returns the key in clear, for this once, and what is kept of it */
export async function createApiKey(
  database: Executor,
  wanted: NewApiKey & { showId: string; createdBy: string },
): Promise<{ key: string; view: ApiKeyView }> {
  const key = `${prefix}${randomBytes(32).toString('base64url')}`
  const row = await database
    .insertInto('api_keys')
    .values({
      id: randomUUID(),
      show_id: wanted.showId,
      name: wanted.name,
      key_hash: hashOf(key),
      hint: key.slice(0, prefix.length + 6),
      scopes: wanted.scopes,
      created_by: wanted.createdBy,
      expires_at: wanted.hours === null ? null : new Date(Date.now() + wanted.hours * 3_600_000),
      revoked_at: null,
      last_used_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { key, view: toView(row) }
}

export async function listApiKeys(database: Executor, showId: string): Promise<ApiKeyView[]> {
  const rows = await database
    .selectFrom('api_keys')
    .selectAll()
    .where('show_id', '=', showId)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map(toView)
}

/**
 * The key behind what was sent, and a note that it was used (to the minute).
 * @throws DomainError `key.invalid`, `key.expired`, `key.revoked`
 */
export async function useApiKey(database: Executor, key: string): Promise<ApiKey> {
  const row = await database
    .selectFrom('api_keys')
    .selectAll()
    .where('key_hash', '=', hashOf(key))
    .executeTakeFirst()
  if (!row) throw new DomainError('key.invalid')
  if (row.revoked_at) throw new DomainError('key.revoked')
  if (row.expires_at && row.expires_at.getTime() <= Date.now()) throw new DomainError('key.expired')
  await database
    .updateTable('api_keys')
    .set({ last_used_at: sql`now()` })
    .where('id', '=', row.id)
    .where((where) =>
      where.or([
        where('last_used_at', 'is', null),
        where('last_used_at', '<', sql<Date>`now() - interval '1 minute'`),
      ]),
    )
    .execute()
  return { id: row.id, showId: row.show_id, name: row.name, scopes: known(row.scopes) }
}

/** Whether a key still works: asked by connections that stay open. */
export async function apiKeyStands(database: Executor, keyId: string): Promise<boolean> {
  const row = await database
    .selectFrom('api_keys')
    .select(['expires_at', 'revoked_at'])
    .where('id', '=', keyId)
    .executeTakeFirst()
  if (!row || row.revoked_at) return false
  return row.expires_at === null || row.expires_at.getTime() > Date.now()
}

/** Ends a key at once, and tells every relay. @throws DomainError `key.unknown` */
export async function revokeApiKey(
  database: Executor,
  showId: string,
  keyId: string,
): Promise<void> {
  const row = await database
    .updateTable('api_keys')
    .set({ revoked_at: sql`coalesce(revoked_at, now())` })
    .where('id', '=', keyId)
    .where('show_id', '=', showId)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new DomainError('key.unknown')
  await sql`select pg_notify(${apiKeysChannel}, ${keyId})`.execute(database)
}

function known(scopes: readonly string[]): ApiScope[] {
  return apiScopes.filter((scope) => scopes.includes(scope))
}

type KeyRow = {
  id: string
  name: string
  hint: string
  scopes: string[]
  created_by: string
  created_at: Date
  expires_at: Date | null
  revoked_at: Date | null
  last_used_at: Date | null
}

function toView(row: KeyRow): ApiKeyView {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: known(row.scopes),
    createdBy: row.created_by,
    createdAtMs: row.created_at.getTime(),
    expiresAtMs: row.expires_at?.getTime() ?? null,
    revokedAtMs: row.revoked_at?.getTime() ?? null,
    lastUsedAtMs: row.last_used_at?.getTime() ?? null,
  }
}
