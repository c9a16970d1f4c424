import type { SplitRule, Statement, TransferStatus } from '@stallcast/shared/settlement'
import type { Generated, GeneratedAlways, JSONColumnType } from 'kysely'

export interface SettlementTables {
  agreements: { id: string; show_id: string; currency: string }
  agreement_parties: {
    agreement_id: string
    party_id: string
    position: number
    name: string
    email: string | null
    rule: JSONColumnType<SplitRule>
    stripe_account_id: string | null
  }
  ledger_accounts: {
    id: GeneratedAlways<number>
    show_id: string
    code: string
    currency: string
    keeps_balance: boolean
    balance_minor: Generated<number>
  }
  ledger_tx: {
    id: GeneratedAlways<number>
    show_id: string
    idempotency_key: string
    payload_hash: string
    kind: string
    at_ms: number
    reverses: number | null
    created_at: Generated<Date>
  }
  ledger_entries: { tx_id: number; account_id: number; currency: string; amount_minor: number }
  statements: StatementsTable
  statement_lines: {
    id: string
    statement_id: string
    party_id: string
    position: number
    name: string
    rule: JSONColumnType<SplitRule>
    amount_minor: number
    transfer_minor: number
    transfer: Generated<TransferStatus>
    transfer_id: string | null
    failure: string | null
  }
  outbox: OutboxTable
}

interface StatementsTable {
  id: string
  show_id: string
  revision: number
  request_id: string
  status: Statement['status']
  currency: string
  orders: number
  gross_minor: number
  fees_minor: number
  refunds_minor: number
  net_minor: number
  proposed_by: string
  proposed_by_session_id: string | null
  proposed_at_ms: number
  approved_by: string | null
  approved_by_session_id: string | null
  approved_at_ms: number | null
  paid_at_ms: number | null
  rejected_by: string | null
  rejected_reason: string | null
}

interface OutboxTable {
  id: string
  kind: 'transfer' | 'refund'
  show_id: string
  subject_id: string
  key_revision: Generated<number>
  attempts: Generated<number>
  look_up_first: Generated<boolean>
  new_key_after_lookup: Generated<boolean>
  pinned: JSONColumnType<{ destination: string } | null, string | null, string | null>
  due_at_ms: number
  leased_until_ms: Generated<number>
  last_error: string | null
  done_at_ms: number | null
  created_at: Generated<Date>
}
