import { createHmac } from 'node:crypto'

/**
 * Secrets that follow from the installation's own and a number, so that no row holds one: whoever reads the
 * database can neither sign a webhook nor pass for an OSC controller. A new number makes a new secret.
 */
function derive(secret: string, purpose: string, id: string, round: number): Buffer {
  return createHmac('sha256', Buffer.from(secret, 'hex'))
    .update(`${purpose}:${id}:${round}`)
    .digest()
}

/** In the form of standard-webhooks: `whsec_` and 24 to 64 bytes in base64. */
export function webhookSecret(secret: string, outputId: string, round: number): string {
  return `whsec_${derive(secret, 'webhook', outputId, round).toString('base64')}`
}

const base32 = 'abcdefghijklmnopqrstuvwxyz234567'

/** `t-` and 16 letters and digits (80 bits): what an OSC address carries. */
export function oscToken(secret: string, showId: string, round: number): string {
  const bytes = derive(secret, 'osc', showId, round)
  const letters = Array.from(bytes.subarray(0, 16), (byte) => base32[byte % 32])
  return `t-${letters.join('')}`
}
