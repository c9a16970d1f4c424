import type { Router } from 'express'
import type { Database } from '@stallcast/store'
import { FileStore } from './file-store.ts'
import { filesRouter, type FilesRouterDeps } from './files.router.ts'
import { FilesService } from './files.service.ts'

/** The files that lie with a show: their router, for below `/api`. @param dir where the bytes are kept */
export function createFiles(deps: {
  database: Database
  dir: string
  seat: FilesRouterDeps['seat']
  now: () => number
}): Router {
  const service = new FilesService({ ...deps, store: new FileStore(deps.dir) })
  return filesRouter({ service, seat: deps.seat })
}
