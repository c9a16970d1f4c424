export { StageDoc } from './stage-doc.state.svelte.ts'
export { stageView } from './stage-view.ts'
export { default as StageScreen } from './StageScreen.svelte'
export { stageTestIds } from './test-ids.ts'
