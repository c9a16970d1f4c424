export { default as GuestScreen } from './GuestScreen.svelte'
export { GuestRoom } from './guest-room.state.svelte.ts'
export { guestTestIds } from './test-ids.ts'
