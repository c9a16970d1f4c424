export { Purchase } from './purchase.state.svelte.ts'
export { ShopLive } from './shop-live.state.svelte.ts'
export { default as ShopScreen } from './ShopScreen.svelte'
export { shopTestIds } from './test-ids.ts'
