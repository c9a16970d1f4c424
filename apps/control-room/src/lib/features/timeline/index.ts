export { default as TimelinePanel } from './TimelinePanel.svelte'
export { default as TimelineScreen } from './TimelineScreen.svelte'
