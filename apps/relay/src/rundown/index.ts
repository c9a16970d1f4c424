export { RundownService } from './rundown.service.ts'
export type { RundownPorts } from './rundown.service.ts'
