export { default as DeskScreen } from './DeskScreen.svelte'
export { testIds } from './test-ids.ts'
