/** Header protection, written: fields go into what is signed or encrypted, and what stood outside is said there. RFC 9788 §2, §5. */
import { lowerAscii, trimWsp, trimWspEnd } from '../bytes/ascii.js'
import { fromLatin1, isAscii } from '../bytes/platform.js'
import { makeField } from '../compose/compose-fields.js'
import { formatParameters } from '../field/mime/parameters-format.js'
import { parse } from '../message/parse.js'
import { editLines } from '../render/edits.js'
import { join } from '../render/serialize.js'
import { isField } from '../tree/edits.js'
import type { Entity } from '../tree/entity.js'
import type { Field } from '../tree/field.js'
import type { Message } from '../tree/message.js'
import type { Split } from './canonical-content.js'
import { outerValue, type ProtectHeaders } from './confidentiality.js'
import { addLegacyDisplay, type HiddenField, isUserFacing } from './legacy-display.js'
import { payloadOf } from './payload.js'

/** Written after the message was composed, by those who carry it, or for one of them alone: nobody's to sign. RFC 9788 §2.3, §5.1. */
const OUTSIDE =
  /^(?:received(?:-spf)?|return-path|(?:delivered|envelope|x-original)-to|x-(?:received|envelope-.*|spam-.*|virus-.*)|(?:dkim|domainkey)-signature|arc-.*|(?:x-)?authentication-results|(?:resent-)?bcc|resent-.*|x?-?status|x-uid|content-.*|mime-version|hp-outer|autocrypt-gossip)$/i

/** Is it a field that stands for the message, so that header protection concerns it? */
export function isProtectable(name: string): boolean {
  return !OUTSIDE.test(name)
}

/** The fields of the message inside; outside as they were. `hp="clear"`, or `hp="cipher"` with what a policy leaves outside. */
export function protectSigned(
  caller: string,
  { outside, inside }: Split,
  policy: ProtectHeaders,
  legacyDisplay: boolean,
): Split {
  if (payloadOf(parse(inside)).layers > 0)
    throw new TypeError(
      `${caller}: options.protectHeaders: the content is signed already: give the option to the first sign()`,
    )
  const clear = policy === true
  return { outside, inside: withFields(caller, linesOf(outside), inside, clear ? undefined : policy, legacyDisplay) }
}

/** As protectSigned, and outside only what the policy leaves. What a signature inside says of that is kept to. */
export function protectEncrypted(
  caller: string,
  { outside, inside }: Split,
  policy: ProtectHeaders | undefined,
  legacyDisplay: boolean,
): Split {
  const { payload, layers } = payloadOf(parse(inside))
  const said = payload.contentType.params.hp?.toLowerCase()
  if (layers > 0) {
    if (said === 'cipher' && policy !== false) return { outside: outsideAsSaid(outside, payload), inside }
    if (policy === undefined || policy === false || policy === 'no_confidentiality') return { outside, inside }
    throw new TypeError(
      `${caller}: options.protectHeaders: the content is signed already: give sign() a policy as { protectHeaders: 'baseline' }`,
    )
  }
  if (policy === undefined || policy === false) return { outside, inside }
  const lines = linesOf(outside)
  const kept: Uint8Array[] = []
  for (const line of lines) {
    const value = isField(line) && isProtectable(line.name) ? outerValue(caller, line, policy) : undefined
    if (value === null) continue
    const same = value === undefined || value === (line as Field).value
    kept.push(same ? line.raw : makeField((line as Field).name, value).raw)
  }
  return { outside: join(kept), inside: withFields(caller, lines, inside, policy, legacyDisplay) }
}

type Line = Field | { readonly raw: Uint8Array }

function linesOf(outside: Uint8Array): readonly Line[] {
  const { node, headers } = parse(join([outside, fromLatin1('\r\n')]))
  return [...editLines(node, headers)]
}

/** @param policy undefined for `hp="clear"` */
function withFields(
  caller: string,
  lines: readonly Line[],
  inside: Uint8Array,
  policy: ProtectHeaders | undefined,
  legacyDisplay: boolean,
): Uint8Array {
  const fields: Uint8Array[] = []
  const hidden: HiddenField[] = []
  const outer: Uint8Array[] = []
  for (const line of lines) {
    if (!isField(line) || !isProtectable(line.name)) continue
    fields.push(lineOf(caller, line.name, line.value))
    if (policy === undefined) continue
    const value = outerValue(caller, line, policy)
    if (value !== line.value && isUserFacing(line.name)) hidden.push(line)
    if (value !== null) outer.push(lineOf(caller, 'HP-Outer', `${line.name}: ${value}`))
  }
  const entity = parse(inside)
  if (legacyDisplay) addLegacyDisplay(entity, hidden)
  const { mediaType, params } = entity.contentType
  const rest = Object.entries(params).filter(([name]) => name !== 'hp' && name !== 'protected-headers')
  const hp = ['hp', policy === undefined ? 'clear' : 'cipher'] as const
  entity.headers.set('Content-Type', `${mediaType}${formatParameters([...rest, hp])}`)
  return join([...fields, ...outer, entity.toBytes({ eol: 'crlf' })])
}

/** What is signed is 7bit, as its body is (RFC 3156 §3). */
function lineOf(caller: string, name: string, value: string): Uint8Array {
  const { raw } = makeField(name, value)
  if (!isAscii(raw))
    throw new TypeError(
      `${caller}: options.protectHeaders: ${name}: cannot be written in 7bit: set the field anew, or leave the option out`,
    )
  return raw
}

/** The fields outside as the HP-Outer fields of the payload say; what is not the payload's stays. */
function outsideAsSaid(outside: Uint8Array, payload: Entity | Message): Uint8Array {
  const said = outerFields(payload)
  const kept: Uint8Array[] = []
  for (const line of linesOf(outside)) {
    const name = isField(line) ? line.name.toLowerCase() : ''
    if (!isField(line) || !isProtectable(name) || !payload.headers.has(name)) {
      kept.push(line.raw)
      continue
    }
    const value = said.get(name)?.shift()
    if (value !== undefined) kept.push(value === line.value ? line.raw : makeField(line.name, value).raw)
  }
  return join(kept)
}

/** What stood outside as HP-Outer says (RFC 9788 §2.2): values by name in lower case, in order. */
export function outerFields(payload: Entity | Message): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { value } of payload.headers.fields('hp-outer')) {
    const colon = value.indexOf(':')
    if (colon < 1) continue
    const name = lowerAscii(trimWspEnd(value.slice(0, colon)))
    const values = found.get(name)
    if (values === undefined) found.set(name, [trimWsp(value.slice(colon + 1))])
    else values.push(trimWsp(value.slice(colon + 1)))
  }
  return found
}
