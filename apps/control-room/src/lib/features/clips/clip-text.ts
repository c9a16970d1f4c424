import type { Role } from '@stallcast/shared/crew'
import type { ClipView } from '@stallcast/shared/clips'
import { assertNever } from '@stallcast/shared/kernel'

/** Where a clip is on its way, in a word or two. */
export function clipStatusText(clip: ClipView): string {
  switch (clip.status) {
    case 'queued':
      return 'In line'
    case 'waiting':
      return 'Waiting for the recording'
    case 'rendering':
      return `${Math.round(clip.progressPct)} %`
    case 'ready':
      return clip.readyAtMs === null
        ? 'Ready'
        : `Ready ${((clip.readyAtMs - clip.createdAtMs) / 1_000).toFixed(1)} s`
    case 'failed':
      return 'Failed'
    default:
      return assertNever(clip.status)
  }
}

/** A name that any file system takes; never empty. */
export function clipFileName(clip: Pick<ClipView, 'label' | 'clipId'>): string {
  const name = clip.label
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
    .toLowerCase()
  return `${name || `clip-${clip.clipId.slice(0, 8)}`}.mp4`
}

/**
 * Where a clip's file is for this seat: the relay asks each request which seat it claims.
 * @param url path of the file as the clip names it
 */
export function clipFileUrl(url: string, role: Role, download = false): string {
  return `${url}?as=${role}${download ? '&download=1' : ''}`
}
