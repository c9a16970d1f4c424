export { default as CueInspector } from './CueInspector.svelte'
export { default as ShowEnd } from './ShowEnd.svelte'
