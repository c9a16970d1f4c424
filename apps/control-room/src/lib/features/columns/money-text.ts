import { currencyDigits } from '@stallcast/shared/kernel'

/** `24.00` for a field; empty for none. */
export function priceFieldText(priceMinor: number | null, currency: string): string {
  if (priceMinor === null) return ''
  const digits = currencyDigits(currency)
  return (priceMinor / 10 ** digits).toFixed(digits)
}

/** Reads `24`, `24.5`, `24,50`, `€ 24.50`. `null` is no price; undefined is not understood. */
export function parsePrice(text: string, currency: string): number | null | undefined {
  const typed = text.trim().replaceAll(/[^\d.,-]/g, '')
  if (text.trim() === '') return null
  const digits = currencyDigits(currency)
  const match = /^(\d{1,7})(?:[.,](\d+))?$/.exec(typed)
  if (!match) return undefined
  const [, whole = '0', part = ''] = match
  if (part.length > digits) return undefined
  return Number(whole) * 10 ** digits + Number(part.padEnd(digits, '0') || '0')
}
