/** Finds what is signed or encrypted in leaves: CMS objects, signatures and keys by themselves, armour in texts. RFC 8551 §3.2, §3.10; RFC 3156 §7; RFC 4880 §6.2, §7. */

import { decodeBase64 } from '../codec/base64.js'
import { parse } from '../message/parse.js'
import type { Entity } from '../tree/entity.js'
import { type Armour, cleartextOf, findArmour, firstLetters, isOnly, looksArmoured, packetKind } from './armour.js'
import { htmlLines } from './armour-in-html.js'
import { type Cms, readCms } from './cms.js'
import { type Roots, surroundings } from './coverage.js'
import { compare, namesIn, protectedBy, registered } from './find-multipart.js'
import type { Finding, SecureKind } from './secure-part.js'
import { type SecureWarning, warning } from './warnings.js'

const SUFFIX = /\.p7[mcsz]$/i
/** Files that PGP makes of files. A text among them is looked through for armour like any other. */
const PGP_SUFFIX = /\.(?:pgp|gpg|asc|sig)$/i
const TYPE_KINDS: ReadonlyMap<string, SecureKind> = /* @__PURE__ */ new Map<string, SecureKind>([
  ['signed-data', 'signed'],
  ['enveloped-data', 'encrypted'],
  ['authenveloped-data', 'encrypted'],
  ['compressed-data', 'compressed'],
  ['certs-only', 'certificates'],
])

/** A part that is a CMS object, a signature or keys by its type; undefined for all others. */
export function opaqueLeaf(part: Entity, roots: Roots): Finding | undefined {
  const mediaType = registered(part.contentType.mediaType)
  if (mediaType === 'application/pkcs7-mime') return cmsLeaf(part, true, roots)
  if (mediaType === 'application/octet-stream' && SUFFIX.test(part.filename ?? '')) return cmsLeaf(part, false, roots)
  if (
    mediaType === 'application/pgp-encrypted' ||
    (part.contentType.type !== 'text' && PGP_SUFFIX.test(part.filename ?? ''))
  )
    if (mediaType !== 'application/pgp-signature' && mediaType !== 'application/pgp-keys') return pgpFile(part, roots)
  const pgp = mediaType === 'application/pgp-signature'
  const keys = mediaType === 'application/pgp-keys'
  if (!pgp && !keys && mediaType !== 'application/pkcs7-signature') return undefined
  const { scope, warnings } = surroundings(part, roots)
  const protocol = mediaType === 'application/pkcs7-signature' ? 'smime' : 'pgp'
  const base = { protocol, form: 'opaque', part, scope } as const
  if (keys) return { ...base, kind: 'keys', warnings, data: () => part.bytes() }
  return {
    ...base,
    kind: 'signature',
    warnings: [warning('covers-nothing'), ...warnings],
    signature: () => part.bytes(),
  }
}

/** RFC 4880 §4.2: tag 2, in either form of the header. */
function isSignaturePacket(first: number): boolean {
  return first === 0xc2 || (first & 0xfc) === 0x88
}

/** An attachment that PGP made, by its name or its type; undefined where its octets are neither packets nor armour. */
function pgpFile(part: Entity, roots: Roots): Finding | undefined {
  const octets = part.bytes()
  const [block] = looksArmoured(octets) ? findArmour(octets, 1) : []
  // A signature packet in front of a file of its own is one that was detached: signed files begin with another.
  const packet = isSignaturePacket(octets[0] ?? 0) ? 'signature' : packetKind(octets)
  const kind = block === undefined ? (packet === 'key' ? 'keys' : packet) : inlineKind(octets, block)
  if (kind === undefined) return undefined
  const { scope, warnings } = surroundings(part, roots)
  const base = { protocol: 'pgp', form: 'opaque', part, scope } as const
  if (kind === 'signature')
    return { ...base, kind, warnings: [warning('covers-nothing'), ...warnings], signature: () => octets }
  return { ...base, kind, warnings, data: () => octets }
}

