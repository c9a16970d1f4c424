import { apiScopes, type AutomationSettings } from '@stallcast/shared/automation'
import { sql } from 'kysely'
import type { Executor } from '../database.ts'

export type StoredSettings = AutomationSettings & { oscTokenRound: number }

const fresh: StoredSettings = {
  fireInRehearsal: false,
  oscEnabled: false,
  oscSenders: [],
  oscScopes: ['clock'],
  oscTokenRound: 1,
}

export async function readAutomationSettings(
  database: Executor,
  showId: string,
): Promise<StoredSettings> {
  const row = await database
    .selectFrom('automation_settings')
    .selectAll()
    .where('show_id', '=', showId)
    .executeTakeFirst()
  if (!row) return fresh
  return {
    fireInRehearsal: row.fire_in_rehearsal,
    oscEnabled: row.osc_enabled,
    oscSenders: row.osc_senders,
    oscScopes: apiScopes.filter((scope) => row.osc_scopes.includes(scope)),
    oscTokenRound: row.osc_token_round,
  }
}

export async function changeAutomationSettings(
  database: Executor,
  showId: string,
  change: Partial<AutomationSettings>,
): Promise<StoredSettings> {
  const now = { ...(await readAutomationSettings(database, showId)), ...change }
  const values = {
    fire_in_rehearsal: now.fireInRehearsal,
    osc_enabled: now.oscEnabled,
    osc_senders: now.oscSenders,
    osc_scopes: now.oscScopes,
  }
  await database
    .insertInto('automation_settings')
    .values({ show_id: showId, ...values })
    .onConflict((conflict) => conflict.column('show_id').doUpdateSet(values))
    .execute()
  return now
}

/** Makes the OSC token of a show a new one; the old one is worth nothing from then on. */
export async function renewOscToken(database: Executor, showId: string): Promise<void> {
  await changeAutomationSettings(database, showId, {})
  await database
    .updateTable('automation_settings')
    .set({ osc_token_round: sql`osc_token_round + 1` })
    .where('show_id', '=', showId)
    .execute()
}
