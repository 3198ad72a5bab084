/** sign(): gives a message a signature over its content, which the caller's function makes. RFC 1847 §2.1, RFC 3156 §5, RFC 8551 §3.5. */
import { requiredOptions } from '../bytes/arguments.js'
import { fromLatin1 } from '../bytes/platform.js'
import { encodeBase64 } from '../codec/base64-encode.js'
import { composeAround, type WrittenLeaf } from '../compose/compose-entity.js'
import { join } from '../render/serialize.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { canonicalContent } from './canonical-content.js'
import { readCms } from './cms.js'
import { checkLegacyDisplay, checkProtect, type HeaderPolicy, type PolicyName } from './confidentiality.js'
import { armoured, checkProtocol, cmsOctets, type Hook, micalgName, octetsFrom } from './options.js'
import { protectSigned } from './protect.js'
import { pgpDigest } from './signature-digest.js'

/** How a signed message is built. */
export interface SignOptions {
  /** OpenPGP (RFC 3156) or S/MIME (RFC 8551). */
  readonly protocol: 'pgp' | 'smime'
  /** The digest that the signature is made with: `sha256`. Default: the one that the signature says it was made with. */
  readonly micalg?: string | undefined
  /** S/MIME: `opaque` is one CMS object that holds the content (RFC 8551 §3.5.2). Default `multipart`. */
  readonly form?: 'multipart' | 'opaque' | undefined
  /**
   * Header protection (RFC 9788). `true`: the fields of the message are signed too, `hp="clear"`. The name of a policy, or a function: for a
   * message that is encrypted next, `hp="cipher"`, with the fields that `encrypt` will leave outside. Default false.
   */
  readonly protectHeaders?: boolean | PolicyName | HeaderPolicy | undefined
  /**
   * With `protectHeaders`: what its policy hides of Subject, From, To, Cc, Date and their like is written on top of the texts that are displayed, for
   * recipients whose readers know no header protection (RFC 9788 §5.2). Default false.
   */
  readonly legacyDisplay?: boolean | undefined
  /** Gives the n-th boundary, as in `compose`: for output that is the same each time. */
  readonly boundary?: ((n: number) => string) | undefined
}

const NAME = 'sign'
const KEYS = ['protocol', 'micalg', 'form', 'boundary', 'protectHeaders', 'legacyDisplay']

/**
 * Signs a message. Its content, with the fields that are about it, becomes the first part, recoded so that nothing on its way changes it: 7bit,
 * CRLF, no white space at the ends of lines, no line that begins with `From `. All other fields stay outside, in order, and are signed by nobody without `protectHeaders`.
 * What is returned is parsed anew; a message that was composed comes without its Bcc.
 *
 * @param make gets the exact octets to sign; returns a detached signature: PGP armour or packets; DER or PEM of a CMS object
 * @throws TypeError (rejects) for wrong options, for what `make` returns that is none of these, for what cannot be written in 7bit
 * @example
 * const signed = await sign(message, (content) => gpg.detachSign(content), { protocol: 'pgp', micalg: 'sha512' })
 */
