/** Validates Authenticated Received Chains. RFC 8617 §5.2. */
import { requiredOptions } from '../bytes/arguments.js'
import { fromLatin1 } from '../bytes/platform.js'
import { type AuthResults, parseAuthResults } from '../field/trace/auth-results.js'
import { type ArcFields, type ArcFound, collectSets, sealedText, textsOf } from './arc-sets.js'
import { octetsOf } from './canonical.js'
import { BodyHashes, bodyDiffers, checkOctets, selectedBy, signedHeaders } from './check.js'
import { type DkimSource, readMessage, type SignedField } from './head.js'
import { type ResolvedVerify, resolveVerify, VERIFY_KEYS, type VerifyOptions } from './options.js'
import { Unverifiable } from './tags.js'

/** One ARC Set of a chain that could be read. */
export interface ArcSet {
  /** Number of the set, its `i=` tag, from 1. */
  readonly instance: number
  /** Domain of the sealer, `d=` of the seal. */
  readonly domain: string
  /** Selector of the sealer's key, `s=` of the seal. */
  readonly selector: string
  /** What the sealer found when the message came: worth something where the chain passes and the sealer is trusted. */
  readonly authResults: AuthResults
  /** cv= of its seal. */
  readonly cv: string
  /** Does its ARC-Message-Signature hold over the message as it is now? Of older sets often not: the message was changed since. */
  readonly signature: ArcCheck
  /** Does its ARC-Seal hold? */
  readonly seal: ArcCheck
}

/** Whether a signature of a chain holds. */
export interface ArcCheck {
  /** `pass`, or how it failed, in the words of RFC 8601 §2.7.1. */
  readonly result: 'pass' | 'fail' | 'permerror' | 'temperror' | 'policy'
  /** Why, in words. */
  readonly because: string
}

/** The Chain Validation Status, and what it rests on. */
export interface ArcResult {
  /** As `cv=` and Authentication-Results have it. All failures are permanent, those of DNS too (RFC 8617 §5.2.1). */
  readonly result: 'none' | 'pass' | 'fail'
  /** Why, in words. */
  readonly because: string
  /** The highest instance; 0 where there is none. */
  readonly instance: number
  /** The lowest instance whose signature and those of all later ones hold (RFC 8617 §5.2 step 5); 0 where all hold. Absent unless the chain passes. */
  readonly oldestPass?: number
  /** From the first. Empty where the fields are no chain. */
  readonly sets: readonly ArcSet[]
}

/**
 * Validates the chain of a message. Never rejects because of what the message or the resolver gives.
 *
 * @param source a message, its octets, or a stream of these
 * @throws TypeError for a wrong argument; the error of a stream that fails
 * @example
 * const { result, sets } = await verifyArc(bytes, { resolveTxt: dns.promises.resolveTxt })
 */
export async function verifyArc(source: DkimSource, given: VerifyOptions): Promise<ArcResult> {
  const options = requiredOptions(given, VERIFY_KEYS)
  const reader = new ArcReader()
  await readMessage(
    source,
    (head) => reader.head(head.fields, head.tooLong),
    (chunk) => reader.hashes.write(chunk),
  )
  return validate(reader, resolveVerify(options))
}

/** What validating needs of a message, collected while it passes. */
export class ArcReader {
  readonly hashes = new BodyHashes()
  fields: readonly SignedField[] = []
  found: ArcFound = { highest: 0, sets: [] }

  head(fields: readonly SignedField[], tooLong: boolean): void {
    this.fields = fields
    this.found = tooLong
      ? { highest: 0, sets: new Unverifiable('fail', 'the header section is over 1 MiB') }
      : collectSets(fields)
    const { sets } = this.found
    if (!(sets instanceof Unverifiable)) for (const { signatureTags } of sets) this.hashes.want(signatureTags)
  }
}

export async function validate(reader: ArcReader, options: ResolvedVerify): Promise<ArcResult> {
  const { highest: instance, sets: found } = reader.found
  if (found instanceof Unverifiable) return { result: 'fail', because: found.because, instance, sets: [] }
  if (instance === 0) return { result: 'none', because: 'no ARC fields', instance, sets: [] }
  const sets = await Promise.all(
    found.map(async (set, i): Promise<ArcSet> => {
      const [signature, seal] = await Promise.all([
        checkSignature(set, reader, options),
        checkSeal(found.slice(0, i + 1), options),
      ])
      const { domain, selector } = set.sealTags
      const { octets } = set.results
      const authResults = parseAuthResults(fromLatin1(octets.slice(octets.indexOf(':') + 1)))
      return { instance: set.instance, domain, selector, authResults, cv: set.cv, signature, seal }
    }),
  )
  const fail = (because: string): ArcResult => ({ result: 'fail', because, instance, sets })
  const last = sets.at(-1)!
  if (last.signature.result !== 'pass') return fail(`i=${instance}: ARC-Message-Signature: ${last.signature.because}`)
  const broken = [...sets].reverse().find(({ seal }) => seal.result !== 'pass')
  if (broken !== undefined) return fail(`i=${broken.instance}: ARC-Seal: ${broken.seal.because}`)
  const oldest = sets.map(({ signature }) => signature.result === 'pass').lastIndexOf(false) + 1
  return {
    result: 'pass',
    because: 'the newest signature and all seals hold',
    instance,
    oldestPass: oldest === 0 ? 0 : oldest + 1,
    sets,
  }
}

const HOLDS: ArcCheck = { result: 'pass', because: 'it holds' }
const refused = ({ result, because }: Unverifiable): ArcCheck => ({ result, because })

async function checkSignature(set: ArcFields, reader: ArcReader, options: ResolvedVerify): Promise<ArcCheck> {
  const { signatureTags: tags, signature } = set
  const body = reader.hashes.of(tags)
  const differs = body instanceof Unverifiable ? body : bodyDiffers(tags, body)
  if (differs !== undefined) return refused(differs)
  const data = signedHeaders(selectedBy(reader.fields, tags), signature.octets, tags.headerCanonicalization)
  const checked = await checkOctets(tags, data, options.keys, options.minRsaBits)
  return 'refused' in checked ? refused(checked.refused) : HOLDS
}

async function checkSeal(sets: readonly ArcFields[], options: ResolvedVerify): Promise<ArcCheck> {
  const data = octetsOf(sealedText(sets.map(textsOf)))
  const checked = await checkOctets(sets.at(-1)!.sealTags, data, options.keys, options.minRsaBits)
  return 'refused' in checked ? refused(checked.refused) : HOLDS
}
