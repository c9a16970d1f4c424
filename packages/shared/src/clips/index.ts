export { clipFileName } from './clip-name.ts'
export { clipFrameRate, planClip, recordedShare, runsInWindow } from './clip-plan.timing.ts'
export type { ClipPlan, Piece, PieceFacts, Run } from './clip-plan.timing.ts'
export {
  clipStatusSchema,
  clipsStateSchema,
  clipViewSchema,
  clipWindowSchema,
  maxClipMs,
} from './clip.schema.ts'
export type { ClipStatus, ClipsState, ClipView, ClipWindow } from './clip.schema.ts'
export { wantedClips } from './mark-windows.ts'
export type { WantedClip } from './mark-windows.ts'
