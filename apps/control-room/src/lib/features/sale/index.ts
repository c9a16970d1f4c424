export { default as SaleTab } from './SaleTab.svelte'
