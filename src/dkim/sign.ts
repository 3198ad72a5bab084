/** Makes DKIM signatures. RFC 6376 §3.5, §5, §5.4.1 (which fields), RFC 8301 (rsa-sha256), RFC 8463 (ed25519-sha256). */
import { requiredOptions } from '../bytes/arguments.js'
import { fold } from '../field/words/fold.js'
import { BodyHasher, sha256Of } from './body-hash.js'
import {
  type Canonicalization,
  canonicalField,
  checkCanonicalization,
  hashedFields,
  octetsOf,
  selectFields,
} from './canonical.js'
import { type DkimSource, readMessage, refuseTooLong, type SignedField } from './head.js'
import { type SigningKey, signFunction } from './keys.js'
import { timeOf } from './options.js'
import { base64Of, type DkimAlgorithm, isDomain } from './tags.js'

/** How a message is signed. */
export interface SignDkimOptions {
  /** d=: who signs. Its key is published at `<selector>._domainkey.<domain>`. */
  readonly domain: string
  /** Selector of the key, the `s=` tag. */
  readonly selector: string
  /** Algorithm, the `a=` tag. Default 'rsa-sha256', which everybody verifies. */
  readonly algorithm?: DkimAlgorithm
  /** Signs: a function of yours, a private CryptoKey, or a private key in PEM. */
  readonly sign: SigningKey
  /**
   * Names of the fields that are signed: every field of each name. Default: those of RFC 6376 §5.4.1 that the message has. From is signed
   * always.
   */
  readonly headers?: readonly string[]
  /**
   * Names that are signed once more than the message has them, so that nobody can add such a field (RFC 6376 §8.15); true: all that are signed.
   * Default: `['from']`.
   */
  readonly oversign?: readonly string[] | boolean
  /** c=: of header and body. Default 'relaxed/relaxed'. */
  readonly canonicalization?: `${Canonicalization}/${Canonicalization}` | Canonicalization
  /** i=: an address of the domain, or of one below it, whose local part may be empty. Default: none, which means `@` domain. */
  readonly identity?: string
  /** x=: from when on the signature counts no more; a number is seconds after `now`. Default: never. */
  readonly expires?: Date | number
  /** Time of the signature, the `t=` tag. Default: the clock. */
  readonly now?: Date | (() => Date)
}

/** A field that was made, to be put on top of the message. */
export interface SignatureField {
  /** Name of the field. */
  readonly name: 'DKIM-Signature' | 'ARC-Seal' | 'ARC-Message-Signature' | 'ARC-Authentication-Results'
  /** The value without folds, for `message.headers.prepend(name, value)`, which folds it as it was signed. */
  readonly value: string
  /** The whole field, folded, with the CRLF that ends it: to be written before the message. */
  readonly text: string
}

const KNOWN = [
  'domain',
  'selector',
  'algorithm',
  'sign',
  'headers',
  'oversign',
  'canonicalization',
  'identity',
  'expires',
  'now',
]

/** RFC 6376 §5.4.1, and the parts of MIME and of lists that say how a message is shown and answered. */
const DEFAULT_HEADERS = [
  'from',
  'sender',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'to',
  'cc',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'content-id',
  'content-description',
  'resent-date',
  'resent-from',
  'resent-sender',
  'resent-to',
  'resent-cc',
  'resent-message-id',
  'in-reply-to',
  'references',
  'list-id',
  'list-help',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'list-subscribe',
  'list-post',
  'list-owner',
  'list-archive',
  'autocrypt',
]

/** RFC 6376 §5.4: these change on the way, or cannot sign themselves. */
const NEVER: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'return-path',
  'received',
  'dkim-signature',
  'bcc',
  'resent-bcc',
  'authentication-results',
  'arc-seal',
  'arc-message-signature',
  'arc-authentication-results',
])

