export { default as TimelinePanel } from './TimelinePanel.svelte'
