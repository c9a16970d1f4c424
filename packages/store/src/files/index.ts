export { bytesOfShow, readFile, saveFile } from './files.repo.ts'
export type { ShowFile } from './files.repo.ts'
