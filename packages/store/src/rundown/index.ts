export { keepBaseline, readBaseline } from './baselines.repo.ts'
export {
  appendEvents,
  commit,
  latestEvents,
  readCursor,
  readEvents,
  readState,
  showEventsChannel,
  writeCursor,
  writeState,
} from './show-log.repo.ts'
export type { Append, Commit, NewEvent } from './show-log.repo.ts'
export { listShowsToRun } from './shows-to-run.repo.ts'
