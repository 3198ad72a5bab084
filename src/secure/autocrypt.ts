/** The fields of Autocrypt: a key of the sender, and keys of the other recipients. Autocrypt Level 1.1 §2.1, §3.6.1. */
import { lowerAscii, trimWsp } from '../bytes/ascii.js'
import { fromLatin1, latin1 } from '../bytes/platform.js'
import { decodeBase64 } from '../codec/base64.js'
import { encodeBase64 } from '../codec/base64-encode.js'
import { ignore } from '../defects/defect.js'
import type { AddressList } from '../field/address/address.js'
import { text, toOctets } from '../field/octets.js'
import { unfold } from '../field/words/fold.js'
import { isMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'

/** A field as it was read. */
export interface AutocryptHeader {
  /** The address that the key is for. */
  readonly addr: string
  /** `mutual` where the sender wants mail to be encrypted; all else is `nopreference`. */
  readonly preferEncrypt: 'mutual' | 'nopreference'
  /** The key: OpenPGP packets. */
  readonly keydata: Uint8Array
  /** `keydata` as it was written, blanks included. */
  readonly keytext: string
}

/** What `formatAutocrypt` writes. */
export interface AutocryptSpec {
  /** The address that the key is for. */
  readonly addr: string
  /** Does the sender want mail to be encrypted? Default `nopreference`, which is not written. */
  readonly preferEncrypt?: 'mutual' | 'nopreference' | undefined
  /** The key: OpenPGP packets, or their base64 as it is to be written, with its blanks. */
  readonly keydata: Uint8Array | string
}

/**
 * Reads the value of an Autocrypt or Autocrypt-Gossip field. Undefined for one that is to be ignored: addr or keydata missing or twice, an
 * unknown attribute whose name does not begin with an underscore, keydata that is no base64. Never throws on text; linear.
 *
 * @example
 * parseAutocrypt('addr=ada@example.org; prefer-encrypt=mutual; keydata=mQEN')?.addr // 'ada@example.org'
 */
export function parseAutocrypt(value: string | Uint8Array): AutocryptHeader | undefined {
  return readAutocrypt(unfold(toOctets(value)))
}

function readAutocrypt(octets: string): AutocryptHeader | undefined {
  const found = new Map<string, string>()
  // keydata comes last: its base64 has `=` in it, no semicolon.
  for (const piece of octets.split(';', 100)) {
    if (trimWsp(piece) === '') continue
    const equals = piece.indexOf('=')
    if (equals === -1) return undefined
    const name = lowerAscii(trimWsp(piece.slice(0, equals)))
    if (name.startsWith('_')) continue
    if (!KNOWN.includes(name) || found.has(name)) return undefined
    found.set(name, trimWsp(piece.slice(equals + 1)))
  }
  const addr = found.get('addr')
  const keytext = found.get('keydata')
  if (addr === undefined || addr === '' || keytext === undefined) return undefined
  const letters = keytext.replace(/[ \t\r\n]+/g, '')
  if (letters === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(letters)) return undefined
  return {
    addr: text(addr, ignore, 0),
    preferEncrypt: found.get('prefer-encrypt')?.toLowerCase() === 'mutual' ? 'mutual' : 'nopreference',
    keydata: decodeBase64(fromLatin1(letters)),
    keytext,
  }
}

const KNOWN: readonly string[] = ['addr', 'prefer-encrypt', 'keydata']

/**
 * The value of an Autocrypt or Autocrypt-Gossip field. keydata has blanks in it where the field may be folded.
 *
 * @throws TypeError for an address with blanks or semicolons in it, for keydata that is empty or no base64
 * @example
 * message.headers.set('Autocrypt', formatAutocrypt({ addr: 'ada@example.org', preferEncrypt: 'mutual', keydata }))
 */
export function formatAutocrypt(spec: AutocryptSpec): string {
  if (typeof spec !== 'object' || spec === null) throw new TypeError('formatAutocrypt: expected an object')
  const { addr, preferEncrypt = 'nopreference', keydata } = spec
  if (typeof addr !== 'string' || !/^[^\s;\x00-\x20\x7f]+@[^\s;\x00-\x20\x7f]+$/.test(addr))
    throw new TypeError('formatAutocrypt: addr: expected an address, as ada@example.org')
  if (preferEncrypt !== 'mutual' && preferEncrypt !== 'nopreference')
    throw new TypeError("formatAutocrypt: preferEncrypt: expected 'mutual' or 'nopreference'")
  const prefer = preferEncrypt === 'mutual' ? ' prefer-encrypt=mutual;' : ''
  return `addr=${addr};${prefer} keydata=${keyText(keydata)}`
}

function keyText(keydata: unknown): string {
  if (typeof keydata === 'string') {
    if (/^[ \t]*[A-Za-z0-9+/][A-Za-z0-9+/ \t]*(?:=[ \t]*){0,2}$/.test(keydata)) return keydata
  } else if (keydata instanceof Uint8Array && keydata.length > 0) {
    // Lines of 76 letters become stretches between blanks.
    const lines = encodeBase64(keydata)
    return ` ${latin1(lines, 0, lines.length).trimEnd().replaceAll('\r\n', ' ')}`
  }
  throw new TypeError('formatAutocrypt: keydata: expected octets of a key, or their base64')
}

/**
 * The key that a message brings of its sender: the one Autocrypt field that is valid and whose addr is the address of From. Undefined where
 * there is none, where there are two, and where From is not one mailbox (Level 1.1 §2.3).
 */
export function autocrypt(message: Message): AutocryptHeader | undefined {
  if (!isMessage(message)) throw new TypeError('autocrypt: expected a Message, as parse() gives')
  const { from } = message
  const [author] = from
  if (author === undefined || from.length !== 1) return undefined
  const valid = validOf(message, 'autocrypt').filter(({ addr }) => sameAddress(addr, author.address))
  return valid.length === 1 ? valid[0] : undefined
}

/**
 * Keys that the sender passes on of others: Autocrypt-Gossip fields of the payload (never of the fields outside), for addresses in To, Cc and
 * Reply-To of `message` or of the payload; the first for each address counts.
 *
 * @param payload what was decrypted, as `headerProtection(message, { decrypted }).payload` gives
 */
export function autocryptGossip(message: Message, payload: Pick<Message, 'headers'>): AutocryptHeader[] {
  if (!isMessage(message)) throw new TypeError('autocryptGossip: expected a Message, as parse() gives')
  if (typeof payload?.headers?.fields !== 'function')
    throw new TypeError('autocryptGossip: payload: expected an entity, as parse(decrypted) gives')
  const known = new Set<string>()
  for (const headers of [message.headers, payload.headers])
    for (const name of ['to', 'cc', 'reply-to'] as const)
      for (const field of headers.fields(name))
        for (const { address } of (field.parsed as AddressList).mailboxes) known.add(lowerAscii(address))
  const found: AutocryptHeader[] = []
  for (const one of validOf(payload, 'autocrypt-gossip')) {
    if (known.delete(lowerAscii(one.addr))) found.push(one)
  }
  return found
}

function validOf({ headers }: Pick<Message, 'headers'>, name: string): AutocryptHeader[] {
  return headers.fields(name).flatMap(({ octets }) => readAutocrypt(unfold(octets)) ?? [])
}

function sameAddress(a: string, b: string): boolean {
  return lowerAscii(a) === lowerAscii(b)
}
