export { default as CueInspector } from './CueInspector.svelte'
