import type { Mark } from '../rundown/index.ts'
import { clipWindowSchema, type ClipWindow } from './clip.schema.ts'

/** A finished mark asks for a clip of its window; `createdBy` is shown with it. */
export type WantedClip = ClipWindow & { createdBy: string }

/**
 * The clips that the marks on a timeline ask for (CL1): every mark that has an out, is not deleted and is
 * a window that may be rendered. Open, empty and overlong marks ask for nothing.
 */
export function wantedClips(showId: string, marks: readonly Mark[]): WantedClip[] {
  return marks.flatMap((mark) => {
    if (mark.deletedAt !== null || mark.outAtMs === null) return []
    const window = clipWindowSchema.safeParse({
      showId,
      markId: mark.id,
      track: mark.track,
      inAtMs: mark.inAtMs,
      outAtMs: mark.outAtMs,
      label: mark.label,
    })
    return window.success ? [{ ...window.data, createdBy: mark.createdBy }] : []
  })
}
