/** Finds what is signed or encrypted in multiparts: multipart/signed and multipart/encrypted, and what gateways make of the latter. RFC 1847, RFC 3156 §4, §5. */
import { trimWsp } from '../bytes/ascii.js'
import { latin1 } from '../bytes/platform.js'
import type { Entity } from '../tree/entity.js'
import type { Headers } from '../tree/headers.js'
import { findArmour, isOnly, looksArmoured, packetKind } from './armour.js'
import { readCms } from './cms.js'
import { outsideText, type Roots, surroundings } from './coverage.js'
import type { Finding } from './secure-part.js'
import { pgpDigest } from './signature-digest.js'
import { signedOctets } from './signed-octets.js'
import { type SecureWarning, warning } from './warnings.js'

/** Types by which a protocol goes, without the `x-` that they had before they were registered. */
const PROTOCOLS: ReadonlyMap<string, 'pgp' | 'smime'> = /* @__PURE__ */ new Map<string, 'pgp' | 'smime'>([
  ['application/pgp-signature', 'pgp'],
  ['application/pgp-encrypted', 'pgp'],
  ['application/pkcs7-signature', 'smime'],
  ['application/pkcs7-mime', 'smime'],
])

/**
 * QUIRK(RFC 8551 §3.5.3): `application/x-pkcs7-…` is what S/MIME was called before. Sent by: OpenSSL, Outlook Express, Netscape.
 * Fixture: test/secure/smime (made by openssl).
 */
export function registered(mediaType: string): string {
  return mediaType.replace(/^application\/x-pkcs7-/, 'application/pkcs7-')
}

/** Lists of names, as micalg and the Hash header have them: no real one is longer. */
const MAX_NAMES = 16

export function namesIn(list: string | undefined): string[] {
  const names = (list ?? '').slice(0, 1000).toLowerCase().split(',', MAX_NAMES)
  return names.map((name) => trimWsp(name)).filter((name) => name !== '')
}

/** The two parts of a multipart of RFC 1847 §2 and what its protocol parameter says, or what is wrong with its form. */
interface Form {
  /** The protocol parameter, in lower case. */
  readonly declared: string | undefined
  readonly protocol: 'pgp' | 'smime' | 'other'
  readonly pair: readonly [Entity, Entity] | undefined
  /** What is wrong, where there is no pair. */
  readonly warnings: SecureWarning[]
}

/** @param control index of the part whose type is the protocol: of the signature, or of the control information */
function formOf({ parts, contentType }: Entity, control: 0 | 1): Form {
  const declared = contentType.params.protocol?.toLowerCase()
  const protocol = PROTOCOLS.get(registered(declared ?? '')) ?? 'other'
  const [first, second] = parts
  if (parts.length !== 2 || first === undefined || second === undefined)
    return { declared, protocol, pair: undefined, warnings: [warning('part-count', String(parts.length))] }
  const { mediaType } = (control === 0 ? first : second).contentType
  if (registered(mediaType) !== registered(declared ?? ''))
    return { declared, protocol, pair: undefined, warnings: [warning('protocol-mismatch', mediaType.slice(0, 60))] }
  return { declared, protocol, pair: [first, second], warnings: [] }
}

/** @param claimed gets the parts that are the multipart's own: they are no findings of themselves */
export function signedMultipart(part: Entity, claimed: Set<Entity>, roots: Roots): Finding {
  const { declared, protocol, pair, warnings } = formOf(part, 1)
  const { scope, warnings: around } = surroundings(part, roots)
  const micalg = namesIn(part.contentType.params.micalg)
  const base = { kind: 'signed', protocol, form: 'multipart', part, declared, micalg, scope } as const
  if (pair !== undefined) {
    const [content, signature] = pair
    claimed.add(signature)
    checkSignature(signature.bytes(), protocol, micalg, warnings)
    const headers = protectedBy(content)
    if (headers !== undefined && scope !== 'part') compare(headers, part.headers, warnings)
    warnings.push(...outsideText(part), ...around)
    return {
      ...base,
      covers: content,
      protectedHeaders: headers,
      warnings,
      signed: () => signedOctets(content),
      signature: () => signature.bytes(),
    }
  }
  warnings.push(...outsideText(part), ...around)
  return { ...base, warnings }
}

