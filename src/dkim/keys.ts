/**
 * Imports public keys of key records and private keys of callers, signs and verifies with WebCrypto. RFC 6376 §3.3, §3.6.1, RFC 8301 §3.2,
 * RFC 8463 §3, RFC 8017 A.1.
 */
import { trimWsp } from '../bytes/ascii.js'
import { sha256Of } from './body-hash.js'
import { type AnyAlgorithm, base64Octets, type DkimAlgorithm, strictTags, Unverifiable } from './tags.js'

const RSA = 'RSASSA-PKCS1-v1_5'
/** More than any mail has, and what OpenSSL takes: a larger key costs a verifier more than a signature is worth. */
const MAX_RSA_BITS = 8192
/** OpenSSL's bound for large keys: an exponent as long as the modulus makes verifying slow. */
const MAX_EXPONENT_OCTETS = 8

/** AlgorithmIdentifier of rsaEncryption with NULL, and of Ed25519 (RFC 8410). */
const RSA_IDENTIFIER = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00]
const ED25519_IDENTIFIER = [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70]

/** A key record, ready to verify with. */
export interface PublicKey {
  readonly kind: 'rsa' | 'ed25519'
  /** Of the modulus; 256 for Ed25519. */
  readonly bits: number
  /** t=y: the domain is testing (RFC 6376 §3.6.1). */
  readonly testing: boolean
  /** t=s: the domain of i= must be d= itself. */
  readonly strictDomain: boolean
  /** SubjectPublicKeyInfo in DER, or the 32 octets of an Ed25519 key. */
  readonly octets: Uint8Array
}

interface Der {
  readonly tag: number
  readonly from: number
  readonly to: number
}

/** One element of DER at an offset; undefined where its length runs over. */
function der(octets: Uint8Array, at: number, end: number): Der | undefined {
  if (at + 2 > end) return undefined
  const tag = octets[at]!
  let length = octets[at + 1]!
  let from = at + 2
  if (length >= 0x80) {
    const count = length & 0x7f
    if (count === 0 || count > 3 || from + count > end) return undefined
    length = 0
    for (let i = 0; i < count; i++) length = length * 256 + octets[from++]!
  }
  return from + length > end ? undefined : { tag, from, to: from + length }
}

/** The two numbers of an RSAPublicKey (RFC 8017 A.1.1). */
function rsaNumbers(octets: Uint8Array, at: number, end: number): { modulus: Der; exponent: Der } | undefined {
  const sequence = der(octets, at, end)
  if (sequence?.tag !== 0x30) return undefined
  const modulus = der(octets, sequence.from, sequence.to)
  const exponent = modulus && der(octets, modulus.to, sequence.to)
  return modulus?.tag === 0x02 && exponent?.tag === 0x02 ? { modulus, exponent } : undefined
}

function wrap(tag: number, ...contents: readonly ArrayLike<number>[]): Uint8Array {
  const length = contents.reduce((sum, { length }) => sum + length, 0)
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  const out = new Uint8Array(1 + size.length + length)
  out[0] = tag
  out.set(size, 1)
  let at = 1 + size.length
  for (const content of contents) {
    out.set(content, at)
    at += content.length
  }
  return out
}

/** Both forms of p= that there are: SubjectPublicKeyInfo, and RSAPublicKey as RFC 6376 §3.6.1 has it (erratum 3017). */
function readRsa(octets: Uint8Array): { bits: number; spki: Uint8Array } | undefined {
  const outer = der(octets, 0, octets.length)
  if (outer?.tag !== 0x30) return undefined
  const first = der(octets, outer.from, outer.to)
  let numbers = rsaNumbers(octets, 0, octets.length)
  let bare = true
  if (first?.tag === 0x30) {
    const string = der(octets, first.to, outer.to)
    if (string?.tag !== 0x03) return undefined
    numbers = rsaNumbers(octets, string.from + 1, string.to)
    bare = false
  }
  if (numbers === undefined) return undefined
  const { modulus, exponent } = numbers
  let { from } = modulus
  while (from < modulus.to && octets[from] === 0) from++
  if (from === modulus.to || exponent.to - exponent.from > MAX_EXPONENT_OCTETS + 1) return undefined
  const bits = (modulus.to - from) * 8 - (Math.clz32(octets[from]!) - 24)
  const spki = bare
    ? wrap(0x30, RSA_IDENTIFIER, wrap(0x03, [0], octets.subarray(0, outer.to)))
    : octets.subarray(0, outer.to)
  return { bits, spki }
}

/** Reads the TXT record of a key (RFC 6376 §3.6.1). */
export function readKeyRecord(text: string, algorithm: AnyAlgorithm): PublicKey | Unverifiable {
  const no = (because: string) => new Unverifiable('permerror', `key record: ${because}`)
  const tags = strictTags(text)
  if (tags instanceof Unverifiable) return no(tags.because)
  const list = (name: string, fallback: string) =>
    (tags.get(name) ?? fallback).split(':').map((word) => trimWsp(word).toLowerCase())
  if (tags.has('v') && tags.get('v') !== 'DKIM1') return no('v= is not DKIM1')
  const p = tags.get('p')
  if (p === undefined) return no('no p= tag')
  if (p.replace(/\s+/g, '') === '') return no('the key was revoked (p= is empty)')
  if (tags.has('h') && !list('h', '').includes(algorithm.split('-')[1]!)) return no('h= does not allow this hash')
  const services = list('s', '*')
  if (!services.includes('*') && !services.includes('email')) return no('s= does not allow e-mail')
  const kind = (tags.get('k') ?? 'rsa').toLowerCase()
  if (kind !== algorithm.split('-')[0]) return no(`its key is of type ${JSON.stringify(kind.slice(0, 20))}`)
  const octets = base64Octets(p)
  if (octets === undefined) return no('p= is no base64')
  const flags = list('t', '')
  const shared = { testing: flags.includes('y'), strictDomain: flags.includes('s') }
  if (kind === 'ed25519') {
    // QUIRK(RFC 8463 §4.2): a SubjectPublicKeyInfo in place of the 32 octets. Sent by: openssl pkey -pubout. Fixture: dkim/keys.test.ts.
    const raw = octets.length === 44 ? octets.subarray(12) : octets
    return raw.length === 32 ? { kind, bits: 256, ...shared, octets: raw } : no('p= is no key of Ed25519')
  }
  const rsa = readRsa(octets)
  if (rsa === undefined) return no('p= is no RSA key')
  if (rsa.bits > MAX_RSA_BITS) return new Unverifiable('policy', `RSA key of ${rsa.bits} bits: over ${MAX_RSA_BITS}`)
  return { kind: 'rsa', bits: rsa.bits, ...shared, octets: rsa.spki }
}

