export { FileStore } from './file-store.ts'
export { filesRouter } from './files.router.ts'
export { FilesService } from './files.service.ts'
