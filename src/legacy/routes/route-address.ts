/** Writes hosts and user in another syntax: bang path, `%`, source route, DECnet, or the last host alone. RFC 976 §2.4, RFC 822 §6.2.7. */

import { checkOptions } from '../../bytes/arguments.js'
import { writeLocalPart } from '../../field/address/addr-spec.js'
import type { Mailbox } from '../../field/address/address.js'
import { writePath } from './bang-path.js'
import { hops as readHops } from './hops.js'
import { writePercent } from './percent-route.js'
import { writeSourceRoute } from './source-route.js'

/** `domain`: the user at the last host; the way there is left to the name servers. */
export type AddressForm = 'bang' | 'percent' | 'source-route' | 'decnet' | 'domain'

/** What is known of hosts when an address is written in another form. */
export interface RouteOptions {
  /** Hosts with a name of one word and a domain, such as `imag` and `imag.imag.fr`: the first for bang paths and DECnet, the second for all else. */
  readonly hosts?: readonly (readonly [name: string, domain: string])[]
  /** Pseudo-domain for names without a dot where the form has domains: `uucp`, `bitnet`. Default: they stay as they are. */
  readonly pseudo?: string
}

/** An address, or why there is none. */
export interface RoutedAddress {
  /** The address in the form that was asked for. */
  readonly address?: string
  /** Hops that the form does not tell. */
  readonly dropped?: readonly string[]
  /** Why there is none. */
  readonly refused?: string
}

const FORMS: readonly AddressForm[] = ['bang', 'percent', 'source-route', 'decnet', 'domain']
const OPTIONS = ['hosts', 'pseudo']
/** Signs that route in a form, so that no user may hold them. */
const ROUTING: Readonly<Record<AddressForm, RegExp | undefined>> = {
  bang: /[!@]/,
  percent: /[%!]|::/,
  'source-route': undefined,
  decnet: /::|[!@]/,
  domain: undefined,
}

function check(form: AddressForm, options: RouteOptions): void {
  if (!FORMS.includes(form)) throw new TypeError(`form: expected one of ${FORMS.join(', ')}`)
  checkOptions(options, OPTIONS)
  const { hosts, pseudo } = options
  if (hosts !== undefined && !Array.isArray(hosts)) throw new TypeError('options.hosts: expected pairs of names')
  if (pseudo !== undefined && !/^[A-Za-z0-9-]+$/.test(pseudo)) throw new TypeError('options.pseudo: expected one word')
}

/**
 * Writes an address in another form; of an ambiguous one the first reading. What the form would read otherwise is refused, never repaired.
 * @throws TypeError for a wrong form or option
 * @example routeAddress('a!b!user', 'percent').address // 'user%b@a'
 */
export function routeAddress(
  address:
    | string
    | Mailbox
    | {
        /** Hosts in the order in which they are passed. */
        readonly hops: readonly string[]
        /** The user at the last one. */
        readonly user: string
      },
  form: AddressForm,
  options: RouteOptions = {},
): RoutedAddress {
  check(form, options)
  const { hops, user } =
    typeof address === 'object' && address !== null && 'hops' in address ? address : readHops(address)
  if (user === '') return { refused: 'no user' }
  const shown = JSON.stringify(user.slice(0, 80))
  if (/[\x00-\x1f\x7f]|\p{Surrogate}/u.test(user)) return { refused: `user ${shown} holds a control` }
  const sign = ROUTING[form]?.exec(user)?.[0]
  if (sign !== undefined && !user.startsWith('/')) {
    return { refused: `user ${shown} holds "${sign}", which a ${form} address would read as routing` }
  }
  const bare = form === 'bang' || form === 'decnet'
  const names = translate(hops, bare, options)
  for (const name of names) {
    if (!/^(?:[^\s!@%,;:<>"()[\]\\\x00-\x1f\x7f]+|\[[^\s[\]\\]*\])$/.test(name)) {
      return { refused: `${JSON.stringify(name.slice(0, 80))} is no name of a host` }
    }
  }
  if (bare) return { address: writePath(names, user, form === 'bang' ? '!' : '::') }
  if (names.length === 0) return { refused: 'no host to send it to' }
  if (form === 'percent') return { address: writePercent(names, user) }
  if (form === 'source-route') return { address: writeSourceRoute(names, user) }
  const dropped = names.slice(0, -1)
  const direct = `${writeLocalPart(user)}@${names[names.length - 1]}`
  return dropped.length > 0 ? { address: direct, dropped } : { address: direct }
}

function translate(hops: readonly string[], bare: boolean, { hosts = [], pseudo }: RouteOptions): string[] {
  const table = new Map<string, string>()
  for (const [name, domain] of hosts) {
    if (bare) table.set(domain.toLowerCase(), name)
    else table.set(name.toLowerCase(), domain)
  }
  return hops.map((hop) => {
    const known = table.get(hop.toLowerCase())
    if (known !== undefined) return known
    if (bare) return /^[^.]+\.uucp$/i.test(hop) ? hop.slice(0, -5) : hop
    return pseudo === undefined || hop.includes('.') || hop.startsWith('[') ? hop : `${hop}.${pseudo}`
  })
}