/** Options of `signDkim` and of sealing, checked. */
export interface ResolvedSign {
  readonly domain: string
  readonly selector: string
  readonly algorithm: DkimAlgorithm
  readonly headers: readonly string[]
  readonly oversign: readonly string[] | boolean
  readonly header: Canonicalization
  readonly body: Canonicalization
  readonly identity: string | undefined
  readonly now: Date
  readonly expires: Date | undefined
}

const FIELD_NAME = /^[\x21-\x39\x3c-\x7e]{1,100}$/

function checkNames(names: unknown, where: string): string[] {
  if (!Array.isArray(names)) throw new TypeError(`${where}: expected an array of field names`)
  return names.map((name, i) => {
    if (typeof name !== 'string' || !FIELD_NAME.test(name))
      throw new TypeError(`${where}[${i}]: expected the name of a field`)
    return name.toLowerCase()
  })
}

/** @throws TypeError that names the option */
export function resolveSign(options: Omit<SignDkimOptions, 'sign'>, extra: ReadonlySet<string> = NEVER): ResolvedSign {
  const { domain, selector, algorithm = 'rsa-sha256', canonicalization = 'relaxed/relaxed', identity } = options
  for (const [name, value] of [
    ['domain', domain],
    ['selector', selector],
  ] as const) {
    if (typeof value !== 'string' || !isDomain(value) || /[^\x21-\x7e]/.test(value))
      throw new TypeError(`options.${name}: expected ${name === 'domain' ? 'a domain' : 'a selector'} in ASCII`)
  }
  if (algorithm !== 'rsa-sha256' && algorithm !== 'ed25519-sha256')
    throw new TypeError("options.algorithm: expected 'rsa-sha256' or 'ed25519-sha256'")
  const headers = options.headers === undefined ? DEFAULT_HEADERS : checkNames(options.headers, 'options.headers')
  const never = headers.find((name) => extra.has(name))
  if (never !== undefined)
    throw new TypeError(`options.headers: ${never} must not be signed (RFC 6376 §5.4): take it out of the list`)
  const { oversign = ['from'] } = options
  const oversigned = typeof oversign === 'boolean' ? oversign : checkNames(oversign, 'options.oversign')
  if (typeof canonicalization !== 'string')
    throw new TypeError("options.canonicalization: expected as 'relaxed/simple'")
  const [header, body = 'simple', more] = canonicalization.split('/')
  if (more !== undefined) throw new TypeError("options.canonicalization: expected as 'relaxed/simple'")
  if (identity !== undefined) {
    const at = typeof identity === 'string' ? identity.lastIndexOf('@') : -1
    const of = at === -1 ? '' : identity.slice(at + 1).toLowerCase()
    const lower = domain.toLowerCase()
    if (at === -1 || !/^[\x21-\x3a\x3c-\x7e]*$/.test(identity) || (of !== lower && !of.endsWith(`.${lower}`)))
      throw new TypeError(`options.identity: expected an address of ${domain} or of a domain below it`)
  }
  const now = timeOf(options.now)
  return {
    domain,
    selector,
    algorithm,
    headers,
    oversign: oversigned,
    header: checkCanonicalization(header, 'options.canonicalization'),
    body: checkCanonicalization(body, 'options.canonicalization'),
    identity,
    now,
    expires: expiry(options.expires, now),
  }
}

function expiry(expires: unknown, now: Date): Date | undefined {
  if (expires === undefined) return undefined
  const date = typeof expires === 'number' ? new Date(now.getTime() + expires * 1000) : expires
  if (!(date instanceof Date) || Number.isNaN(date.getTime()) || date <= now)
    throw new TypeError('options.expires: expected a Date after now, or a number of seconds')
  return date
}

/** Seconds since 1970, as t= and x= have them. */
export function seconds(date: Date): string {
  return String(Math.floor(date.getTime() / 1000))
}

