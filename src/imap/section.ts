/** Gives sections of a message, octet for octet: `BODY[1.2.MIME]<0.100>`. RFC 9051 §6.4.5, RFC 3501 §6.4.5. */
import { assertString } from '../bytes/arguments.js'
import { fromLatin1 } from '../bytes/platform.js'
import { ByteWriter } from '../bytes/writer.js'
import type { Entity } from '../tree/entity.js'
import { assertEntity } from '../tree/is-message.js'

type What = 'ALL' | 'HEADER' | 'HEADER.FIELDS' | 'HEADER.FIELDS.NOT' | 'TEXT' | 'MIME'

interface Section {
  readonly numbers: readonly number[]
  readonly what: What
  /** Lower case. */
  readonly names: ReadonlySet<string>
  readonly partial: { readonly offset: number; readonly count: number } | undefined
}

const SECTION = /^(?:BODY(?:\.PEEK)?\[([^\]<]*)\]|([^\]<[]*))(?:<([0-9]{1,15})(?:\.([1-9][0-9]{0,14}))?>)?$/i
const SPECIFIER =
  /^((?:[1-9][0-9]{0,8})(?:\.[1-9][0-9]{0,8})*)?(?:(?:^|\.)(HEADER\.FIELDS(?:\.NOT)? \(([^()]*)\)|HEADER|TEXT|MIME))?$/i

/** Names as a client sends them: atoms or quoted strings (RFC 9051 §9, header-list). */
const NAME = /"((?:[^"\\]|\\.)*)"|([!-~]+)/g

/** @throws TypeError for what is no section */
function readSection(text: string): Section {
  const fault = () =>
    new TypeError(
      `section: expected such as BODY[], BODY[HEADER.FIELDS (FROM TO)], BODY[1.2.MIME]<0.100>, got ${JSON.stringify(text.slice(0, 80))}`,
    )
  const outer = SECTION.exec(text)
  if (outer === null) throw fault()
  const [, bracketed, bare, offset, count] = outer
  const inner = SPECIFIER.exec(bracketed ?? bare ?? '')
  if (inner === null) throw fault()
  const [, numbers, specifier, list] = inner
  const what = (specifier?.replace(/ .*$/, '').toUpperCase() ?? 'ALL') as What
  // MIME is of a part, never of the message (RFC 9051 §9, section-text).
  if (what === 'MIME' && numbers === undefined) throw fault()
  const names = new Set<string>()
  for (const [, quoted, atom] of (list ?? '').matchAll(NAME)) {
    names.add((quoted?.replace(/\\(.)/g, '$1') ?? atom!).toLowerCase())
  }
  return {
    numbers: numbers?.split('.').map(Number) ?? [],
    what,
    names,
    partial:
      offset === undefined
        ? undefined
        : { offset: Number(offset), count: count === undefined ? Number.POSITIVE_INFINITY : Number(count) },
  }
}

/**
 * The octets of a section, as they stand in the message; of `HEADER.FIELDS` the fields of those names in their order, and an empty line unless the
 * message has neither that nor a body.
 * A part of an offset behind the end is empty (RFC 9051 §6.4.5).
 *
 * Numbers are those of `Entity.path`; a message that is no multipart is its own part 1. Line ends are not touched: a server that stores
 * messages with LF hands out `parse(message.toBytes({ eol: 'crlf' }))`.
 *
 * @param section `BODY[…]<o.n>`, `BODY.PEEK[…]<o.n>`, or what stands between the brackets
 * @returns undefined where the message has no such part, or the part is no message
 * @throws TypeError for what is no section
 */
export function section(message: Entity, section: string): Uint8Array | undefined {
  assertString(section, 'section')
  assertEntity(message, 'message')
  const { numbers, what, names, partial } = readSection(section)
  const part = numbers.length === 0 ? message : partAt(message, numbers)
  if (part === undefined) return undefined
  const octets = octetsOf(part, numbers.length === 0, what, names)
  if (octets === undefined || partial === undefined) return octets
  return octets.subarray(partial.offset, Math.min(octets.length, partial.offset + partial.count))
}

function octetsOf(part: Entity, isRoot: boolean, what: What, names: ReadonlySet<string>): Uint8Array | undefined {
  if (what === 'MIME') return headerOf(part)
  if (what === 'ALL') return isRoot ? part.raw : part.rawBody
  const message = isRoot ? part : part.message
  if (message === undefined) return undefined
  if (what === 'HEADER') return headerOf(message)
  if (what === 'TEXT') return message.rawBody
  const out = new ByteWriter(256)
  for (const field of message.headers.fields()) {
    if (names.has(field.name.toLowerCase()) !== (what === 'HEADER.FIELDS')) continue
    const { raw } = field
    out.bytes(raw)
    if (raw[raw.length - 1] !== 0x0a) out.latin1('\r\n')
  }
  // The empty line is a part of the data, but where there is neither one nor a body (RFC 9051 §6.4.5.1).
  return endsInBlankLine(message) || message.rawBody.length > 0 ? out.bytes(separatorOf(message)).take() : out.take()
}

/** The header section, with the empty line that ends it where there is one. */
function headerOf(entity: Entity): Uint8Array {
  const { raw, rawBody } = entity
  return raw.subarray(0, raw.length - rawBody.length)
}

function endsInBlankLine(message: Entity): boolean {
  const header = headerOf(message)
  const { length } = header
  if (header[length - 1] !== 0x0a) return false
  const before = length - (header[length - 2] === 0x0d ? 2 : 1)
  return before === 0 || header[before - 1] === 0x0a
}

/** The message's own line end. */
function separatorOf(message: Entity): Uint8Array {
  const header = headerOf(message)
  const lf = header.indexOf(0x0a)
  return fromLatin1(lf !== -1 && (lf === 0 || header[lf - 1] !== 0x0d) ? '\n' : '\r\n')
}

/** The part with these numbers (RFC 9051 §6.4.5.1). */
function partAt(message: Entity, numbers: readonly number[]): Entity | undefined {
  let holder = message
  let part: Entity | undefined
  for (const number of numbers) {
    if (part !== undefined) {
      const inside: Entity | undefined = part.message ?? (part.parts.length > 0 ? part : undefined)
      if (inside === undefined) return undefined
      holder = inside
    }
    part = holder.parts.length > 0 ? holder.parts[number - 1] : number === 1 ? holder : undefined
    if (part === undefined) return undefined
  }
  return part
}

/** RFC822.SIZE: octets of the message as it would be written (RFC 9051 §6.4.5). */
export function size(message: Entity): number {
  assertEntity(message, 'message')
  return message.raw.length
}
