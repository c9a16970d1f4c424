import { describe, expect, it } from 'vitest'
import { createNetworkGuard } from './network-guard.ts'

describe('AU17 where outputs may send', () => {
  const plain = createNetworkGuard([])
  const may = (guard = plain, kind: 'webhook' | 'osc' = 'webhook') => {
    return (address: string) => guard.objection(address, kind) === null
  }

  it('lets webhooks reach public addresses only', () => {
    expect(['93.184.216.34', '2606:2800:220:1::1'].map(may())).toEqual([true, true])
    const own = [
      '127.0.0.1',
      '10.1.2.3',
      '192.168.0.9',
      '172.16.5.5',
      '100.64.0.1',
      '169.254.169.254',
      '0.0.0.0',
      '255.255.255.255',
      '224.0.0.1',
      '::1',
      '::',
      'fd00::1',
      'fe80::1',
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.1',
      '64:ff9b::7f00:1',
    ]
    expect(own.filter(may())).toEqual([])
  })

  it('lets OSC reach desks and lights, but neither metadata nor everybody at once', () => {
    const osc = may(plain, 'osc')
    expect(['192.168.0.9', '127.0.0.1', '::1', 'fd00::1'].every(osc)).toBe(true)
    expect(['169.254.169.254', '224.0.0.1', '255.255.255.255', '0.0.0.0'].filter(osc)).toEqual([])
  })

  it('opens what the configuration names, no more', () => {
    const opened = may(createNetworkGuard(['10.1.0.0/16', 'loopback', '192.168.0.9']))
    expect(['10.1.9.9', '127.0.0.1', '192.168.0.9'].every(opened)).toBe(true)
    expect(['10.2.0.1', '192.168.0.10'].filter(opened)).toEqual([])
  })

  it('judges a name by every address that it stands for', async () => {
    await expect(plain.resolve('localhost', 'webhook')).rejects.toMatchObject({
      code: 'output.address',
    })
    await expect(plain.resolve('[::1]', 'webhook')).rejects.toMatchObject({
      code: 'output.address',
    })
  })
})
