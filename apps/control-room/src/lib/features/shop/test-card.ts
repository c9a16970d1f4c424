/** What the shopper has typed into the test-card form, as it stands in the fields. */
export type TestCard = { number: string; expiry: string; cvc: string }
export type TestCardProblems = Partial<Record<keyof TestCard, string>>

export const emptyTestCard: TestCard = { number: '', expiry: '', cvc: '' }

/** `4242 4242 4242 4242`: groups of four, nothing but digits. */
export function formatCardNumber(typed: string): string {
  const digits = typed.replace(/\D/g, '').slice(0, 19)
  return digits.replace(/(.{4})(?=.)/g, '$1 ')
}

/** `12 / 34`; a first digit above 1 can only be a month of its own. */
export function formatExpiry(typed: string): string {
  const raw = typed.replace(/\D/g, '')
  const digits = (/^[2-9]/.test(raw) ? `0${raw}` : raw).slice(0, 4)
  return digits.length > 2 ? `${digits.slice(0, 2)} / ${digits.slice(2)}` : digits
}

/** What keeps the card from being sent; the bank finds the rest. */
export function testCardProblems(card: TestCard, nowMs: number): TestCardProblems {
  const problems: TestCardProblems = {}
  if (card.number.replace(/\D/g, '').length < 12) problems.number = 'Type the whole card number.'
  const expiry = readExpiry(card.expiry)
  if (!expiry) problems.expiry = 'Type month and year.'
  else if (Date.UTC(expiry.year, expiry.month) <= nowMs) problems.expiry = 'This card has expired.'
  if (!/^\d{3,4}$/.test(card.cvc.trim())) problems.cvc = 'Three or four digits.'
  return problems
}

/** Month 1 to 12 and the whole year, null when it is not a date. */
export function readExpiry(typed: string): { month: number; year: number } | null {
  const digits = typed.replace(/\D/g, '')
  const month = Number(digits.slice(0, 2))
  if (digits.length !== 4 || month < 1 || month > 12) return null
  return { month, year: 2000 + Number(digits.slice(2)) }
}
