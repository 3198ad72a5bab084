/** Content-Length of the dialects mboxcl and mboxcl2: found in a stored message, and set where one is written. mbox(5) of qmail. */
import { COLON, CR, DIGIT, is, LF, lower, SP, TAB } from '../bytes/ascii.js'
import { fromLatin1, indexOfByte } from '../bytes/platform.js'
import { concat } from '../bytes/writer.js'
import { FROM } from './from-quoting.js'

/** Octets of a header section in which the field is looked for: as `limits.maxHeaderBytes` of the parser. */
const MAX_HEADER = 1 << 20

/** Digits of a count: 15 stay below 2^53. */
const MAX_DIGITS = 15

const NAME = 'content-length'

/** What a walk over a header section found; positions are relative to the octets given. */
export interface CountedHeader {
  /** First octet of the body; -1 if the section has no end here. */
  readonly bodyStart: number
  /** The count; -1 if there is none or there are two that differ. */
  readonly length: number
  /** Each field with its folds. */
  readonly fields: readonly (readonly [start: number, end: number])[]
  /** A line begins with `From `: the section was left there. */
  readonly fromLine: boolean
  /** Further octets are needed. */
  readonly more: boolean
}

/** @param final no further octets come */
export function readHeader(bytes: Uint8Array, start: number, to: number, final: boolean): CountedHeader {
  const fields: [number, number][] = []
  let length = -1
  let clash = false
  let inField = false
  const answer = (bodyStart: number, fromLine: boolean, more: boolean): CountedHeader => ({
    bodyStart,
    length: clash ? -1 : length,
    fields,
    fromLine,
    more,
  })
  for (let line = start; ; ) {
    if (line - start > MAX_HEADER) return answer(-1, false, false)
    if (line === to) return answer(-1, false, !final)
    const c = bytes[line]!
    const lf = indexOfByte(bytes, LF, line)
    if (lf === -1 || lf >= to) return answer(-1, false, !final && to - start <= MAX_HEADER)
    if (lf === line || (c === CR && lf === line + 1)) return answer(lf + 1, false, false)
    if (c === SP || c === TAB) {
      if (inField) fields[fields.length - 1]![1] = lf + 1
    } else {
      if (startsWithFrom(bytes, line)) return answer(-1, true, false)
      inField = isContentLength(bytes, line, lf)
      if (inField) {
        fields.push([line, lf + 1])
        const value = readCount(bytes, line, lf)
        if (length !== -1 && value !== length) clash = true
        length = value
        if (value === -1) clash = true
      }
    }
    line = lf + 1
  }
}

function startsWithFrom(bytes: Uint8Array, line: number): boolean {
  for (let i = 0; i < FROM.length; i++) if (bytes[line + i] !== FROM[i]) return false
  return true
}

function isContentLength(bytes: Uint8Array, line: number, end: number): boolean {
  if (end - line <= NAME.length || lower(bytes[line]!) !== 0x63) return false
  for (let i = 1; i < NAME.length; i++) if (lower(bytes[line + i]!) !== NAME.charCodeAt(i)) return false
  let at = line + NAME.length
  while (at < end && (bytes[at] === SP || bytes[at] === TAB)) at++
  return bytes[at] === COLON
}

/** The digits behind the colon; -1 if there is anything else. */
function readCount(bytes: Uint8Array, line: number, end: number): number {
  let at = indexOfByte(bytes, COLON, line) + 1
  let to = end
  while (at < to && (bytes[at] === SP || bytes[at] === TAB)) at++
  while (to > at && (bytes[to - 1] === SP || bytes[to - 1] === TAB || bytes[to - 1] === CR)) to--
  if (to === at || to - at > MAX_DIGITS) return -1
  let value = 0
  for (; at < to; at++) {
    const c = bytes[at]!
    if (!is(c, DIGIT)) return -1
    value = value * 10 + c - 0x30
  }
  return value
}

/**
 * The message with a Content-Length of that value: in the place of the first one, further ones left out, else as the last field. The same
 * octets where it is right already. Undefined without a blank line after the header section: there is no body to count.
 */
export function withContentLength(bytes: Uint8Array, length: number): Uint8Array | undefined {
  const header = readHeader(bytes, 0, bytes.length, true)
  const { bodyStart, fields } = header
  if (bodyStart === -1) return undefined
  if (fields.length === 1 && header.length === length) return bytes
  const blank = bytes[bodyStart - 2] === CR ? bodyStart - 2 : bodyStart - 1
  const field = fromLatin1(`Content-Length: ${length}${blank === bodyStart - 2 ? '\r\n' : '\n'}`)
  const at = fields[0]?.[0] ?? blank
  return concat([bytes.subarray(0, at), field, ...around(bytes, at, fields)])
}

/** The message without any Content-Length: one without a body, whose count would be that of another message. */
export function withoutContentLength(bytes: Uint8Array): Uint8Array {
  const { fields } = readHeader(bytes, 0, bytes.length, true)
  return fields.length === 0 ? bytes : concat(around(bytes, 0, fields))
}

/** The octets from `at` on without the fields. */
function around(bytes: Uint8Array, at: number, fields: CountedHeader['fields']): Uint8Array[] {
  const kept: Uint8Array[] = []
  let from = at
  for (const [start, end] of fields) {
    kept.push(bytes.subarray(from, start))
    from = end
  }
  kept.push(bytes.subarray(from))
  return kept
}
