export { default as ClipsTab } from './ClipsTab.svelte'
