/** Header protection, read: which field is whose word, what stood outside, and what was changed there. RFC 9788 §4. */
import { requiredOptions } from '../bytes/arguments.js'
import { trimWsp } from '../bytes/ascii.js'
import { parse } from '../message/parse.js'
import type { Entity } from '../tree/entity.js'
import type { Field } from '../tree/field.js'
import { isMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { legacyDisplayParts } from './legacy-display.js'
import { payloadOf } from './payload.js'
import { isProtectable, outerFields } from './protect.js'

/**
 * `signed`: who signed wrote it, and all who carried the message could read it. `encrypted`: only its readers saw it, anybody may have written
 * it. `both`: signed, and seen by its readers alone. `unprotected`: anybody may have read and written it. RFC 9788 §4.3.
 */
export type FieldState = 'signed' | 'encrypted' | 'both' | 'unprotected'

/** A field of the message as it is to be shown. */
export interface ProtectedField {
  /** As written. */
  readonly name: string
  /** The field inside, where there is one; else the one outside. */
  readonly field: Field
  /** The field of that name that stands outside; of several the one in the same place. */
  readonly outside: Field | undefined
  /** Whose word it is, and who could read it. */
  readonly state: FieldState
  /** Is what stands outside something else than the sender let stand there? */
  readonly changed: boolean
}

/** What `headerProtection` reads. */
export interface HeaderProtection {
  /** What the payload says of itself; `legacy` for `protected-headers`, which says nothing of what stood outside. Undefined: no field is protected. */
  readonly hp: 'clear' | 'cipher' | 'legacy' | undefined
  /** The innermost part, whose fields stand for the message. Undefined where nothing is signed, and nothing decrypted. */
  readonly payload: Entity | Message | undefined
  /** Is a layer around the payload signed? */
  readonly signed: boolean
  /** Is a layer around the payload encrypted, and was it decrypted? */
  readonly encrypted: boolean
  /** The fields inside in order, then those that stand outside alone. */
  readonly fields: readonly ProtectedField[]
  /** Displayed texts of the payload that repeat hidden fields on top, for readers that know no header protection: shown with `withoutLegacyDisplay`. */
  readonly legacyDisplay: readonly Entity[]
}

/** Options of `headerProtection`. */
export interface HeaderProtectionOptions {
  /** What the decryptor gave for the encrypted layer: an entity. */
  readonly decrypted?: Uint8Array | string | Message | undefined
  /** Did the signatures verify? With `false` no field counts as signed. Default true: verify before you show it. */
  readonly verified?: boolean | undefined
}

/**
 * Reads header protection of a message, or of one attached to another. Only a layer that is the whole body speaks for a message: a signed part
 * beside others, or a signed message that is passed on, does not. Never throws on bytes; linear.
 *
 * @throws TypeError for what is no Message, for unknown options
 * @example
 * for (const { name, field, state, changed } of headerProtection(message).fields) console.log(state, name, field.text, changed)
 */
export function headerProtection(message: Message, given: HeaderProtectionOptions = {}): HeaderProtection {
  if (!isMessage(message)) throw new TypeError('headerProtection: expected a Message, as parse() gives')
  const options = requiredOptions(given, ['decrypted', 'verified'], 'headerProtection: options')
  const { payload, layers, signed, encrypted } = payloadOf(message, decryptedFrom(options.decrypted))
  const hp = layers === 0 ? undefined : saidBy(payload)
  const outside = byName(message.headers)
  const fields: ProtectedField[] = []
  const seen = new Map<string, number>()
  if (hp !== undefined) {
    const expect = hp === 'cipher' && encrypted ? bySaid(outerFields(payload)) : bySubject(hp === 'legacy' && encrypted)
    for (const field of payload.headers) {
      const name = field.name.toLowerCase()
      if (!isProtectable(name)) continue
      const at = seen.get(name) ?? 0
      seen.set(name, at + 1)
      const outer = outside.get(name)?.[at]
      const value = plain(outer?.value)
      const { isHidden, expected } = expect(name, at, plain(field.value), value)
      const changed = value !== expected && (outer === undefined || outer.text !== field.text || isHidden)
      fields.push({ name: field.name, field, outside: outer, state: stateOf(signed, isHidden, options), changed })
    }
  }
  for (const [name, all] of outside) {
    if (!isShown(name)) continue
    for (const field of all.slice(seen.get(name) ?? 0))
      fields.push({ name: field.name, field, outside: field, state: 'unprotected', changed: seen.has(name) })
  }
  const legacyDisplay = hp === 'cipher' && encrypted ? legacyDisplayParts(payload) : []
  return { hp, payload: layers === 0 ? undefined : payload, signed, encrypted, fields, legacyDisplay }
}

/** Fields by their names in lower case, in order. */
function byName(headers: Iterable<Field>): Map<string, Field[]> {
  const names = new Map<string, Field[]>()
  for (const field of headers) {
    const name = field.name.toLowerCase()
    const fields = names.get(name)
    if (fields === undefined) names.set(name, [field])
    else fields.push(field)
  }
  return names
}

/**
 * What stands outside for a field inside, as the sender let it stand there, and whether that hides the field. `at`: its place among those of its name;
 * `value`: of the field inside; `outer`: of the field outside, empty where there is none.
 */
type Expect = (name: string, at: number, value: string, outer: string) => { isHidden: boolean; expected: string }

/** By the HP-Outer fields, which are all that stood outside (RFC 9788 §2.2). */
function bySaid(said: ReadonlyMap<string, readonly string[]>): Expect {
  const shown = new Map(Array.from(said, ([name, values]) => [name, new Set(values.map(plain))]))
  return (name, at, value) => ({
    isHidden: shown.get(name)?.has(value) !== true,
    expected: plain(said.get(name)?.[at]),
  })
}

/**
 * Without HP-Outer all fields stand outside as they are inside, but a Subject that the sender hid. QUIRK(RFC 9788 §1.1.1): what hid a Subject before
 * HP-Outer was known wrote another one outside. Sent by: Enigmail, K-9. Fixture: test/unit/secure/header-protection.
 */
function bySubject(mayHide: boolean): Expect {
  return (name, _at, value, outer) => {
    const isHidden = mayHide && name === 'subject' && outer !== value
    return { isHidden, expected: isHidden ? outer : value }
  }
}

function decryptedFrom(given: HeaderProtectionOptions['decrypted']): Message | undefined {
  if (given === undefined) return undefined
  if (isMessage(given)) return given
  if (typeof given === 'string' || given instanceof Uint8Array) return parse(given)
  throw new TypeError('headerProtection: options.decrypted: expected octets, a string or a Message')
}

function saidBy({ contentType: { params } }: Entity | Message): HeaderProtection['hp'] {
  const hp = params.hp?.toLowerCase()
  if (hp === 'clear' || hp === 'cipher') return hp
  return params['protected-headers'] === undefined ? undefined : 'legacy'
}

function isShown(name: string): boolean {
  return name !== 'mime-version' && name !== 'hp-outer' && !name.startsWith('content-')
}

function stateOf(signed: boolean, hidden: boolean, { verified = true }: HeaderProtectionOptions): FieldState {
  const isSigned = signed && verified
  if (hidden) return isSigned ? 'both' : 'encrypted'
  return isSigned ? 'signed' : 'unprotected'
}

/** White space of folds does not count. */
function plain(value: string | undefined): string {
  return value === undefined ? '' : trimWsp(value.replace(/[ \t]+/g, ' '))
}
