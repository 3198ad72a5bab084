/** Collects the ARC Sets of a message and says whether they can be a chain at all. RFC 8617 §3.9, §4.2, §5.2 (steps 1 to 3). */

import { fromLatin1 } from '../bytes/platform.js'
import { parseAuthResults } from '../field/trace/auth-results.js'
import { canonicalField, withoutSignature } from './canonical.js'
import type { SignedField } from './head.js'
import {
  commonTags,
  type MessageSignatureTags,
  messageTags,
  type SignatureTags,
  strictTags,
  Unverifiable,
} from './tags.js'

/** RFC 8617 §4.2.1. */
export const MAX_SETS = 50

/** The three fields of one instance, read. */
export interface ArcFields {
  readonly instance: number
  readonly results: SignedField
  readonly signature: SignedField
  readonly seal: SignedField
  readonly sealTags: SignatureTags
  readonly signatureTags: MessageSignatureTags
  /** cv= of the seal. */
  readonly cv: string
}

const NAMES = ['arc-authentication-results', 'arc-message-signature', 'arc-seal'] as const
type Name = (typeof NAMES)[number]

const bodyOf = (field: SignedField): string => field.octets.slice(field.octets.indexOf(':') + 1)

/** The i= of an ARC field; undefined where it has none that can be read. */
function instanceOf(field: SignedField): number | undefined {
  if (field.key === NAMES[0]) return parseAuthResults(fromLatin1(bodyOf(field))).instance
  const tags = strictTags(bodyOf(field))
  const value = tags instanceof Unverifiable ? undefined : tags.get('i')
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined
}

/** All ARC fields by instance; `highest` is 0 where there are none. */
export interface ArcFound {
  readonly highest: number
  /** Complete and in order, up to `highest`; or why they are no chain. */
  readonly sets: readonly ArcFields[] | Unverifiable
  /** cv= of the highest seal, where it can be read. */
  readonly lastCv?: string
}

/** Collects the sets; reading stops at the first thing that no chain may have. */
export function collectSets(fields: readonly SignedField[]): ArcFound {
  const no = (because: string) => new Unverifiable('fail', because)
  const byInstance = new Map<number, Partial<Record<Name, SignedField>>>()
  let broken: Unverifiable | undefined
  let any = false
  for (const field of fields) {
    if (!(NAMES as readonly string[]).includes(field.key)) continue
    any = true
    const instance = instanceOf(field)
    if (instance === undefined || instance < 1) {
      broken ??= no(`${field.name}: no instance (i=) that can be read`)
      continue
    }
    if (instance > MAX_SETS) {
      broken ??= no(`${field.name}: i=${instance} is over ${MAX_SETS} (RFC 8617 §4.2.1)`)
      continue
    }
    const set = byInstance.get(instance) ?? {}
    if (set[field.key as Name] !== undefined) broken ??= no(`i=${instance} has ${field.name} twice`)
    set[field.key as Name] = field
    byInstance.set(instance, set)
  }
  if (!any) return { highest: 0, sets: [] }
  const highest = Math.max(0, ...byInstance.keys())
  const lastSeal = byInstance.get(highest)?.[NAMES[2]]
  const lastTags = lastSeal && strictTags(bodyOf(lastSeal))
  const lastCv =
    lastTags === undefined || lastTags instanceof Unverifiable ? undefined : lastTags.get('cv')?.toLowerCase()
  const found = { highest, ...(lastCv === undefined ? {} : { lastCv }) }
  if (broken !== undefined) return { ...found, sets: broken }
  if (lastCv === 'fail') return { ...found, sets: no(`i=${highest} says that the chain had failed before (cv=fail)`) }
  const sets: ArcFields[] = []
  for (let instance = 1; instance <= highest; instance++) {
    const set = readSet(instance, byInstance.get(instance) ?? {})
    if (set instanceof Unverifiable) return { ...found, sets: set }
    sets.push(set)
  }
  return { ...found, sets }
}

function readSet(instance: number, set: Partial<Record<Name, SignedField>>): ArcFields | Unverifiable {
  const no = (because: string) => new Unverifiable('fail', `i=${instance}: ${because}`)
  const [results, signature, seal] = NAMES.map((name) => set[name])
  if (results === undefined || signature === undefined || seal === undefined)
    return no(`${NAMES[[results, signature, seal].indexOf(undefined)]} is missing`)
  const tags = strictTags(bodyOf(seal))
  if (tags instanceof Unverifiable) return no(`ARC-Seal: ${tags.because}`)
  if (tags.has('h')) return no('ARC-Seal has an h= tag (RFC 8617 §4.1.3)')
  const sealTags = commonTags(tags)
  if (sealTags instanceof Unverifiable) return no(`ARC-Seal: ${sealTags.because}`)
  const cv = (tags.get('cv') ?? '').toLowerCase()
  if (cv !== (instance === 1 ? 'none' : 'pass'))
    return no(`cv=${JSON.stringify(cv.slice(0, 20))} where ${instance === 1 ? 'none' : 'pass'} is expected`)
  const own = strictTags(bodyOf(signature))
  if (own instanceof Unverifiable) return no(`ARC-Message-Signature: ${own.because}`)
  const common = commonTags(own)
  if (common instanceof Unverifiable) return no(`ARC-Message-Signature: ${common.because}`)
  // QUIRK(RFC 8617 §4.1.2): no c= is read as relaxed/relaxed, not as simple/simple. Sent by: early sealers; read so by dkimpy, mailauth.
  const signatureTags = messageTags(common, 'relaxed/relaxed')
  if (signatureTags instanceof Unverifiable) return no(`ARC-Message-Signature: ${signatureTags.because}`)
  if (signatureTags.names.some((name) => name.toLowerCase() === 'arc-seal'))
    return no('ARC-Message-Signature signs ARC-Seal (RFC 8617 §4.1.2)')
  if (sealTags.algorithm === 'rsa-sha1' || signatureTags.algorithm === 'rsa-sha1')
    return no('rsa-sha1 is no algorithm of ARC (RFC 8617 §4.1.2, RFC 8301)')
  return { instance, results, signature, seal, sealTags, signatureTags, cv }
}

/** The sets as a seal signs them: relaxed, in order, the last seal without its b= and without a line end (RFC 8617 §5.1.1). */
export function sealedText(
  sets: readonly { readonly results: string; readonly signature: string; readonly seal: string }[],
): string {
  let text = ''
  sets.forEach(({ results, signature, seal }, i) => {
    text += `${canonicalField(results, 'relaxed')}\r\n${canonicalField(signature, 'relaxed')}\r\n`
    text +=
      i === sets.length - 1
        ? canonicalField(withoutSignature(seal), 'relaxed')
        : `${canonicalField(seal, 'relaxed')}\r\n`
  })
  return text
}

export function textsOf({ results, signature, seal }: ArcFields) {
  return { results: results.octets, signature: signature.octets, seal: seal.octets }
}
