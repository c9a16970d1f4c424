import { clipsRouter } from './clips.router.ts'
import { ClipsService } from './clips.service.ts'
import type { ClipsPorts } from './ports.ts'

/** The clips of all shows: what to render, how it stands, and the files. Mount the router under `/media`. */
export function createClips(ports: ClipsPorts) {
  return { router: clipsRouter(ports), service: new ClipsService(ports) }
}

export type { ClipsService } from './clips.service.ts'
export type { ClipsPorts } from './ports.ts'
