/** What the bank behind a test card does when it is charged. */
export type CardBehaviour =
  | { kind: 'approve'; settlesAtOnce: boolean }
  | { kind: 'decline'; code: string; declineCode: string; message: string; param?: string }
  | { kind: 'authenticate' }

const approve: CardBehaviour = { kind: 'approve', settlesAtOnce: false }

/** The messages are Stripe's, so that what a shopper reads is what they would read in production. */
const declines = {
  generic: decline('card_declined', 'generic_decline', 'Your card was declined.'),
  insufficientFunds: decline(
    'card_declined',
    'insufficient_funds',
    'Your card has insufficient funds.',
  ),
  expired: decline('expired_card', 'expired_card', 'Your card has expired.', 'exp_month'),
  incorrectCvc: decline(
    'incorrect_cvc',
    'incorrect_cvc',
    "Your card's security code is incorrect.",
    'cvc',
  ),
  notATestCard: decline(
    'card_declined',
    'test_mode_live_card',
    'Your card was declined. This shop takes no real payments: use a test card such as 4242 4242 4242 4242.',
  ),
} as const

const behaviours: Readonly<Record<string, CardBehaviour>> = {
  '4242424242424242': approve,
  '4000056655665556': approve,
  '5555555555554444': approve,
  '5200828282828210': approve,
  '378282246310005': approve,
  '4000000000000077': { kind: 'approve', settlesAtOnce: true },
  '4000000000000002': declines.generic,
  '4000000000009995': declines.insufficientFunds,
  '4000000000000069': declines.expired,
  '4000000000000127': declines.incorrectCvc,
  '4000002500003155': { kind: 'authenticate' },
  '4000000000003220': { kind: 'authenticate' },
}

/** Stripe's ready-made test methods, by the number that each stands for. */
export const testMethods: Readonly<Record<string, string>> = {
  pm_card_visa: '4242424242424242',
  pm_card_mastercard: '5555555555554444',
  pm_card_amex: '378282246310005',
  pm_card_bypassPending: '4000000000000077',
  pm_card_chargeDeclined: '4000000000000002',
  pm_card_visa_chargeDeclined: '4000000000000002',
  pm_card_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_chargeDeclinedExpiredCard: '4000000000000069',
  pm_card_chargeDeclinedIncorrectCvc: '4000000000000127',
  pm_card_authenticationRequired: '4000002500003155',
  pm_card_threeDSecure2Required: '4000000000003220',
}

/** Any number that is not a test card is declined, so that a real card typed by mistake buys nothing. */
export function behaviourOf(number: string): CardBehaviour {
  return behaviours[number] ?? declines.notATestCard
}

export function cardBrand(number: string): string {
  if (number.startsWith('4')) return 'visa'
  if (/^(5[1-5]|2[2-7])/.test(number)) return 'mastercard'
  if (/^3[47]/.test(number)) return 'amex'
  return 'unknown'
}

/** ISO/IEC 7812 check digit, on 12 to 19 digits. */
export function passesLuhn(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

function decline(
  code: string,
  declineCode: string,
  message: string,
  param?: string,
): CardBehaviour {
  return { kind: 'decline', code, declineCode, message, ...(param === undefined ? {} : { param }) }
}
