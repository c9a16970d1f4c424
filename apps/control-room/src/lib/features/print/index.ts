export { default as PrintScreen } from './PrintScreen.svelte'
