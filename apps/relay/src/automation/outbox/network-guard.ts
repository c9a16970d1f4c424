import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { DomainError } from '@stallcast/shared/kernel'
import ipaddr from 'ipaddr.js'

/**
 * Where outputs may send. A producer types the addresses, the server sends: without a guard a link to a show would
 * open the server's own network (SSRF). Public addresses are always allowed. For the rest:
 *
 * - webhooks need it allowed by `AUTOMATION_ALLOWED_NETWORKS` (AU17);
 * - OSC may go to private networks and this machine, which is where desks and lights are; nothing comes back from it.
 *
 * Link-local addresses (cloud metadata), multicast and broadcast are open to neither unless named one by one.
 */
export type NetworkGuard = {
  /** The addresses that a host name stands for, all of them allowed. @throws DomainError `output.address` */
  resolve(host: string, kind: 'webhook' | 'osc'): Promise<LookupAddress[]>
  /** Why nothing may be sent to an address, or null. */
  objection(address: string, kind: 'webhook' | 'osc'): string | null
}

type Range = { contains(address: ipaddr.IPv4 | ipaddr.IPv6): boolean }

const privateRanges = new Set(['private', 'uniqueLocal', 'carrierGradeNat'])

/** @param allowed networks (`192.168.0.0/16`), addresses, or the words `private` and `loopback` */
export function createNetworkGuard(allowed: readonly string[]): NetworkGuard {
  const words = new Set<string>(allowed.filter((each) => each === 'private' || each === 'loopback'))
  const ranges = allowed.filter((each) => !words.has(each)).map(readNetwork)

  const objection: NetworkGuard['objection'] = (text, kind) => {
    if (!ipaddr.isValid(text)) return 'it is not an address'
    const address = ipaddr.process(text)
    const range = address.range()
    if (range === 'unicast' || ranges.some((each) => each.contains(address))) return null
    if (privateRanges.has(range)) {
      return kind === 'osc' || words.has('private') ? null : 'it is in a private network'
    }
    if (range === 'loopback') {
      return kind === 'osc' || words.has('loopback') ? null : 'it is this machine itself'
    }
    return `its range is ${range}`
  }
  return {
    objection,
    async resolve(host, kind) {
      const bare = host.replace(/^\[(.*)\]$/, '$1')
      const addresses = isIP(bare)
        ? [{ address: bare, family: isIP(bare) }]
        : await lookup(bare, { all: true })
      for (const { address } of addresses) {
        const why = objection(address, kind)
        if (why !== null) throw new DomainError('output.address', { address: host, why })
      }
      return addresses
    },
  }
}

/** One address or a network, for the allow-lists of outputs and of OSC senders. @throws when it is neither */
export function readNetwork(text: string): Range {
  const [network, bits] = text.includes('/')
    ? ipaddr.parseCIDR(text)
    : [ipaddr.process(text), undefined]
  return {
    contains(address) {
      if (address.kind() !== network.kind()) return false
      return address.match(network, bits ?? (network.kind() === 'ipv4' ? 32 : 128))
    },
  }
}
