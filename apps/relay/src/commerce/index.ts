import { CommerceService, type CommercePorts } from './commerce.service.ts'

export type { CommercePorts, CommerceService } from './commerce.service.ts'

export function createCommerce(ports: CommercePorts): CommerceService {
  return new CommerceService(ports)
}
