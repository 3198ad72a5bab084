/** Whether an envelope can be written into SMTP commands without becoming others. RFC 5321 §4.1.2; SMTP injection, options to a command line. */
import { toAscii } from '../field/address/idn.js'

export interface UnsafeEnvelope {
  /** Reverse path: an address without angle brackets, or '' for the null path. */
  readonly from?: string
  readonly to?: readonly string[]
  /** ESMTP parameters of MAIL and RCPT, as SIZE and BODY. */
  readonly parameters?: Readonly<Record<string, string | number | true>>
  /** What is said in EHLO: a domain or an address literal. */
  readonly ehlo?: string
}

/** RFC 5321 §4.5.3.1.3 gives 256 for a path, angle brackets included. */
const MAX_PATH = 254

/**
 * Refuses what must not be pasted into a command: controls and spaces, angle brackets outside quotes, more than one address, a path that a
 * command line would take for an option, a SIZE that is no number, an EHLO name that is no domain.
 * @throws TypeError that names the value, its place and what was expected
 */
export function assertEnvelopeSafe(envelope: UnsafeEnvelope): void {
  const { from, to = [], parameters = {}, ehlo } = envelope
  if (from !== undefined && from !== '') assertPath('from', from)
  to.forEach((path, i) => {
    if (path === '') throw new TypeError(`to[${i}]: a recipient cannot be empty`)
    assertPath(`to[${i}]`, path)
  })
  for (const [name, value] of Object.entries(parameters)) assertParameter(name, value)
  if (ehlo !== undefined) assertEhlo(ehlo)
}

function assertPath(where: string, path: string): void {
  if (typeof path !== 'string') throw new TypeError(`${where}: expected an address as text`)
  if (path.startsWith('-')) throw new TypeError(`${where}: begins with "-", which a command line takes for an option`)
  if (path.length > MAX_PATH) throw new TypeError(`${where}: over ${MAX_PATH} octets (RFC 5321 §4.5.3.1.3)`)
  let quoted = false
  let at = -1
  for (let i = 0; i < path.length; i++) {
    const c = path.charCodeAt(i)
    if (c < 0x20 || c === 0x7f || (c >= 0x80 && c < 0xa0)) throw new TypeError(`${where}[${i}]: a control character`)
    if (c >= 0xd800 && c <= 0xdfff && path.codePointAt(i)! <= 0xffff)
      throw new TypeError(`${where}[${i}]: a lone surrogate`)
    if (c >= 0xd800 && c <= 0xdbff) i++
    if (quoted) {
      if (path[i] === '\\') i++
      else if (path[i] === '"') quoted = false
      continue
    }
    if (path[i] === '"') quoted = true
    else if (path[i] === '<' || path[i] === '>') throw new TypeError(`${where}[${i}]: "${path[i]}" outside quotes`)
    else if (/[\s,;()\\]/.test(path[i]!))
      throw new TypeError(`${where}[${i}]: "${path[i]}" outside quotes: expected one address`)
    else if (path[i] === '@') {
      if (at !== -1) throw new TypeError(`${where}[${i}]: a second "@": expected one address`)
      at = i
    }
  }
  if (quoted) throw new TypeError(`${where}: a quote is not closed`)
  if (at <= 0 || at === path.length - 1) throw new TypeError(`${where}: expected local-part@domain`)
  assertDomain(where, path.slice(at + 1))
}

function assertDomain(where: string, domain: string): void {
  if (/^\[[\x21-\x5a\x5e-\x7e]+\]$/.test(domain)) return
  const ascii = toAscii(domain)
  if (
    ascii === undefined ||
    !/^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*$/.test(ascii)
  ) {
    throw new TypeError(`${where}: ${JSON.stringify(domain.slice(0, 80))} is no domain`)
  }
}

function assertEhlo(name: string): void {
  if (name.startsWith('-') || name === '') throw new TypeError('ehlo: expected a domain or an address literal')
  assertDomain('ehlo', name)
}

function assertParameter(name: string, value: string | number | true): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(name))
    throw new TypeError(`parameters: ${JSON.stringify(name.slice(0, 40))} is no keyword (RFC 5321 §4.1.2)`)
  if (value === true) return
  const text = String(value)
  if (name.toUpperCase() === 'SIZE' && !/^\d{1,20}$/.test(text))
    throw new TypeError('parameters.SIZE: expected octets as digits (RFC 1870 §4)')
  if (!/^[\x21-\x3c\x3e-\x7e]+$/.test(text)) {
    throw new TypeError(
      `parameters.${name}: expected printable ASCII without spaces and "="; xtext writes the rest (RFC 3461 §4)`,
    )
  }
}
