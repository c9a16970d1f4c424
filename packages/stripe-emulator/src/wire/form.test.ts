import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseForm, type FormValue } from './form.ts'

describe('form encoding of v1', () => {
  it('SE20 nests brackets and makes arrays of `[]` and of running numbers', () => {
    expect(
      parseForm(
        'amount=1&metadata[a%20b]=x%26y&expand[]=p&expand[]=q&items[0][id]=1&items[1][id]=2',
      ),
    ).toEqual({
      amount: '1',
      metadata: { 'a b': 'x&y' },
      expand: ['p', 'q'],
      items: [{ id: '1' }, { id: '2' }],
    })
  })

  it.each(['a[__proto__][polluted]=1', '__proto__[polluted]=1', 'a[constructor]=1'])(
    'SE20 refuses %s',
    (text) => {
      expect(() => parseForm(text)).toThrow(/Invalid parameter name/)
      expect({}).not.toHaveProperty('polluted')
    },
  )

  it.each(['a[=1', 'a]b[=1', 'a[b=1', 'a[b]c=1'])('SE20 refuses the broken name in %s', (text) => {
    expect(() => parseForm(text)).toThrow(/Invalid parameter name/)
  })

  it('SE20 refuses nesting without end', () => {
    expect(() => parseForm(`a${'[b]'.repeat(50)}=1`)).toThrow(/nested too deeply/)
  })

  it('SE20 reads back whatever the SDK would have written', () => {
    const name = fc
      .stringMatching(/^[a-z_][a-zA-Z0-9_ .-]{0,8}$/)
      .filter((key) => key !== '__proto__' && key !== 'constructor' && key !== 'prototype')
    const { tree } = fc.letrec<{ tree: FormValue }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        fc.string(),
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
        fc.dictionary(name, tie('tree'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
      ),
    }))
    fc.assert(
      fc.property(fc.dictionary(name, tree, { noNullPrototype: true }), (value) => {
        expect(parseForm(encode(value))).toEqual(value)
      }),
    )
  })
})

/** The SDK's own writing (stripe/esm/utils.js, stringifyRequestData). */
function encode(value: Record<string, FormValue>): string {
  const pairs: string[] = []
  const write = (key: string, node: FormValue) => {
    if (typeof node === 'string')
      pairs.push(`${encodeURIComponent(key)}=${encodeURIComponent(node)}`)
    else if (Array.isArray(node)) node.forEach((item, index) => write(`${key}[${index}]`, item))
    else for (const [name, child] of Object.entries(node)) write(`${key}[${name}]`, child)
  }
  for (const [key, node] of Object.entries(value)) write(key, node)
  return pairs.join('&')
}
