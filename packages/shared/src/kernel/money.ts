import { invariant } from './invariant.ts'

/** ISO 4217 code, upper case. */
export type Currency = string

/** An amount in the currency's minor unit (cents), always an integer; `-1` is a cent owed. */
export type Money = { readonly amountMinor: number; readonly currency: Currency }

export function money(amountMinor: number, currency: Currency): Money {
  invariant(Number.isSafeInteger(amountMinor), `not an integer amount: ${amountMinor}`)
  return { amountMinor, currency }
}

/** Minor units per major unit, as a power of ten: 2 for EUR, 0 for JPY (source: ISO 4217 through Intl). */
export function currencyDigits(currency: Currency): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
      .maximumFractionDigits ?? 2
  )
}

/** `€24.00`; the one place where minor units become text. */
export function formatMoney(amountMinor: number, currency: Currency, locale = 'en-IE'): string {
  const digits = currencyDigits(currency)
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(
    amountMinor / 10 ** digits,
  )
}
