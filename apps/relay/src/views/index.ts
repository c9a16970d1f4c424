export type { ViewPorts } from './ports.ts'
export { ViewService } from './view.service.ts'
