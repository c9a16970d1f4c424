export { default as MoneyScreen } from './MoneyScreen.svelte'
export { default as SettlementPanel } from './SettlementPanel.svelte'
export { settlementTestIds } from './test-ids.ts'
