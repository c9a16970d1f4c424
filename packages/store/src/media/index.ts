export { listShowSources, saveShowSources } from './show-sources.repo.ts'
export type { ShowSource } from './show-sources.repo.ts'
