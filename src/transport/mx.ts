/** mxOrder(): orders the mail hosts of a domain as they are to be tried. RFC 5321 §5.1, RFC 7505 (null MX). */
import { assertArray, assertObject, assertString, optionsOf } from '../bytes/arguments.js'

/** An MX record (RFC 5321 §5.1). */
export interface MxRecord {
  /** 0 to 65535; the lowest is tried first. */
  readonly preference: number
  /** Name of the host, with or without the final dot. */
  readonly exchange: string
}

/** What is known of the host that sends. */
export interface MxOptions {
  /** Names of the host that sends. Where it is an exchanger itself, it and those that are no better are left out: mail would go in circles. */
  readonly self?: readonly string[]
  /** Has the domain an address record? Then a domain without MX is its own exchanger. Default true. */
  readonly hasAddress?: boolean
  /** Gives numbers in [0, 1), by which hosts of equal preference are shuffled. Default `Math.random`. */
  readonly random?: () => number
}

/** The hosts to try, in order (RFC 5321 §5.1). */
export interface MxOrder {
  /** To be tried in this order, each with all its addresses. Lower case, without final dot. */
  readonly hosts: readonly string[]
  /** Why there are no hosts, or others than the records say. Absent where the records were just sorted. */
  readonly because?: string
}

const LOOP = 'this host is the best exchanger: sending on would make a loop (RFC 5321 §5.1)'

function nameOf(host: string): string {
  const lowered = host.toLowerCase()
  return lowered.endsWith('.') && lowered !== '.' ? lowered.slice(0, -1) : lowered
}

/**
 * Orders the exchangers of a domain: lowest preference first, equal ones shuffled, the sending host and all that is not better than it removed.
 * A domain without MX is its own exchanger of preference 0, if it has an address, and the rule against loops holds for it; one with MX is never reached by its address.
 * @throws TypeError for a record without a preference in 0 to 65535, or without a name
 */
export function mxOrder(domain: string, records: readonly MxRecord[], given?: MxOptions): MxOrder {
  assertString(domain, 'domain')
  assertArray(records, 'records')
  const { self = [], hasAddress = true, random = Math.random } = optionsOf(given, ['self', 'hasAddress', 'random'])
  assertArray(self, 'options.self')
  for (const name of self) assertString(name, 'options.self entry')
  if (typeof random !== 'function') throw new TypeError('options.random: expected a function')
  for (const record of records) {
    assertObject(record, 'records entry')
    const { preference, exchange } = record
    if (!Number.isInteger(preference) || preference < 0 || preference > 65535) {
      throw new TypeError(`records: preference ${String(preference)}: expected an integer from 0 to 65535`)
    }
    if (typeof exchange !== 'string' || exchange === '') throw new TypeError('records: exchange: expected a host name')
  }
  const own = new Set(self.map(nameOf))
  if (records.length === 0) {
    if (!hasAddress) return { hosts: [], because: 'the domain has neither MX nor address records' }
    // An implicit MX has preference 0: no host is better than this one.
    if (own.has(nameOf(domain))) return { hosts: [], because: LOOP }
    return { hosts: [nameOf(domain)], because: 'there is no MX: the domain is its own exchanger (RFC 5321 §5.1)' }
  }
  if (records.length === 1 && nameOf(records[0]!.exchange) === '.') {
    return { hosts: [], because: 'null MX: the domain takes no mail (RFC 7505)' }
  }
  let limit = Number.POSITIVE_INFINITY
  for (const { preference, exchange } of records) if (own.has(nameOf(exchange))) limit = Math.min(limit, preference)
  const better = records.filter(({ preference, exchange }) => preference < limit && nameOf(exchange) !== '.')
  if (better.length === 0) return { hosts: [], because: LOOP }
  // Keys drawn once: a random comparison in a sort would favour some orders.
  const keyed = better.map((record) => ({ record, key: random() }))
  keyed.sort((a, b) => a.record.preference - b.record.preference || a.key - b.key)
  const hosts = [...new Set(keyed.map(({ record }) => nameOf(record.exchange)))]
  return limit === Number.POSITIVE_INFINITY
    ? { hosts }
    : { hosts, because: `this host is an exchanger of preference ${limit}: it and those not better are left out` }
}
