export { default as ShowForm } from './ShowForm.svelte'
export { default as ShowsScreen } from './ShowsScreen.svelte'
export type { ShowEntry } from './show-list.ts'
export { showsTestIds } from './test-ids.ts'
