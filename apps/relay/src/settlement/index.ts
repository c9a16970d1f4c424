import { SettlementService, type SettlementPorts } from './settlement.service.ts'

export { ledgerRouter } from './ledger.router.ts'

export type { SettlementPorts, SettlementService } from './settlement.service.ts'

export function createSettlement(ports: SettlementPorts): SettlementService {
  return new SettlementService(ports)
}
