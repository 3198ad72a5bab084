/** Verifies one signature over header fields and body with its key: the steps that DKIM and ARC share. RFC 6376 §3.7, §6.1. */
import { type BodyHash, BodyHasher } from './body-hash.js'
import { canonicalField, hashedFields, octetsOf, type Selected, selectFields, withoutSignature } from './canonical.js'
import type { SignedField } from './head.js'
import { type PublicKey, verifyOctets } from './keys.js'
import type { KeyFinder } from './resolve.js'
import { type MessageSignatureTags, type SignatureTags, Unverifiable } from './tags.js'

/** Digests of one body, of which each costs a pass over it: more only an attacker asks for. */
const MAX_DIGESTS = 10

/** The digests that the signatures of a message ask for, each made once while the body passes. */
export class BodyHashes {
  private readonly hashers = new Map<string, BodyHasher>()

  want(tags: MessageSignatureTags): void {
    const key = this.key(tags)
    if (this.hashers.has(key) || this.hashers.size >= MAX_DIGESTS) return
    const { bodyCanonicalization, length, algorithm } = tags
    const hash = algorithm === 'rsa-sha1' ? 'sha1' : 'sha256'
    this.hashers.set(key, new BodyHasher(bodyCanonicalization, { ...(length === undefined ? {} : { length }), hash }))
  }

  write(chunk: Uint8Array): void {
    for (const hasher of this.hashers.values()) hasher.write(chunk)
  }

  of(tags: MessageSignatureTags): BodyHash | Unverifiable {
    return (
      this.hashers.get(this.key(tags))?.end() ?? new Unverifiable('policy', 'too many different hashes of one body')
    )
  }

  private key({ bodyCanonicalization, length, algorithm }: MessageSignatureTags): string {
    return `${bodyCanonicalization} ${length ?? ''} ${algorithm === 'rsa-sha1'}`
  }
}

/** The octets that a signature field signs: the fields that it names, then itself without the value of b= and without a line end. */
export function signedHeaders(
  selected: readonly Selected[],
  field: string,
  how: MessageSignatureTags['headerCanonicalization'],
): Uint8Array {
  return octetsOf(hashedFields(selected, how), canonicalField(withoutSignature(field), how))
}

/** Fields of h=, of which one with an empty name selects nothing. */
export function selectedBy(fields: readonly SignedField[], tags: MessageSignatureTags): Selected[] {
  return selectFields(
    fields,
    tags.names.filter((name) => name !== ''),
  )
}

/** Is the body what was signed? Why not, or undefined. */
export function bodyDiffers(tags: MessageSignatureTags, body: BodyHash): Unverifiable | undefined {
  const { length, bodyHash } = tags
  if (length !== undefined && length > body.total)
    return new Unverifiable('fail', `l=${length}, but the body has ${body.total} octets (RFC 6376 §3.5)`)
  if (bodyHash.length !== body.digest.length || !bodyHash.every((octet, i) => octet === body.digest[i]))
    return new Unverifiable('fail', 'the body is not the one that was signed: its hash is not bh=')
  return undefined
}

/** Finds the key and verifies; `minRsaBits` and rsa-sha1 are policy (RFC 8301): said only where the signature holds. */
export async function checkOctets(
  tags: SignatureTags,
  data: Uint8Array,
  keys: KeyFinder,
  minRsaBits: number,
): Promise<PublicKey | { readonly refused: Unverifiable; readonly key?: PublicKey }> {
  const { algorithm, domain, selector, signature } = tags
  const key = await keys.find(domain, selector, algorithm)
  if (key instanceof Unverifiable) return { refused: key }
  const isShort = key.kind === 'rsa' && key.bits < minRsaBits
  let holds: boolean
  try {
    holds = await verifyOctets(key, algorithm, data, signature)
  } catch (error) {
    if (!isShort) {
      const said = error instanceof Error && error.message !== '' ? error.message : 'refused'
      return { refused: new Unverifiable('permerror', `the key cannot be used: ${said.slice(0, 200)}`), key }
    }
    holds = true
  }
  if (!holds)
    return { refused: new Unverifiable('fail', 'the signature does not hold over the fields that it covers'), key }
  if (isShort)
    return {
      refused: new Unverifiable('policy', `RSA key of ${key.bits} bits: under ${minRsaBits} (RFC 8301 §3.2)`),
      key,
    }
  if (algorithm === 'rsa-sha1')
    return { refused: new Unverifiable('policy', 'rsa-sha1 must not be relied on (RFC 8301 §3.1)'), key }
  return key
}
