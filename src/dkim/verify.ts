/** Verifies DKIM signatures: gives each a result, the reason, and what it covers. RFC 6376 §6, RFC 8301, RFC 8463. */
import { assertObject, assertString, requiredOptions } from '../bytes/arguments.js'
import { trimWsp } from '../bytes/ascii.js'
import { parseAddressList } from '../field/address/address.js'
import { toAscii } from '../field/address/idn.js'
import type { AuthResult } from '../field/trace/auth-results.js'
import type { Canonicalization, Selected } from './canonical.js'
import { BodyHashes, bodyDiffers, checkOctets, selectedBy, signedHeaders } from './check.js'
import { type DkimSource, readMessage, type SignedField, type Split } from './head.js'
import type { PublicKey } from './keys.js'
import { type ResolvedVerify, resolveVerify, VERIFY_KEYS, type VerifyOptions } from './options.js'
import { commonTags, type MessageSignatureTags, messageTags, shown, strictTags, timeTag, Unverifiable } from './tags.js'

/** What became of a signature: the words of RFC 8601 §2.7.1. */
export type DkimOutcome = 'pass' | 'fail' | 'permerror' | 'temperror' | 'policy'

/** A field that a signature covers. */
export interface CoveredField {
  /** As h= has it. */
  readonly name: string
  /** Number among its namesakes, from the top, from 0; absent where there was none left: adding one would break the signature. */
  readonly index?: number
}

/** What of a message a signature speaks for. */
export interface Coverage {
  /** In the order of h=. */
  readonly fields: readonly CoveredField[]
  /** How many canonical octets of the body are covered. */
  readonly bodyOctets: number
  /** How many canonical octets behind those l= leaves to anyone to change (RFC 6376 §8.2). */
  readonly uncoveredOctets: number
}

/** Is the domain of the signature that of the From field (RFC 7489 §3.1.1)? Data: whether it counts is a matter of DMARC. */
export interface Alignment {
  /** Domain of From, in ASCII; absent unless there is one From field, and one domain in it. */
  readonly from?: string
  /** Is it the same domain? */
  readonly strict: boolean
  /**
   * Is it the same organizational domain, by `options.organizationalDomain`? Without that option: is it the same domain, or is one below the other?
   */
  readonly relaxed: boolean
}

/** One DKIM-Signature field, verified. */
export interface DkimResult {
  /** Number of the field among the DKIM-Signature fields, from the top, from 0. */
  readonly index: number
  /** `pass`, or how it failed. */
  readonly result: DkimOutcome
  /** Why, for people. */
  readonly because: string
  /** d=: the domain that signs, as written. Absent where the field has none. */
  readonly domain?: string
  /** s=: which key of the domain. Absent where the field has none. */
  readonly selector?: string
  /** i=: on whose behalf. Default `@` and d=. */
  readonly identity?: string
  /** a=: as `rsa-sha256`. Absent where the field has none. */
  readonly algorithm?: string
  /** c=: of header and body. */
  readonly canonicalization?: {
    /** How the signed fields were canonicalized. */
    readonly header: Canonicalization
    /** How the body was canonicalized. */
    readonly body: Canonicalization
  }
  /** All tags as written, folds and outer white space removed. Empty where the list is malformed. */
  readonly tags: ReadonlyMap<string, string>
  /** What the signature covers. Absent where the field cannot be read so far. */
  readonly covers?: Coverage
  /** Bits of the key, where one was found. */
  readonly keyBits?: number
  /** The domain says that it is testing (t=y): a failure is to be treated as if there were no signature (RFC 6376 §3.6.1). */
  readonly testing?: boolean
  /** t=: when it was signed. Absent where the field does not say. */
  readonly signedAt?: Date
  /** x=: until when it counts. */
  readonly expiresAt?: Date
  /** How the domain stands to that of From. Data: whether it counts is a matter of DMARC. */
  readonly alignment: Alignment
}

/** Of `verifyDkim`. */
export interface VerifyDkimOptions extends VerifyOptions {
  /** Signatures that are looked at, from the top; the others get `policy` (RFC 6376 §6.1). Default 20. */
  readonly maxSignatures?: number
  /** Gives the organizational domain of a domain (by the Public Suffix List, which is not built in). Used for alignment alone. */
  readonly organizationalDomain?: (domain: string) => string
}

const KNOWN = [...VERIFY_KEYS, 'maxSignatures', 'organizationalDomain']
const NO_TAGS: ReadonlyMap<string, string> = /* @__PURE__ */ new Map()

/** A signature that is to be verified, or why it cannot be. */
interface Pending {
  readonly field: SignedField
  readonly tags: ReadonlyMap<string, string>
  readonly read: MessageSignatureTags | Unverifiable
}