/** Is it a detached signature and nothing else? A verifier that is given a signed message there checks that message. */
function checkSignature(
  octets: Uint8Array,
  protocol: 'pgp' | 'smime' | 'other',
  micalg: readonly string[],
  warnings: SecureWarning[],
): void {
  if (micalg.length === 0) warnings.push(warning('micalg-missing'))
  let digests: readonly string[] = []
  if (protocol === 'pgp') {
    if (!isDetachedPgp(octets)) {
      warnings.push(warning('not-a-detached-signature'))
      return
    }
    const digest = pgpDigest(octets)
    digests = digest === undefined ? [] : [digest]
  } else if (protocol === 'smime') {
    const cms = readCms(octets)
    if (cms?.type !== 'signed-data' || cms.content !== undefined || cms.signers === 0) {
      warnings.push(warning('not-a-detached-signature'))
      return
    }
    digests = cms.digests
  }
  const known = digests.filter((name) => name !== 'unknown').map(plainName)
  if (known.length > 0 && micalg.length > 0 && !micalg.some((name) => known.includes(plainName(name))))
    warnings.push(warning('micalg-mismatch', digests.join(', ')))
}

/** `pgp-sha256`, `sha-256`, `rsa-sha256` and `sha256` name one digest. */
function plainName(name: string): string {
  const bare = name.replace(/^(?:pgp|rsa)-/, '').replace(/^sha-/, 'sha')
  return bare === 'sha' ? 'sha1' : bare
}

function isDetachedPgp(octets: Uint8Array): boolean {
  if (!looksArmoured(octets)) return packetKind(octets) === 'signed'
  const [block, second] = findArmour(octets, 2)
  if (block === undefined || second !== undefined || block.unterminated || !isOnly(octets, block)) return false
  // PGP 2 called them messages (RFC 4880 §6.2), as the example of RFC 3156 §5 does: then the first packet says it.
  return block.type === 'signature' || (block.type === 'message' && pgpDigest(octets) !== undefined)
}

/**
 * Fields inside what is signed that stand for those of the message: those of a part that says so (RFC 9788 §2.1.1). A message/rfc822 that does not is
 * a message that was passed on: whoever signed it said nothing about the one around it.
 */
export function protectedBy(content: Entity): Headers | undefined {
  const { params } = content.contentType
  return params.hp !== undefined || params['protected-headers'] !== undefined ? content.headers : undefined
}

const PROTECTED = ['from', 'to', 'cc', 'reply-to', 'subject', 'date']

/** Warns of each field that says another thing outside. With `hp="cipher"` outside is what a policy left of it (RFC 9788 §2.2): headerProtection reads that. */
export function compare(inside: Headers, outside: Headers, warnings: SecureWarning[]): void {
  if (inside.has('hp-outer')) return
  for (const name of PROTECTED) {
    if (inside.has(name) && inside.get(name) !== outside.get(name)) warnings.push(warning('header-differs', name))
  }
}

const VERSION_1 = /^version:[ \t]*1[ \t]*\r?$/im
/** The control part is a line (RFC 3156 §4). */
const MAX_CONTROL = 1000

function isControl(part: Entity): boolean {
  const octets = part.bytes()
  return VERSION_1.test(latin1(octets, 0, Math.min(octets.length, MAX_CONTROL)))
}

/** @param claimed as for signedMultipart */
export function encryptedMultipart(part: Entity, claimed: Set<Entity>, roots: Roots): Finding {
  const { declared, protocol, pair, warnings } = formOf(part, 0)
  const { scope, warnings: around } = surroundings(part, roots)
  let data: (() => Uint8Array) | undefined
  if (pair !== undefined) {
    const [control, encrypted] = pair
    claimed.add(control).add(encrypted)
    if (protocol === 'pgp' && !isControl(control)) warnings.push(warning('bad-control'))
    data = () => encrypted.bytes()
  }
  warnings.push(...outsideText(part), ...around)
  return { kind: 'encrypted', protocol, form: 'multipart', part, declared, scope, warnings, data }
}

/**
 * QUIRK(RFC 3156 §4): a control part and what follows it in a multipart/mixed are a multipart/encrypted that was. Sent by: Exchange, which
 * writes such messages anew. Fixture: test/unit/secure/find.
 */
export function mangledMultipart(part: Entity, claimed: Set<Entity>, roots: Roots): Finding | undefined {
  const { parts } = part
  const at = parts.findIndex(({ contentType }) => contentType.mediaType === 'application/pgp-encrypted')
  const encrypted = at === -1 ? undefined : parts[at + 1]
  if (encrypted?.contentType.mediaType !== 'application/octet-stream') return undefined
  claimed.add(parts[at]!).add(encrypted)
  const { scope, warnings } = surroundings(encrypted, roots)
  return {
    kind: 'encrypted',
    protocol: 'pgp',
    form: 'multipart',
    part,
    scope,
    warnings: [warning('mangled'), ...warnings],
    data: () => encrypted.bytes(),
  }
}
