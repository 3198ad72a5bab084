/**
 * Reads an address as the hosts that it goes through and the user at the last one: UUCP, `%`, source routes, DECnet. RFC 822 §6.2.7, RFC 976,
 * RFC 1123 §5.2.16.
 */
import { trimWsp } from '../../bytes/ascii.js'
import type { Mailbox } from '../../field/address/address.js'
import { splitPath } from './bang-path.js'
import { splitPercent } from './percent-route.js'
import { networkOf } from './pseudo-domains.js'
import { splitAddress } from './source-route.js'

/** `mixed`: more than one way of routing; `x400`: the user is an O/R address (see `parseX400`); `local`: no host at all. */
export type AddressKind = 'local' | 'domain' | 'bang' | 'percent' | 'source-route' | 'decnet' | 'x400' | 'mixed'

/** Another way to read the same address. */
export interface AddressReading {
  /** Hosts in the order in which they are passed. */
  readonly hops: readonly string[]
  /** The user at the last host. */
  readonly user: string
  /** Why somebody reads it so. */
  readonly because: string
}

/** The way that an address of the old networks names. */
export interface AddressHops {
  /** By which signs the way is written. */
  readonly kind: AddressKind
  /** Hosts in the order in which they are passed; the last one knows the user. */
  readonly hops: readonly string[]
  /** The user at the last host. */
  readonly user: string
  /** Hops whose top-level name is that of a network. */
  readonly pseudo: readonly {
    /** The hop. */
    readonly hop: string
    /** The network that its top-level name means: `uucp`, `bitnet` … */
    readonly network: string
  }[]
  /** Other readings, where the signs leave it open. The first reading is that of RFC 822: `@`, then `!`, then `%`. */
  readonly ambiguous?: readonly AddressReading[]
  /** What is wrong with it, in words; empty where nothing is. */
  readonly faults: readonly string[]
}

/**
 * Hosts and user of an address in any syntax of its time. Never throws for text; takes time linear in its length.
 * @throws TypeError for what is neither text nor a mailbox
 * @example hops('nom%vax1.decnet@imag.fr').hops // ['imag.fr', 'vax1.decnet']
 * @example hops('a!b!user@dom') // hops dom, a, b; ambiguous: a, b, dom
 */
export function hops(address: string | Mailbox): AddressHops {
  const { route, local, domain, hole } = splitAddress(address)
  const faults: string[] = []
  let hollow = hole
  const named = (list: readonly string[]): string[] => {
    const names = list.map((name) => trimWsp(name)).filter((name) => name !== '')
    if (names.length < list.length) hollow = true
    return names
  }
  const at = domain === undefined ? [] : [domain]
  const x400 = /^\/[A-Za-z0-9.:-]+=/.test(local)
  const path = x400 ? { hops: [], rest: local, bang: false, decnet: false } : splitPath(local)
  const tail = x400 || path.rest.startsWith('/') ? { hops: [], user: path.rest } : splitPercent(path.rest)
  const left = named(path.hops)
  const right = named(tail.hops)
  const user = trimWsp(tail.user)
  const first = [...route, ...at, ...left, ...right]
  const others: AddressReading[] = []
  const add = (because: string, list: string[], whom: string) => {
    if (list.join('!') !== first.join('!') || whom !== user) others.push({ hops: list, user: whom, because })
  }
  if (left.length > 0 && domain !== undefined) {
    const sign = path.bang ? '!' : '::'
    const who = path.bang ? 'UUCP hosts do (RFC 976)' : 'DECnet nodes do'
    add(`"${sign}" read before "@", as ${who}`, [...route, ...left, domain, ...right], user)
  }
  if (left.length > 0 && right.length > 0) {
    const inner = splitPercent(local)
    const within = splitPath(inner.user)
    if (!/!|::/.test(inner.hops.join(' '))) {
      add('"%" read before "!"', [...route, ...at, ...named(inner.hops), ...named(within.hops)], trimWsp(within.rest))
    }
  }
  if (hollow) faults.push('a hop without a name')
  if (user === '') faults.push('no user')
  const pseudo: { hop: string; network: string }[] = []
  for (const hop of first) {
    const network = networkOf(hop)
    if (network !== undefined && hop.includes('.')) pseudo.push({ hop, network })
  }
  const found: AddressHops = { kind: kindOf(), hops: first, user, pseudo, faults }
  return others.length > 0 ? { ...found, ambiguous: others } : found

  function kindOf(): AddressKind {
    const ways: AddressKind[] = []
    if (route.length > 0) ways.push('source-route')
    if (path.bang) ways.push('bang')
    if (path.decnet) ways.push('decnet')
    if (right.length > 0) ways.push('percent')
    if (x400) ways.push('x400')
    if (ways.length > 1 || (left.length > 0 && domain !== undefined)) return 'mixed'
    return ways[0] ?? (domain === undefined ? 'local' : 'domain')
  }
}
