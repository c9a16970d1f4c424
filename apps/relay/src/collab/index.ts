export { closeCodes } from './close-codes.ts'
export { attachCollab } from './collab.gateway.ts'
export type { CollabGatewayDeps } from './collab.gateway.ts'
export { CollabService } from './collab.service.ts'
export type { CollabServiceDeps, UpdateListener } from './collab.service.ts'
export type { DocumentLog, LoggedUpdate } from './document-log.port.ts'
export type { CollabLimits } from './limits.ts'
export type { EditAuthor } from './document-tasks.ts'
export type { AcceptedUpdate } from './live-document.ts'
export type { CollabLogger, CollabMetrics } from './metrics.ts'
export {
  createDocument,
  cueMap,
  markMap,
  readAttachments,
  readCells,
  readColumns,
  readCues,
  readGroups,
  readMarks,
  readPresets,
  readRows,
  readSettings,
  readTriggers,
} from './rundown-document.ts'