/** The names of h=: each field of the names once, and those once more that are oversigned. */
export function namesToSign(fields: readonly SignedField[], options: ResolvedSign): string[] {
  const counts = new Map<string, number>()
  for (const { key } of fields) counts.set(key, (counts.get(key) ?? 0) + 1)
  const { headers, oversign } = options
  const wanted = new Set(['from', ...headers])
  if (Array.isArray(oversign)) for (const name of oversign) wanted.add(name)
  const names: string[] = []
  for (const name of wanted) {
    const over = oversign === true || (Array.isArray(oversign) && oversign.includes(name))
    const times = (counts.get(name) ?? 0) + (over ? 1 : 0)
    // What the message does not have is named where it is asked for; of From, always (RFC 6376 §5.4).
    for (let i = 0; i < times || (i === 0 && name === 'from'); i++) names.push(name)
  }
  return names
}

/** So long that no line has room for more of b= behind another tag: it begins a line of its own, and its folds do not depend on it. */
const CHUNK = 72

/** A signature field from its tags: `sign` gets the field without the value of b=, as it is hashed. */
export async function makeField(
  name: SignatureField['name'],
  tags: readonly (readonly [string, string])[],
  how: Canonicalization,
  signIt: (hashed: string) => Promise<Uint8Array>,
): Promise<SignatureField> {
  const start = `${tags.map(([tag, value]) => `${tag}=${value}`).join('; ')}; b=`
  const draft = fold(name, `${start}${'A'.repeat(CHUNK)}`)
  const prefix = draft.slice(0, draft.length - CHUNK)
  const signature = base64Of(await signIt(canonicalField(prefix, how)))
  const value = `${start}${signature.replace(/.{72}(?=.)/g, '$& ')}`
  const text = `${fold(name, value)}\r\n`
  if (!text.startsWith(prefix))
    throw new TypeError(
      'options.sign: the function returned too few octets for a signature: expected those that the key made over its argument',
    )
  return { name, value, text }
}

/** What is given to the primitive: the octets, or the hash of them (RFC 8463 §3). */
export async function signOctets(data: Uint8Array, sign: SigningKey, algorithm: DkimAlgorithm): Promise<Uint8Array> {
  const run = await signFunction(sign, algorithm)
  const signature = await run(algorithm === 'ed25519-sha256' ? sha256Of(data) : data, algorithm)
  if (!(signature instanceof Uint8Array) || signature.length < 64)
    throw new TypeError('options.sign: expected the signature as a Uint8Array of at least 64 octets')
  return signature
}

/**
 * Signs a message: gives the DKIM-Signature field, which goes on top of it. The message is not changed. A stream is read once, in bounded
 * memory. What is signed is the message as it is sent, with CRLF, whatever its lines end in here; sign after the last change to it.
 *
 * @param source a message, its octets, or a stream of these
 * @throws TypeError for a wrong option, and for a key that is none; the error of a stream or of `sign` that fails
 * @example
 * const field = await signDkim(message, { domain: 'example.org', selector: 's1', sign: pem })
 * message.headers.prepend(field.name, field.value)
 */
export async function signDkim(source: DkimSource, given: SignDkimOptions): Promise<SignatureField> {
  const options = requiredOptions(given, KNOWN)
  const resolved = resolveSign(options)
  // A key that is none is said before the source is read.
  const sign = await signFunction(options.sign, resolved.algorithm)
  const hasher = new BodyHasher(resolved.body)
  let fields: readonly SignedField[] = []
  await readMessage(
    source,
    (head) => {
      refuseTooLong(head)
      fields = head.fields
    },
    (chunk) => hasher.write(chunk),
  )
  const { domain, selector, algorithm, header, body, identity, now, expires } = resolved
  const names = namesToSign(fields, resolved)
  const tags: [string, string][] = [
    ['v', '1'],
    ['a', algorithm],
    ['c', `${header}/${body}`],
    ['d', domain],
    ['s', selector],
    ['t', seconds(now)],
  ]
  if (expires !== undefined) tags.push(['x', seconds(expires)])
  if (identity !== undefined) tags.push(['i', identity])
  tags.push(['h', names.join(' : ')], ['bh', base64Of(hasher.end().digest)])
  return makeField('DKIM-Signature', tags, header, (own) =>
    signOctets(octetsOf(hashedFields(selectFields(fields, names), header), own), sign, algorithm),
  )
}
