/** Rewrites fields in ASCII or in UTF-8: encoded-words, RFC 2231, A-labels, or none of them. RFC 2047, RFC 6532, RFC 6857 §3. */
import { COLON, trimWsp } from '../bytes/ascii.js'
import { indexOfByte, isAscii, isUtf8 } from '../bytes/platform.js'
import type { Group, Mailbox } from '../field/address/address.js'
import { toAscii } from '../field/address/idn.js'
import { type FieldKind, type FieldValue, grammarOf } from '../field/registry.js'
import { unfold } from '../field/words/fold.js'
import { foldedAs, renderField } from '../render/edits.js'
import { Field } from '../tree/field.js'
import type { Node } from '../tree/node.js'

/** Kinds whose reading holds all that the field says, comments aside. */
const READABLE: ReadonlySet<FieldKind | undefined> = new Set<FieldKind | undefined>([
  undefined,
  'unstructured',
  'address',
  'mailbox',
  'parameterized',
  'keywords',
  'words',
  'list-id',
])

/**
 * The field written anew, folded, in ASCII or in UTF-8, reading as it did.
 * @throws TypeError with the name of the field where that cannot be done without loss
 */
export function rewrittenField(node: Node, field: Field, utf8: boolean): Field {
  const { name } = field
  const refuse = (why: string): never => {
    throw new TypeError(`${name}: ${why}; set that field first${utf8 ? '' : ', or write the message with utf8: true'}`)
  }
  const folded = foldedField(node, field)
  if (folded !== undefined) return folded
  if (!READABLE.has(grammarOf(name)?.kind)) return refuse('a field of its kind cannot be written anew')
  const before = comparable(field.parsed)
  if (before.includes('\ufffd') && !isUtf8(field.raw)) return refuse('octets above 7F that are no text in its charset')
  let written: Field
  try {
    written = renderField(node, name, field.parsed as FieldValue, utf8)
  } catch (error) {
    return refuse(error instanceof Error ? error.message.replace(`${name}: `, '') : String(error))
  }
  if (!isAscii(written.raw) || comparable(written.parsed) !== before)
    return refuse('it would not read as before in ASCII')
  return written
}

/** A field of ASCII with its lines folded anew, where it reads the same; undefined where that is not all that it needs. */
function foldedField(node: Node, field: Field): Field | undefined {
  if (!isAscii(field.raw)) return undefined
  try {
    const written = foldedAs(node, field.name, trimWsp(unfold(field.octets)))
    // Both without the limits of the message, which the new field does not know.
    const { raw } = field
    const source = new Field(raw, 0, indexOfByte(raw, COLON, 0), raw.length, undefined)
    return comparable(written.parsed) === comparable(source.parsed) ? written : undefined
  } catch (error) {
    // A control, or a stretch of a line that is too long.
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** The field with its encoded-words written as UTF-8; itself where that changes nothing, or not only that. */
export function utf8Field(node: Node, field: Field): Field {
  const kind = grammarOf(field.name)?.kind
  if (!field.octets.includes('=?') || !READABLE.has(kind) || kind === 'parameterized') return field
  let written: Field
  try {
    written = renderField(node, field.name, field.parsed as FieldValue, true)
  } catch (error) {
    if (error instanceof TypeError) return field
    throw error
  }
  return comparable(written.parsed) === comparable(field.parsed) ? written : field
}

/** A reading as text, domains in A-labels: they say the same in both forms. */
function comparable(reading: unknown): string {
  if (!Array.isArray(reading)) return JSON.stringify(reading) ?? ''
  return JSON.stringify(reading.map(addressLike))
}

function addressLike(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return item
  if ('members' in item) {
    const group = item as Group
    return { ...group, members: group.members.map(addressLike) }
  }
  const { local, domain, name, route, comment } = item as Mailbox
  return { local, domain: (toAscii(domain) ?? domain).toLowerCase(), name, route, comment }
}
