export { busCommandSchema, commandSchema } from './commands.schema.ts'
export type { Command, CommandType } from './commands.schema.ts'
export { jobSchemas } from './jobs.schema.ts'
export type { JobPayload, QueueName } from './jobs.schema.ts'
export type {
  Ack,
  ClientToServer,
  LevelsMessage,
  LiveDomain,
  LiveState,
  ServerToClient,
  ShowCard,
  ShowEvent,
  Snapshot,
  StateMessage,
} from './live.schema.ts'
export { isPersonal, seatState, seesDomain, seesEvents } from './visibility.ts'
export { viewCommandSchema } from './view.schema.ts'
export type { ViewCommand } from './view.schema.ts'