export async function sign(message: Message, make: Hook, given: SignOptions): Promise<Message> {
  assertMessage(message)
  if (typeof make !== 'function') throw new TypeError('sign: expected a function that makes the signature')
  const options = requiredOptions(given, KEYS, `${NAME}: options`)
  const protocol = checkProtocol(NAME, options.protocol)
  const { form = 'multipart', boundary, protectHeaders = false } = options
  checkProtect(NAME, protectHeaders)
  const legacyDisplay = checkLegacyDisplay(NAME, options.legacyDisplay)
  if (form !== 'multipart' && form !== 'opaque')
    throw new TypeError("sign: options.form: expected 'multipart' or 'opaque'")
  if (form === 'opaque' && protocol === 'pgp')
    throw new TypeError(
      'sign: options.form: opaque is a form of S/MIME alone (RFC 8551 §3.5.2): leave it out, or give protocol smime',
    )
  const wanted = options.micalg === undefined ? undefined : micalgName(NAME, options.micalg, protocol)
  const content = canonicalContent(message)
  const { outside, inside } =
    protectHeaders === false ? content : protectSigned(NAME, content, protectHeaders, legacyDisplay)
  const made = octetsFrom(NAME, await make(inside))
  if (protocol === 'pgp') {
    const armour = armoured(NAME, made, 'SIGNATURE')
    const digest = pgpDigest(armour)
    const micalg = digestName(wanted, digest === undefined ? [] : [digest])
    return multipart(
      outside,
      inside,
      { fields: PGP_FIELDS, body: armour },
      'application/pgp-signature',
      micalg,
      boundary,
    )
  }
  const cms = cmsOctets(NAME, made)
  const shape = readCms(cms)
  if (shape?.type !== 'signed-data')
    throw new TypeError(
      'sign: the function given returned no CMS signed-data: expected the output of openssl cms -sign -binary -outform DER, or its like',
    )
  if (form === 'opaque') return opaque(outside, cms, shape.content, inside)
  if (shape.content !== undefined)
    throw new TypeError("sign: the CMS object holds the content: make a detached one, or give { form: 'opaque' }")
  const digests = shape.digests.filter((name) => name !== 'unknown')
  const micalg = digestName(wanted, digests)
  const body = join([encodeBase64(cms), fromLatin1('\r\n')])
  return multipart(outside, inside, { fields: SMIME_FIELDS, body }, 'application/pkcs7-signature', micalg, boundary)
}

const PGP_FIELDS: WrittenLeaf['fields'] = [
  ['Content-Type', 'application/pgp-signature; name="signature.asc"'],
  ['Content-Description', 'OpenPGP digital signature'],
  ['Content-Disposition', 'attachment; filename="signature.asc"'],
]
const SMIME_FIELDS: WrittenLeaf['fields'] = [
  ['Content-Type', 'application/pkcs7-signature; name=smime.p7s'],
  ['Content-Transfer-Encoding', 'base64'],
  ['Content-Disposition', 'attachment; filename=smime.p7s'],
]

/** What micalg says must be what the signature says (RFC 1847 §2.1), where that can be seen. */
function digestName(wanted: string | undefined, seen: readonly string[]): string {
  if (wanted !== undefined && seen.length > 0 && !seen.includes(wanted))
    throw new TypeError(`sign: options.micalg: ${wanted}, but the signature was made with ${seen.join(', ')}`)
  const name = wanted ?? seen[0]
  if (name === undefined)
    throw new TypeError('sign: options.micalg: the signature does not show its digest: expected its name, as sha256')
  return name
}

function multipart(
  outside: Uint8Array,
  inside: Uint8Array,
  signature: WrittenLeaf,
  protocol: string,
  micalg: string,
  boundary: ((n: number) => string) | undefined,
): Message {
  const params = [
    ['micalg', micalg],
    ['protocol', protocol],
  ] as const
  return composeAround(outside, { subtype: 'signed', params, entities: [inside, signature] }, { boundary })
}

function opaque(outside: Uint8Array, cms: Uint8Array, content: Uint8Array | undefined, inside: Uint8Array): Message {
  if (content === undefined)
    throw new TypeError('sign: the CMS object does not hold the content: make one that does (openssl cms -nodetach)')
  if (content.length !== inside.length || content.some((octet, i) => octet !== inside[i]))
    throw new TypeError(
      'sign: the CMS object holds another content than the one that was given: sign the octets of the argument, unchanged (openssl cms -binary)',
    )
  return pkcs7Message(outside, cms, 'signed-data')
}

/** A message that is one CMS object (RFC 8551 §3.2). */
export function pkcs7Message(outside: Uint8Array, cms: Uint8Array, smimeType: string): Message {
  const fields = [
    ['Content-Type', `application/pkcs7-mime; smime-type=${smimeType}; name=smime.p7m`],
    ['Content-Transfer-Encoding', 'base64'],
    ['Content-Disposition', 'attachment; filename=smime.p7m'],
  ] as const
  return composeAround(outside, { fields, body: join([encodeBase64(cms), fromLatin1('\r\n')]) })
}
