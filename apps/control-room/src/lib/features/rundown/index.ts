export { default as LastWords } from './LastWords.svelte'
export { default as NotKeptPanel } from './NotKeptPanel.svelte'
export { default as RundownPanel } from './RundownPanel.svelte'
