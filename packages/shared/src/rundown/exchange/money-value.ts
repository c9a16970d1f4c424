import { currencyDigits } from '../../kernel/index.ts'
import { cellText, type TableCell } from './table.ts'

/** `24.00`: plain digits, so that a spreadsheet takes it for a number. */
export function moneyText(amountMinor: number, currency: string): string {
  const digits = currencyDigits(currency)
  const padded = String(amountMinor).padStart(digits + 1, '0')
  if (digits === 0) return padded
  return `${padded.slice(0, -digits)}.${padded.slice(-digits)}`
}

/**
 * An amount in minor units: `24`, `24.5`, `24,50`, `€ 24.50`, `1,299.00`, `1.299,00`, `24 EUR`.
 * @returns undefined when it is none; `'other-currency'` when it names another one
 */
export function readMoney(
  cell: TableCell,
  currency: string,
): number | 'other-currency' | undefined {
  if (cell instanceof Date || typeof cell === 'boolean') return undefined
  const digits = currencyDigits(currency)
  if (typeof cell === 'number') {
    const minor = Math.round(cell * 10 ** digits)
    return minor >= 0 && Number.isSafeInteger(minor) ? minor : undefined
  }
  const text = cellText(cell).trim()
  const amount = text.replaceAll(/[^\d.,]/g, '')
  const named = text.replaceAll(/[\d.,\s'’]/g, '')
  if (named !== '' && !namesOf(currency).includes(named.toUpperCase())) {
    return /^(?:[A-Za-z]{3}|\p{Sc})$/u.test(named) ? 'other-currency' : undefined
  }
  // Of three digits after the point those of a currency with three are meant, else thousands.
  if (digits === 3 && /^\d+\.\d{3}$/.test(amount)) return Number(amount.replace('.', ''))
  const match = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(amount)
  if (!match) return undefined
  const [, whole = '', part = ''] = match
  if (part.length > digits) return undefined
  const minor =
    Number(whole.replaceAll(/[.,]/g, '')) * 10 ** digits + Number(part.padEnd(digits, '0') || '0')
  return Number.isSafeInteger(minor) ? minor : undefined
}

function namesOf(currency: string): string[] {
  const symbols = (['symbol', 'narrowSymbol'] as const).flatMap((currencyDisplay) =>
    new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay })
      .formatToParts(0)
      .filter((part) => part.type === 'currency')
      .map((part) => part.value.toUpperCase()),
  )
  return [currency.toUpperCase(), ...symbols]
}
