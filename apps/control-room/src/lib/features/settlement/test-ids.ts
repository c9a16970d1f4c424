/** Where journeys look on the money screens. */
export const settlementTestIds = {
  panel: 'settlement-panel',
  net: 'settlement-net',
  status: 'settlement-status',
  line: 'settlement-line',
  amount: 'settlement-amount',
  transfer: 'settlement-transfer',
  propose: 'settlement-propose',
  approve: 'settlement-approve',
  sendBack: 'settlement-send-back',
  reason: 'settlement-reason',
  reject: 'settlement-reject',
  gate: 'settlement-gate',
  problem: 'settlement-problem',
} as const
