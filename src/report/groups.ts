/** Groups of fields in the body of a part: message/delivery-status and its kin. RFC 3464 §2.1, RFC 8098 §3.1, RFC 5965 §3. */

import { CR, LF } from '../bytes/ascii.js'
import { nextLine } from '../bytes/line-ends.js'
import { parseAddressList } from '../field/address/address.js'
import { isIdentityEncoding } from '../field/mime/transfer-encoding.js'
import { parse } from '../message/parse.js'
import type { Entity } from '../tree/entity.js'
import type { Field } from '../tree/field.js'
import type { Message } from '../tree/message.js'

/** Where something was found. */
export interface Evidence {
  /** What was found there, as `Status` or `reply`. */
  readonly what: string
  /** Path of the part that holds it. */
  readonly path: readonly number[]
  /**
   * `source`: byte offsets in the message. `content`: byte offsets in the part's `bytes()`, where it is under a transfer encoding. `text`: offsets in
   * its `decodeText()`, in UTF-16 code units.
   */
  readonly in: 'source' | 'content' | 'text'
  /** Where it begins, counted as `in` says. */
  readonly start: number
  /** Where it ends, half open. */
  readonly end: number
}

export interface Group {
  readonly fields: Message['headers']
  /** Evidence for one of its fields. */
  evidence(what: string, field: Field): Evidence
}

/** No report that somebody sends has more; the rest is not read. */
const MAX_GROUPS = 10_000

/** The groups of fields in a part, apart by empty lines. Never throws. Linear. */
export function groupsOf(part: Entity, max = MAX_GROUPS): Group[] {
  const bytes = part.bytes()
  const inSource = isIdentityEncoding(part.transferEncoding)
  const base = inSource ? part.range.bodyStart : 0
  const { path } = part
  const groups: Group[] = []
  let from = 0
  while (from < bytes.length && groups.length < max) {
    const to = groupEnd(bytes, from)
    if (to > from) {
      const offset = base + from
      const fields = parse(bytes.subarray(from, to)).headers
      groups.push({
        fields,
        evidence: (what, field) => {
          const range = field.range ?? { start: 0, end: 0 }
          return {
            what,
            path,
            in: inSource ? 'source' : 'content',
            start: offset + range.start,
            end: offset + range.end,
          }
        },
      })
    }
    from = nextLine(bytes, to)
  }
  return groups.filter(({ fields }) => fields.size > 0)
}

/** Index behind the last line before an empty one. */
function groupEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length) {
    const next = nextLine(bytes, at)
    if (isEmpty(bytes, at, next)) return at
    at = next
  }
  return at
}

/** QUIRK(RFC 3464 §2.1): a line of white space alone parts groups too. Sent by: Exchange 2003. Fixture: report/dsn.test.ts. */
function isEmpty(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const c = bytes[i]!
    if (c !== LF && c !== CR && c !== 0x20 && c !== 0x09) return false
  }
  return true
}

/** A value with its type: `rfc822; ann@example.org` (RFC 3464 §2.1.2). */
export interface Typed {
  /** Lower case: `rfc822`, `dns`, `smtp`, `utf-8`; '' where none was given. */
  readonly type: string
  /** What stands behind the type. */
  readonly value: string
}

/** A value of the form `type; value` (RFC 3464 §2.1.2), comments at its end kept. */
export function typed(value: string): Typed {
  const semicolon = value.indexOf(';')
  const type = semicolon === -1 ? '' : value.slice(0, semicolon).trim().toLowerCase()
  // QUIRK(RFC 3464 §2.1.2): no type. Sent by: gateways that write the address alone. Fixture: report/dsn.test.ts.
  if (!/^[a-z0-9-]+$/.test(type)) return { type: '', value: value.trim() }
  return { type, value: value.slice(semicolon + 1).trim() }
}

/**
 * The addr-spec of an address in a report: without types, comments, routes and angle brackets. Undefined where it is none, as the number of a fax is.
 */
export function addrSpecOf({ type, value }: Typed): string | undefined {
  if (NO_MAIL.test(type)) return undefined
  // QUIRK(RFC 3464 §2.3.2): the type twice, or misspelt. Sent by: gateways. Fixture: report/bounce.test.ts.
  const text = unescaped(type, value)
    .slice(0, 2000)
    .replace(/^(?:\s{0,8}(?:rfc[-/_ ]?822|smtp|utf-8)\s{0,8}[;:]){1,3}/i, '')
  if (NO_MAIL.test(text.slice(0, 12).split(';', 1)[0]!.trim())) return undefined
  return parseAddressList(text).mailboxes.find(({ domain, local }) => domain !== '' && local !== '')?.address
}

/** Types of addresses that are none of mail. */
const NO_MAIL = /^(?:fax|x\.?400|phone|tel|pager|sms|voice)$/i

/** An address of a report, without angle brackets and comments; `utf-8` addresses decoded (RFC 6533 §3). */
export function addressOf({ type, value }: Typed): string {
  let text = value
  const comment = text.indexOf('(')
  if (comment > 0) text = text.slice(0, comment)
  text = text.trim().replace(/^<|>$/g, '').trim()
  return unescaped(type, text)
}

/** RFC 6533 §3: characters of an address of the type utf-8 as `\x{…}`. */
function unescaped(type: string, text: string): string {
  if (type !== 'utf-8') return text
  return text.replace(/\\x\{([0-9A-F]{1,6})\}/gi, (all, hex: string) => {
    const code = Number.parseInt(hex, 16)
    return code > 0x1f && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : all
  })
}
