import { toast } from 'svelte-sonner'

/** A refusal of something the person on this device has just asked for. */
export function tellRefusal(message: string): void {
  // The same words again renew the notice instead of piling up.
  toast.warning(message, { id: message, duration: 6_000 })
}

export function tellDone(message: string): void {
  toast(message, { duration: 2_500 })
}