/**
 * Verifies every DKIM signature of a message. Never rejects because of what the message or the resolver gives: each result says what became of
 * the signature and why. Empty where there is no signature. A stream is read once, in bounded memory.
 *
 * A `pass` says that `domain` vouches for what `covers` lists, and nothing else: neither that the sender is who From says (see `alignment`), nor
 * anything of a second From or of body text behind `l=`.
 *
 * @param source a message, its octets, or a stream of these; line ends may be CRLF or LF
 * @throws TypeError for a wrong argument; the error of a stream that fails
 * @example
 * const [first] = await verifyDkim(bytes, { resolveTxt: dns.promises.resolveTxt })
 * first?.result // 'pass'
 */
export async function verifyDkim(source: DkimSource, given: VerifyDkimOptions): Promise<DkimResult[]> {
  const options = requiredOptions(given, KNOWN)
  const resolved = resolveVerify(options)
  const { maxSignatures = 20, organizationalDomain } = options
  if (!Number.isSafeInteger(maxSignatures) || maxSignatures < 0)
    throw new TypeError('options.maxSignatures: expected a non-negative integer')
  if (organizationalDomain !== undefined && typeof organizationalDomain !== 'function')
    throw new TypeError('options.organizationalDomain: expected a function')
  const hashes = new BodyHashes()
  let fields: readonly SignedField[] = []
  let pending: Pending[] = []
  let tooLong = false
  await readMessage(
    source,
    (head: Omit<Split, 'body'>) => {
      ;({ fields, tooLong } = head)
      pending = fields.filter(({ key }) => key === 'dkim-signature').map((field, i) => read(field, i < maxSignatures))
      for (const { read: tags } of pending) if (!(tags instanceof Unverifiable)) hashes.want(tags)
    },
    (chunk) => hashes.write(chunk),
  )
  if (tooLong) {
    const because = 'the header section is over 1 MiB: nothing of it was read'
    return [{ index: 0, result: 'permerror', because, tags: NO_TAGS, alignment: { strict: false, relaxed: false } }]
  }
  const from = domainOfFrom(fields)
  return Promise.all(
    pending.map(async (one) => {
      const found = await outcome(one, fields, hashes, resolved)
      const { domain } = found
      return { ...found, alignment: alignmentOf(from, domain, organizationalDomain) }
    }),
  )
}

function read(field: SignedField, wanted: boolean): Pending {
  const tags = strictTags(field.octets.slice(field.octets.indexOf(':') + 1))
  if (tags instanceof Unverifiable) return { field, tags: NO_TAGS, read: tags }
  return {
    field,
    tags,
    read: wanted
      ? readSignature(tags)
      : new Unverifiable('policy', 'not looked at: too many signatures (RFC 6376 §6.1)'),
  }
}

/** The tags of a DKIM-Signature field, as far as they can be judged without the message. */
function readSignature(tags: ReadonlyMap<string, string>): MessageSignatureTags | Unverifiable {
  const no = (because: string) => new Unverifiable('permerror', because)
  if (tags.get('v') !== '1') return no(tags.has('v') ? `v=: ${shown(tags.get('v')!)} is not 1` : 'no v= tag')
  const common = commonTags(tags)
  if (common instanceof Unverifiable) return common
  const read = messageTags(common, 'simple/simple')
  if (read instanceof Unverifiable) return read
  if (!read.names.some((name) => name.toLowerCase() === 'from')) return no('h= does not name From (RFC 6376 §6.1.1)')
  const identity = tags.get('i')
  if (identity !== undefined) {
    const at = identity.lastIndexOf('@')
    const domain = identity.slice(at + 1).toLowerCase()
    if (at === -1 || !isBelow(domain, read.domain.toLowerCase()))
      return no(`i=: ${shown(identity)} is not of the domain of d= (RFC 6376 §6.1.1)`)
  }
  const q = tags.get('q')
  if (q !== undefined && !q.split(':').some((way) => trimWsp(way).toLowerCase() === 'dns/txt'))
    return no('q=: no way to the key that is known')
  for (const name of ['t', 'x'] as const)
    if (tags.has(name) && !/^\d{1,12}$/.test(tags.get(name)!)) return no(`${name}=: expected seconds since 1970`)
  if (tags.has('t') && tags.has('x') && Number(tags.get('x')) < Number(tags.get('t')))
    return no('x= is before t= (RFC 6376 §3.5)')
  return read
}

/** The same domain, or one below it. Both in lower case. */
function isBelow(domain: string, parent: string): boolean {
  return domain === parent || domain.endsWith(`.${parent}`)
}