/** @param certain by its media type; else only where the octets say so too (RFC 8551 §3.10) */
function cmsLeaf(part: Entity, certain: boolean, roots: Roots): Finding | undefined {
  const cms = readCms(part.bytes())
  if (cms === undefined && !certain) return undefined
  const declared = part.contentType.params['smime-type']?.toLowerCase()
  const { scope, warnings: around } = surroundings(part, roots)
  const warnings: SecureWarning[] = []
  const kind = kindOf(cms, declared)
  if (cms === undefined) warnings.push(warning('not-cms'))
  else if (
    declared !== undefined &&
    declared !== cms.type &&
    !(declared === 'certs-only' && cms.type === 'signed-data')
  )
    warnings.push(warning('type-mismatch', cms.type))
  const headers = kind === 'signed' && cms?.content !== undefined ? protectedBy(parse(cms.content)) : undefined
  if (headers !== undefined && scope !== 'part') compare(headers, part.headers, warnings)
  if (kind === 'signature') warnings.push(warning(declared === 'signed-data' ? 'no-content' : 'covers-nothing'))
  warnings.push(...around)
  const isSigned = kind === 'signed' || kind === 'signature'
  return {
    kind,
    protocol: 'smime',
    form: 'opaque',
    part,
    declared,
    micalg: cms?.digests ?? [],
    scope,
    protectedHeaders: headers,
    warnings,
    signed: kind === 'signed' ? () => cms?.content : undefined,
    signature: isSigned ? () => part.bytes() : undefined,
    data: isSigned ? undefined : () => part.bytes(),
  }
}

function kindOf(cms: Cms | undefined, declared: string | undefined): SecureKind {
  if (cms?.type === 'signed-data') {
    if (cms.content !== undefined) return 'signed'
    return cms.signers === 0 ? 'certificates' : 'signature'
  }
  // RFC 8551 §3.2.2: a hint. What it is without one, and cannot be read, is most often encrypted.
  return TYPE_KINDS.get(cms?.type ?? declared ?? '') ?? 'encrypted'
}

/** Armour in a text; at most `most` blocks. */
export function inlineBlocks(part: Entity, most: number, roots: Roots): Finding[] {
  const { type, mediaType } = part.contentType
  // QUIRK(RFC 3156 §1): application/pgp is text with armour in it. Sent by: old mutt, pine. Fixture: test/unit/secure/find.
  if (type !== 'text' && mediaType !== 'application/pgp') return []
  let octets = part.bytes()
  let blocks = findArmour(octets, most)
  let places: Uint32Array | undefined
  if (blocks.length === 0 && mediaType === 'text/html') {
    const shown = htmlLines(octets)
    octets = shown.octets
    places = shown.places
    blocks = findArmour(octets, most)
  }
  if (blocks.length === 0) return []
  const around = surroundings(part, roots).warnings
  // Of several, each has text of the others around it.
  const alone = blocks.length === 1 && isOnly(octets, blocks[0]!)
  return blocks.map((block) => {
    const finding = inlineFinding(part, octets, block, alone, around)
    if (places === undefined) return finding
    return { ...finding, span: { start: places[block.start]!, end: places[block.end]! } }
  })
}

function inlineFinding(
  part: Entity,
  octets: Uint8Array,
  block: Armour,
  alone: boolean,
  around: readonly SecureWarning[],
): Finding {
  const { start, end, type, headers, unterminated, signatureStart } = block
  const warnings: SecureWarning[] = []
  if (unterminated) warnings.push(warning('unterminated'))
  const strangers = type === 'signed-message' && headers.some(([key]) => key !== 'hash')
  if (block.badHeaders || strangers) warnings.push(warning('bad-armour-header'))
  if (part.contentType.subtype === 'html') warnings.push(warning('in-html'))
  const isSignedText = type === 'signed-message' && !unterminated
  if (isSignedText && cleartextOf(octets, block).unescaped > 0) warnings.push(warning('not-dash-escaped'))
  const kind = inlineKind(octets, block)
  if (kind === 'signature') warnings.push(warning('covers-nothing'))
  if (kind !== 'keys' && !alone) warnings.push(warning('text-around'))
  const whole = () => octets.subarray(start, end)
  return {
    kind,
    protocol: 'pgp',
    form: 'inline',
    part,
    micalg:
      type === 'signed-message'
        ? namesIn(
            headers
              .filter(([key]) => key === 'hash')
              .map(([, v]) => v)
              .join(','),
          )
        : [],
    scope: 'text',
    span: { start, end },
    warnings: [...warnings, ...around],
    signed: isSignedText ? () => cleartextOf(octets, block).bytes : undefined,
    signature: isSignedText ? () => octets.subarray(signatureStart, end) : kind === 'signature' ? whole : undefined,
    data: isSignedText || kind === 'signature' ? undefined : whole,
  }
}

function inlineKind(octets: Uint8Array, block: Armour): SecureKind {
  if (block.type === 'signed-message') return 'signed'
  if (block.type === 'signature') return 'signature'
  if (block.type === 'public-key' || block.type === 'private-key') return 'keys'
  const packet = packetKind(decodeBase64(firstLetters(octets, block)))
  return packet === undefined || packet === 'key' ? 'encrypted' : packet
}
