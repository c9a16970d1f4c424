export { clipsChannel } from './clip-news.ts'
export { retryClip, writeClipFailed, writeClipProgress, writeClipReady } from './clip-turns.repo.ts'
export { clipIdOf, listClips, readClip, reconcileClips, unfinishedClips } from './clips.repo.ts'
export type { StoredClip } from './clips.repo.ts'