async function outcome(
  { field, tags, read: signature }: Pending,
  fields: readonly SignedField[],
  hashes: BodyHashes,
  options: ResolvedVerify,
): Promise<Omit<DkimResult, 'alignment'>> {
  const said = describe(field, tags)
  const ended = ({ result, because }: Unverifiable, more?: object) => ({ ...said, ...more, result, because })
  if (signature instanceof Unverifiable) return ended(signature)
  const selected = selectedBy(fields, signature)
  const body = hashes.of(signature)
  if (body instanceof Unverifiable) return ended(body)
  const more = {
    canonicalization: { header: signature.headerCanonicalization, body: signature.bodyCanonicalization },
    covers: coverage(selected, body.hashed, body.total),
  }
  const expires = timeTag(tags, 'x')
  if (expires !== undefined && expires < options.now())
    return ended(new Unverifiable('permerror', 'the signature has expired (x=, RFC 6376 §6.1.1)'), more)
  const differs = bodyDiffers(signature, body)
  if (differs !== undefined) return ended(differs, more)
  const data = signedHeaders(selected, field.octets, signature.headerCanonicalization)
  const checked = await checkOctets(signature, data, options.keys, options.minRsaBits)
  if ('refused' in checked) return ended(checked.refused, { ...more, ...(checked.key ? ofKey(checked.key) : {}) })
  const identity = tags.get('i')
  if (checked.strictDomain && identity !== undefined && domainOf(identity) !== signature.domain.toLowerCase())
    return ended(new Unverifiable('permerror', 'i= is below d=, which t=s of the key forbids (RFC 6376 §3.6.1)'), {
      ...more,
      ...ofKey(checked),
    })
  return { ...said, ...more, ...ofKey(checked), result: 'pass', because: 'the signature holds' }
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

function ofKey({ bits, testing }: PublicKey): { keyBits: number; testing?: true } {
  return { keyBits: bits, ...(testing ? { testing } : {}) }
}

function describe(field: SignedField, tags: ReadonlyMap<string, string>) {
  const domain = tags.get('d')
  const selector = tags.get('s')
  const algorithm = tags.get('a')
  const identity = tags.get('i') ?? (domain === undefined ? undefined : `@${domain}`)
  const [signedAt, expiresAt] = [timeTag(tags, 't'), timeTag(tags, 'x')]
  return {
    index: field.index,
    ...(domain === undefined ? {} : { domain }),
    ...(selector === undefined ? {} : { selector }),
    ...(identity === undefined ? {} : { identity }),
    ...(algorithm === undefined ? {} : { algorithm }),
    tags,
    ...(signedAt === undefined ? {} : { signedAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  }
}

function coverage(selected: readonly Selected[], bodyOctets: number, total: number): Coverage {
  return {
    fields: selected.map(({ name, field }) => (field === undefined ? { name } : { name, index: field.index })),
    bodyOctets,
    uncoveredOctets: total - bodyOctets,
  }
}

/** The one domain that From names; undefined where it is not one. */
function domainOfFrom(fields: readonly SignedField[]): string | undefined {
  const from = fields.filter(({ key }) => key === 'from')
  if (from.length !== 1) return undefined
  const { octets } = from[0]!
  const bytes = Uint8Array.from(octets.slice(octets.indexOf(':') + 1), (c) => c.charCodeAt(0))
  const domains = new Set(parseAddressList(bytes).mailboxes.map(({ domain }) => ascii(domain)))
  const [domain, ...more] = domains
  return domain === undefined || domain === '' || more.length > 0 ? undefined : domain
}

const ascii = (domain: string): string => (toAscii(domain) ?? domain).toLowerCase()

function alignmentOf(
  from: string | undefined,
  domain: string | undefined,
  organizational: ((domain: string) => string) | undefined,
): Alignment {
  if (from === undefined || domain === undefined) return { ...(from && { from }), strict: false, relaxed: false }
  const signer = ascii(domain)
  const strict = signer === from
  if (strict) return { from, strict, relaxed: true }
  if (organizational !== undefined) {
    try {
      return { from, strict, relaxed: organizational(signer) === organizational(from) }
    } catch {
      return { from, strict, relaxed: false }
    }
  }
  const isDomain = (one: string) => one.includes('.')
  const relaxed = (isDomain(signer) && isBelow(from, signer)) || (isDomain(from) && isBelow(signer, from))
  return { from, strict, relaxed }
}

/**
 * A result as `formatAuthResults` of `messagerie/field` takes it (RFC 8601 §2.7.1).
 *
 * @example
 * formatAuthResults({ authservId: 'mx.example.org', results: results.map(authResultOf) })
 */
export function authResultOf(result: DkimResult): AuthResult {
  assertObject(result, 'result')
  assertString(result.result, 'result.result')
  if (result.result !== 'pass') assertString(result.because, 'result.because')
  const { domain, selector, algorithm, tags } = result
  for (const [name, value] of Object.entries({ domain, selector, algorithm }))
    if (value !== undefined) assertString(value, `result.${name}`)
  if (!(tags instanceof Map)) throw new TypeError('result.tags: expected a Map, as verifyDkim gives it')
  const property = (name: string, value: string | undefined) =>
    value === undefined || !/^[\x21-\x7e]+$/.test(value) ? [] : [{ type: 'header', name, value }]
  return {
    method: 'dkim',
    result: result.result,
    ...(result.result === 'pass' ? {} : { reason: result.because.replace(/[^\x20-\x7e]/g, '?').slice(0, 200) }),
    properties: [
      ...property('d', domain),
      ...property('s', selector),
      ...property('a', algorithm),
      ...property('b', tags.get('b')?.replace(/\s+/g, '').slice(0, 8)),
    ],
  }
}
