export { readContent } from './rundown-copy.ts'
export { showsRouter } from './shows.router.ts'
export { ShowsService } from './shows.service.ts'
