export { default as ExchangeMenu } from './ExchangeMenu.svelte'
export { exchangeTestIds } from './test-ids.ts'
