export { createStripeEmulator } from './emulator.ts'
export type { StripeEmulator, StripeEmulatorOptions } from './emulator.ts'
export {
  EMULATED_PUBLISHABLE_KEY,
  EMULATED_SECRET_KEY,
  EMULATED_WEBHOOK_SECRET,
  isEmulatedKey,
} from './keys.ts'
export type { Fault, FaultRule } from './wire/faults.ts'
