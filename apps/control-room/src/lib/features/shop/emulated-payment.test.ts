import { describe, expect, it } from 'vitest'
import { confirmForm, intentIdOf, readConfirmation } from './emulated-payment.ts'

describe('paying at the bundled emulator', () => {
  it('finds the intent in its client secret', () => {
    expect(intentIdOf('pi_3Abc_secret_xyz')).toBe('pi_3Abc')
  })

  it('posts the card in the names that Stripe has for it', () => {
    const form = confirmForm(
      { clientSecret: 'pi_1_secret_2', publishableKey: 'pk_test_1', returnUrl: 'http://shop/s/x' },
      { number: '4242 4242 4242 4242', expiry: '12 / 34', cvc: ' 123 ' },
    )
    expect(Object.fromEntries(form)).toEqual({
      key: 'pk_test_1',
      client_secret: 'pi_1_secret_2',
      return_url: 'http://shop/s/x',
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': '4242424242424242',
      'payment_method_data[card][exp_month]': '12',
      'payment_method_data[card][exp_year]': '2034',
      'payment_method_data[card][cvc]': '123',
    })
  })

  it('passes on what the bank says, and which field it means', () => {
    const body = { error: { message: "Your card's security code is incorrect.", param: 'cvc' } }
    expect(readConfirmation(false, body)).toEqual({
      kind: 'declined',
      message: "Your card's security code is incorrect.",
      field: 'cvc',
    })
  })

  it('follows the bank to its own page', () => {
    const next_action = { type: 'redirect_to_url', redirect_to_url: { url: '/3ds' } }
    expect(readConfirmation(true, { status: 'requires_action', next_action })).toEqual({
      kind: 'redirect',
      url: '/3ds',
    })
    expect(readConfirmation(true, { status: 'succeeded', next_action: null })).toEqual({
      kind: 'succeeded',
    })
  })

  it('never takes an unfinished intent for a payment', () => {
    expect(readConfirmation(true, { status: 'requires_payment_method' }).kind).toBe('declined')
    expect(() => readConfirmation(true, '<html>')).toThrow(/invalid/i)
  })
})
