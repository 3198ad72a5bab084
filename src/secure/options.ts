/** Options of the writers of this door, and what they check of what their hooks give back. */
import { withEol } from '../bytes/line-ends.js'
import { fromLatin1, fromUtf8, isAscii, latin1, plain } from '../bytes/platform.js'
import { decodeBase64 } from '../codec/base64.js'
import { looksArmoured } from './armour.js'
import { writeArmour } from './armour-write.js'

export type Protocol = 'pgp' | 'smime'

/** What makes the signature or the ciphertext: the only place that knows a key. */
export type Hook = (content: Uint8Array) => Uint8Array | string | Promise<Uint8Array | string>

export function checkProtocol(caller: string, protocol: unknown): Protocol {
  if (protocol === 'pgp' || protocol === 'smime') return protocol
  throw new TypeError(`${caller}: options.protocol: expected 'pgp' or 'smime'`)
}

/** Octets of what a hook gave. @throws TypeError for what is none, and for nothing */
export function octetsFrom(caller: string, given: unknown): Uint8Array {
  const octets = typeof given === 'string' ? fromUtf8(given) : given instanceof Uint8Array ? plain(given) : undefined
  if (octets === undefined) throw new TypeError(`${caller}: expected a Uint8Array or a string from the function given`)
  if (octets.length === 0)
    throw new TypeError(
      `${caller}: the function given returned nothing: expected a Uint8Array or a string, or a promise of one`,
    )
  return octets
}

/** PGP data as armour with CRLF: as given, or made of packets. @throws TypeError for neither */
export function armoured(caller: string, octets: Uint8Array, type: 'MESSAGE' | 'SIGNATURE'): Uint8Array {
  if (octets[0]! >= 0x80) return writeArmour(type, octets)
  if (!looksArmoured(octets) || !isAscii(octets))
    throw new TypeError(
      `${caller}: the function given returned neither PGP armour nor PGP packets: expected what gpg writes, with or without --armor`,
    )
  return withEol(octets, '\r\n')
}

const PEM = /^\s*-----BEGIN (?:PKCS7|CMS)-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END (?:PKCS7|CMS)-----\s*$/

/** A CMS object in DER or BER: as given, or out of PEM. @throws TypeError for neither */
export function cmsOctets(caller: string, octets: Uint8Array): Uint8Array {
  if (octets[0] === 0x30) return octets
  const match = PEM.exec(latin1(octets, 0, octets.length))
  if (match === null)
    throw new TypeError(
      `${caller}: the function given returned neither DER nor PEM of a CMS object: expected what openssl cms writes with -outform DER or PEM`,
    )
  return decodeBase64(fromLatin1(match[1]!))
}

const NAMES = /^(?:pgp-|rsa-)?[a-z0-9][a-z0-9-]{0,30}$/

/** A digest as micalg names it in a protocol: `pgp-sha256` (RFC 3156 §5), `sha-256` (RFC 8551 §3.5.3.2). @throws TypeError for no name */
export function micalgName(caller: string, given: unknown, protocol: Protocol): string {
  const name = typeof given === 'string' ? given.toLowerCase() : ''
  if (!NAMES.test(name)) throw new TypeError(`${caller}: options.micalg: expected the name of a digest, as sha256`)
  const bare = name.replace(/^(?:pgp|rsa)-/, '').replace(/^sha-(?=\d)/, 'sha')
  if (protocol === 'pgp') return `pgp-${bare}`
  // RFC 8551 §3.5.3.2: sha-1 to sha-512, but md5; sha3 has its dash behind.
  return /^sha\d/.test(bare) && !bare.startsWith('sha3-') ? bare.replace('sha', 'sha-') : bare
}
