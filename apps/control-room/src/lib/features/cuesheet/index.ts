export { default as CuesheetScreen } from './CuesheetScreen.svelte'
