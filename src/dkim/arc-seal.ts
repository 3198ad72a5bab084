/** Makes ARC Sets: the results found when a message came, its signature, and the seal over the chain. RFC 8617 §4.1, §5.1. */
import { requiredOptions } from '../bytes/arguments.js'
import { type AuthResult, type AuthResults, formatAuthResults, parseAuthResults } from '../field/trace/auth-results.js'
import { fold } from '../field/words/fold.js'
import { MAX_SETS, sealedText, textsOf } from './arc-sets.js'
import { ArcReader, type ArcResult, validate } from './arc-verify.js'
import { BodyHasher } from './body-hash.js'
import { hashedFields, octetsOf, selectFields } from './canonical.js'
import { type DkimSource, readMessage, refuseTooLong } from './head.js'
import { signFunction } from './keys.js'
import { resolveVerify, VERIFY_KEYS, type VerifyOptions } from './options.js'
import {
  makeField,
  namesToSign,
  resolveSign,
  type SignatureField,
  type SignDkimOptions,
  seconds,
  signOctets,
} from './sign.js'
import { base64Of, Unverifiable } from './tags.js'

/** How a message is sealed. */
export interface SealArcOptions
  extends Pick<SignDkimOptions, 'domain' | 'selector' | 'algorithm' | 'sign' | 'headers' | 'now'>,
    Partial<Omit<VerifyOptions, 'now'>> {
  /** What was found when the message came: data, or the text of an Authentication-Results field. */
  readonly authResults: string | Pick<AuthResults, 'authservId' | 'results'>
  /**
   * The Chain Validation Status that was found when the message came (`verifyArc`), before it was changed here. Without it, it is found now, with
   * `resolveTxt`; a message without ARC fields needs neither.
   */
  readonly chain?: 'none' | 'pass' | 'fail'
}

/** A set that was made, or why there is none. */
export interface ArcSealed {
  /**
   * From the top: ARC-Seal, ARC-Message-Signature, ARC-Authentication-Results. Empty where no set may be added (RFC 8617 §5.1 step 2: the chain
   * has failed before; or it has 50 sets).
   */
  readonly fields: readonly SignatureField[]
  /** The three fields as text, with CRLF, to be written before the message; '' where there are none. */
  readonly text: string
  /** i= of the set that was made; 0 where none was. */
  readonly instance: number
  /** cv= of the seal. */
  readonly cv: 'none' | 'pass' | 'fail'
  /** Why the chain has this status, or why no set was added, in words. */
  readonly because: string
}

const KNOWN = [...VERIFY_KEYS, 'domain', 'selector', 'algorithm', 'sign', 'headers', 'authResults', 'chain']
/** RFC 8617 §4.1.2: neither ARC fields nor Authentication-Results; DKIM signatures should be signed. */
const NEVER: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'arc-seal',
  'arc-message-signature',
  'arc-authentication-results',
  'authentication-results',
  'return-path',
  'received',
  'bcc',
  'resent-bcc',
])

/**
 * Seals a message: adds the next ARC Set. The message is not changed: put `text` in front of it, or prepend the fields from the last to the
 * first. Seal after the last change to the message and after a DKIM-Signature of your own (RFC 8617 §5.1).
 *
 * @param source a message, its octets, or a stream of these
 * @throws TypeError for a wrong option; the error of a stream or of `sign` that fails
 * @example
 * const { text } = await sealArc(bytes, { domain: 'example.org', selector: 's1', sign: pem, authResults, resolveTxt })
 */
