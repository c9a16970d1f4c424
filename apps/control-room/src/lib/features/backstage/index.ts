export { default as BackstageScreen } from './BackstageScreen.svelte'
