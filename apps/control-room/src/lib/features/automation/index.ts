export { default as AutomationScreen } from './AutomationScreen.svelte'
export { AutomationState } from './automation.state.svelte.ts'
export { default as TriggerEditor } from './TriggerEditor.svelte'
