import { toast } from 'svelte-sonner'

/** A refusal of something the person on this device has just asked for. */
export function tellRefusal(message: string): void {
  // The same words again renew the notice instead of piling up.
  toast.warning(message, { id: message, duration: 6_000 })
}

export function tellDone(message: string): void {
  toast(message, { duration: 2_500 })
}

/** Somebody has called this person in a comment. */
export function tellCall(name: string, text: string): void {
  toast.info(`${name}: ${text}`, { duration: 8_000 })
}
