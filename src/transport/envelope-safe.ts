/** Refuses envelopes that would become other SMTP commands, or options of a command line, when they are written. RFC 5321 §4.1.2. */

import { isObject, isPlainObject } from '../bytes/arguments.js'
import { isAsciiText } from '../bytes/ascii.js'
import { fromUtf8 } from '../bytes/platform.js'
import { MAX_ADDRESS } from '../field/address/addr-spec.js'
import { survivesMapping, toAscii } from '../field/address/idn.js'

/** An envelope of which nothing is known yet. */
export interface UnsafeEnvelope {
  /** Reverse path: an address without angle brackets, or '' for the null path. */
  readonly from?: string
  /** Forward paths without angle brackets. */
  readonly to?: readonly string[]
  /** ESMTP parameters of MAIL and RCPT, as SIZE and BODY. */
  readonly parameters?: Readonly<Record<string, string | number | true>>
  /** What is said in EHLO: a domain or an address literal. */
  readonly ehlo?: string
}

/**
 * Refuses what must not be pasted into a command: controls in any place, spaces and angle brackets outside quotes, more than one address, a path
 * over 254 octets of UTF-8 or that a command line would take for an option, a SIZE that is no number, an EHLO name that is no domain of ASCII (what
 * the server takes is not known before its answer).
 * @throws TypeError that names the value, its place and what was expected
 */
export function assertEnvelopeSafe(envelope: UnsafeEnvelope): void {
  if (!isObject(envelope) || Array.isArray(envelope)) throw new TypeError('envelope: expected an object')
  const { from, to = [], parameters = {}, ehlo } = envelope
  if (from !== undefined && from !== '') assertPath('from', from)
  if (!Array.isArray(to)) throw new TypeError('to: expected an array of addresses')
  // By index: a hole is no address.
  for (let i = 0; i < to.length; i++) {
    const path = to[i] as string
    if (path === '') throw new TypeError(`to[${i}]: a recipient cannot be empty: expected name@domain`)
    assertPath(`to[${i}]`, path)
  }
  if (!isPlainObject(parameters)) throw new TypeError('parameters: expected an object of values by keyword')
  for (const [name, value] of Object.entries(parameters)) assertParameter(name, value)
  if (ehlo !== undefined) assertEhlo(ehlo)
}

/**
 * Can the text be written as a path of MAIL FROM or RCPT TO, and be nothing else there? One address as RFC 5321 §4.1.2 has it, without comments,
 * folds and obsolete forms; UTF-8 in the local part and U-labels are taken, and need SMTPUTF8 (RFC 6531). For what a person typed into a form:
 * `isAddrSpec` has the grammar of header fields, in which line breaks may stand. False for anything but a string.
 *
 * @example isEnvelopeAddress('ada@example.org') // true
 * @example isEnvelopeAddress('"x\\\nRCPT TO:<pat@example.com>"@example.org') // false
 */
