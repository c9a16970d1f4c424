export { default as StagePanel } from './StagePanel.svelte'
