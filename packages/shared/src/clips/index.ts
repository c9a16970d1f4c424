export {
  clipStatusSchema,
  clipsStateSchema,
  clipViewSchema,
  clipWindowSchema,
  maxClipMs,
} from './clip.schema.ts'
export type { ClipStatus, ClipsState, ClipView, ClipWindow } from './clip.schema.ts'