export function isEnvelopeAddress(text: string): boolean {
  if (typeof text !== 'string') return false
  try {
    assertPath('', text)
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** C0, DEL, C1, and what ends a line in Unicode: wherever they stand, behind a backslash too (quoted-pairSMTP is %d32-126). */
const CONTROL = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

function assertPath(where: string, path: string): void {
  if (typeof path !== 'string') throw new TypeError(`${where}: expected an address as text`)
  if (path.startsWith('-'))
    throw new TypeError(`${where}: begins with "-", which a command line takes for an option: do not send to it`)
  if (path.length > MAX_ADDRESS || fromUtf8(path).length > MAX_ADDRESS)
    throw new TypeError(`${where}: over ${MAX_ADDRESS} octets (RFC 5321 §4.5.3.1.3): expected a shorter address`)
  const control = path.search(CONTROL)
  if (control !== -1) throw new TypeError(`${where}[${control}]: a control character: expected name@domain`)
  const surrogate = path.search(LONE_SURROGATE)
  if (surrogate !== -1) throw new TypeError(`${where}[${surrogate}]: a lone surrogate: expected name@domain`)
  const at = path.startsWith('"') ? endOfQuoted(where, path) : path.indexOf('@')
  for (let i = 0; i < path.length; i++) {
    if (i === 0 && path[0] === '"') i = at
    if (path[i] === '<' || path[i] === '>')
      throw new TypeError(`${where}[${i}]: "${path[i]}" outside quotes: expected one address, name@domain`)
    // The domain literal has colons and brackets of its own.
    if (/[\s,;()\\"]/.test(path[i]!) || (i < at && /[:[\]]/.test(path[i]!)))
      throw new TypeError(`${where}[${i}]: "${path[i]}" outside quotes: expected one address`)
    if (path[i] === '@' && i !== at) throw new TypeError(`${where}[${i}]: a second "@": expected one address`)
  }
  if (at <= 0 || path[at] !== '@' || at === path.length - 1) throw new TypeError(`${where}: expected local-part@domain`)
  assertDomain(where, path.slice(at + 1))
}

/** Where the quoted string that is the whole local part ends: the index of what follows it. */
function endOfQuoted(where: string, path: string): number {
  for (let i = 1; i < path.length; i++) {
    if (path[i] === '\\') i++
    else if (path[i] === '"') return i + 1
  }
  throw new TypeError(`${where}: a quote is not closed: expected name@domain, or "a name"@domain`)
}

function assertDomain(where: string, domain: string): void {
  if (isLiteral(domain)) return
  // A server that takes U-labels need not map what is none: it may read another domain, or refuse it.
  const ascii = survivesMapping(domain) ? toAscii(domain) : undefined
  if (
    ascii === undefined ||
    !/^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*$/.test(ascii)
  ) {
    throw new TypeError(
      `${where}: ${JSON.stringify(domain.slice(0, 80))} is no domain: expected as example.org or [192.0.2.1]`,
    )
  }
}

/** IPv4, IPv6 or a form that is tagged with its name (RFC 5321 §4.1.3). */
function isLiteral(domain: string): boolean {
  const v4 = /^\[(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\]$/.exec(domain)
  if (v4 !== null) return v4.slice(1).every((number) => Number(number) <= 255)
  const tagged = /^\[([A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?):([\x21-\x5a\x5e-\x7e]+)\]$/.exec(domain)
  return tagged !== null && (!/^ipv6$/i.test(tagged[1]!) || isIpv6(tagged[2]!))
}

function isIpv6(text: string): boolean {
  if (!/^[0-9A-Fa-f:.]+$/.test(text)) return false
  try {
    new URL(`http://[${text}]/`)
    return true
  } catch {
    return false
  }
}

function assertEhlo(name: string): void {
  if (typeof name !== 'string' || name.startsWith('-') || name === '' || CONTROL.test(name))
    throw new TypeError('ehlo: expected a domain or an address literal')
  if (name.length > MAX_DOMAIN)
    throw new TypeError(`ehlo: over ${MAX_DOMAIN} octets (RFC 5321 §4.5.3.1.2): expected a shorter domain`)
  if (!isAsciiText(name)) throw new TypeError('ehlo: not ASCII: expected the domain as xn--… (RFC 6531 §3.7.1)')
  assertDomain('ehlo', name)
}

/** RFC 5321 §4.5.3.1.2. */
const MAX_DOMAIN = 255

function assertParameter(name: string, value: string | number | true): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(name))
    throw new TypeError(
      `parameters: ${JSON.stringify(name.slice(0, 40))} is no keyword (RFC 5321 §4.1.2): expected letters, digits and -`,
    )
  if (value === true) return
  if (typeof value !== 'string' && !Number.isFinite(value))
    throw new TypeError(`parameters.${name}: expected text, a number, or true for a keyword without a value`)
  const text = String(value)
  if (name.toUpperCase() === 'SIZE' && !/^\d{1,20}$/.test(text))
    throw new TypeError('parameters.SIZE: expected octets as digits (RFC 1870 §4)')
  if (!/^[\x21-\x3c\x3e-\x7e]+$/.test(text)) {
    throw new TypeError(
      `parameters.${name}: expected printable ASCII without spaces and "="; xtext writes the rest (RFC 3461 §4)`,
    )
  }
}