const bufferOf = (octets: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(octets)

/** Does a signature hold over octets? Rejects where the platform does not take the key. */
export async function verifyOctets(
  key: PublicKey,
  algorithm: AnyAlgorithm,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const { subtle } = crypto
  if (key.kind === 'ed25519') {
    const imported = await subtle.importKey('raw', bufferOf(key.octets), 'Ed25519', false, ['verify'])
    return subtle.verify('Ed25519', imported, bufferOf(signature), bufferOf(sha256Of(data)))
  }
  const name = { name: RSA, hash: algorithm === 'rsa-sha1' ? 'SHA-1' : 'SHA-256' }
  const imported = await subtle.importKey('spki', bufferOf(key.octets), name, false, ['verify'])
  return subtle.verify(RSA, imported, bufferOf(signature), bufferOf(data))
}

/**
 * Signs for a caller: gets what the primitive takes, gives the signature. For 'rsa-sha256' `data` are the octets that RSASSA-PKCS1-v1_5
 * with SHA-256 signs (and hashes itself); for 'ed25519-sha256' the 32 octets of their SHA-256, which PureEdDSA signs (RFC 8463 §3).
 * `crypto.sign(algorithm === 'rsa-sha256' ? 'sha256' : null, data, key)` of Node is one.
 */
export type SignFunction = (data: Uint8Array, algorithm: DkimAlgorithm) => Uint8Array | Promise<Uint8Array>

/** A function, a private CryptoKey, or a private key in PEM: PKCS #8 (`PRIVATE KEY`) or PKCS #1 (`RSA PRIVATE KEY`), not encrypted. */
export type SigningKey = SignFunction | CryptoKey | string

const PEM = /-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\s]+)-----END \1-----/

async function importPem(pem: string, algorithm: DkimAlgorithm): Promise<CryptoKey> {
  const [, label, text] = PEM.exec(pem) ?? []
  const octets = text === undefined ? undefined : base64Octets(text)
  if (octets === undefined || (label !== 'PRIVATE KEY' && label !== 'RSA PRIVATE KEY'))
    throw new TypeError('options.sign: expected a private key in PEM (PRIVATE KEY or RSA PRIVATE KEY, not encrypted)')
  const pkcs8 = label === 'PRIVATE KEY' ? octets : wrap(0x30, [0x02, 0x01, 0x00], RSA_IDENTIFIER, wrap(0x04, octets))
  const expected = algorithm === 'rsa-sha256' ? RSA_IDENTIFIER : ED25519_IDENTIFIER
  const at = identifierAt(pkcs8)
  if (!expected.every((octet, i) => octet === pkcs8[at + i]))
    throw new TypeError(
      `options.sign: the key is not one for ${algorithm}: give another key, or the algorithm that fits it`,
    )
  const name = algorithm === 'rsa-sha256' ? { name: RSA, hash: 'SHA-256' } : 'Ed25519'
  try {
    return await crypto.subtle.importKey('pkcs8', bufferOf(pkcs8), name, false, ['sign'])
  } catch (error) {
    throw new TypeError(
      `options.sign: the key cannot be used (${error instanceof Error ? error.message : 'refused'}): expected a private key in PEM, as openssl genpkey writes it`,
    )
  }
}

/** Where the AlgorithmIdentifier of a PrivateKeyInfo begins: behind its version. */
function identifierAt(pkcs8: Uint8Array): number {
  const outer = der(pkcs8, 0, pkcs8.length)
  const version = outer && der(pkcs8, outer.from, outer.to)
  return version?.to ?? 0
}

/** The function that signs. @throws TypeError for what is no key for the algorithm */
export async function signFunction(sign: SigningKey, algorithm: DkimAlgorithm): Promise<SignFunction> {
  if (typeof sign === 'function') return sign
  if (typeof sign !== 'string' && !(typeof CryptoKey === 'function' && sign instanceof CryptoKey))
    throw new TypeError('options.sign: expected a function, a CryptoKey or a private key in PEM')
  const key = typeof sign === 'string' ? await importPem(sign, algorithm) : sign
  const name = algorithm === 'rsa-sha256' ? RSA : 'Ed25519'
  const hash = (key.algorithm as { hash?: { name?: string } }).hash?.name
  if (key.algorithm.name !== name || (name === RSA && hash !== 'SHA-256') || !key.usages.includes('sign'))
    throw new TypeError(`options.sign: expected a private key of ${name}${name === RSA ? ' with SHA-256' : ''}`)
  return async (data) => new Uint8Array(await crypto.subtle.sign(name, key, bufferOf(data)))
}