export async function sealArc(source: DkimSource, given: SealArcOptions): Promise<ArcSealed> {
  const options = requiredOptions(given, KNOWN)
  const { chain, authResults, domain, selector, algorithm, headers, now } = options
  const base = resolveSign(
    {
      domain,
      selector,
      ...(algorithm === undefined ? {} : { algorithm }),
      ...(headers === undefined ? {} : { headers }),
      ...(now === undefined ? {} : { now }),
      oversign: false,
    },
    NEVER,
  )
  const resolved = headers === undefined ? { ...base, headers: [...base.headers, 'dkim-signature'] } : base
  if (chain !== undefined && chain !== 'none' && chain !== 'pass' && chain !== 'fail')
    throw new TypeError("options.chain: expected 'none', 'pass' or 'fail'")
  const results = resultsOf(authResults)
  const sign = await signFunction(options.sign, resolved.algorithm)
  const { reader, digest } = await readChain(source)
  const { highest, lastCv, sets } = reader.found
  if (lastCv === 'fail') return unsealed(highest, 'the chain has failed before: it is not continued (RFC 8617 §5.1)')
  if (highest >= MAX_SETS) return unsealed(highest, `the chain has ${MAX_SETS} sets (RFC 8617 §4.2.1)`)
  const known = await statusOf(reader, chain, options)
  // Where the sets are no chain, whatever the caller says, only the new one can be sealed.
  const cv = sets instanceof Unverifiable && known.result === 'pass' ? 'fail' : known.result
  const instance = highest + 1
  const aar = field('ARC-Authentication-Results', `i=${instance}; ${results}`)
  const names = namesToSign(reader.fields, resolved)
  const shared: [string, string][] = [
    ['a', resolved.algorithm],
    ['d', domain],
    ['s', selector],
    ['t', seconds(resolved.now)],
  ]
  const signed = hashedFields(selectFields(reader.fields, names), 'relaxed')
  const ams = await makeField(
    'ARC-Message-Signature',
    [['i', String(instance)], ...shared, ['c', 'relaxed/relaxed'], ['h', names.join(' : ')], ['bh', base64Of(digest)]],
    'relaxed',
    (own) => signOctets(octetsOf(signed, own), sign, resolved.algorithm),
  )
  const before = cv === 'pass' && !(sets instanceof Unverifiable) ? sets.map(textsOf) : []
  const seal = await makeField('ARC-Seal', [['i', String(instance)], ['cv', cv], ...shared], 'relaxed', (own) => {
    const texts = [...before, { results: aar.text, signature: ams.text, seal: own }]
    return signOctets(octetsOf(sealedText(texts)), sign, resolved.algorithm)
  })
  const fields = [seal, ams, aar]
  return { fields, text: fields.map(({ text }) => text).join(''), instance, cv, because: known.because }
}

/** The chain that a message has, and the digest of its body. */
async function readChain(source: DkimSource): Promise<{ readonly reader: ArcReader; readonly digest: Uint8Array }> {
  const reader = new ArcReader()
  const hasher = new BodyHasher('relaxed')
  await readMessage(
    source,
    (head) => {
      refuseTooLong(head)
      reader.head(head.fields, false)
    },
    (chunk) => {
      reader.hashes.write(chunk)
      hasher.write(chunk)
    },
  )
  return { reader, digest: hasher.end().digest }
}

function unsealed(instance: number, because: string): ArcSealed {
  return { fields: [], text: '', instance, cv: 'fail', because }
}

async function statusOf(
  reader: ArcReader,
  chain: SealArcOptions['chain'],
  options: SealArcOptions,
): Promise<Pick<ArcResult, 'result' | 'because'>> {
  const { highest } = reader.found
  const isEmpty = highest === 0 && !(reader.found.sets instanceof Unverifiable)
  if (isEmpty) return { result: 'none', because: 'no ARC fields' }
  if (chain !== undefined) return { result: chain === 'none' ? 'fail' : chain, because: 'as given' }
  const { resolveTxt, minRsaBits, timeout, now } = options
  if (resolveTxt === undefined)
    throw new TypeError(
      'options.resolveTxt: the message has a chain: give resolveTxt, or what was found as options.chain',
    )
  return validate(
    reader,
    resolveVerify({
      resolveTxt,
      ...(minRsaBits === undefined ? {} : { minRsaBits }),
      ...(timeout === undefined ? {} : { timeout }),
      ...(now === undefined ? {} : { now }),
    }),
  )
}

/** The payload of Authentication-Results, as text. @throws TypeError for what cannot be written */
function resultsOf(given: SealArcOptions['authResults']): string {
  const read: Pick<AuthResults, 'authservId' | 'results'> = typeof given === 'string' ? parseAuthResults(given) : given
  if (typeof read !== 'object' || read === null || typeof read.authservId !== 'string' || read.authservId === '')
    throw new TypeError(
      'options.authResults: expected the text of an Authentication-Results field, or { authservId, results }',
    )
  const results: readonly AuthResult[] = read.results ?? []
  return formatAuthResults({ authservId: read.authservId, results })
}

function field(name: SignatureField['name'], value: string): SignatureField {
  return { name, value, text: `${fold(name, value)}\r\n` }
}
