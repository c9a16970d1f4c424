export { default as OperatorScreen } from './OperatorScreen.svelte'
