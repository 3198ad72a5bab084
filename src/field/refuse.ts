/** Refuses what no field may hold: CR, LF, NUL, lone surrogates; invalid field names. RFC 5322 §2.2 and §3.6.8, RFC 6532 §3.2. */
import { FTEXT, is, isAsciiText } from '../bytes/ascii.js'

/** CR, LF or NUL would end or cut the field; a lone surrogate has no UTF-8. */
const NEVER = /[\r\n\0]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
const CONTROLS = /[\x00-\x08\x0a-\x1f\x7f]/
/** RFC 5322 sets no bound; with 76 octets a name and its colon still leave a line of 78 (§2.1.1). */
const MAX_NAME = 76

function escaped(text: string, at: number): string {
  return `U+${text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')} at ${at}`
}

/**
 * The text, if it may stand in a field.
 * @throws TypeError that names `what`, the character and its index; nothing is repaired
 */
export function refuseBreaks(text: string, what: string): string {
  if (typeof text !== 'string') throw new TypeError(`${what}: expected a string`)
  const at = text.search(NEVER)
  if (at !== -1) throw new TypeError(`${what}: ${escaped(text, at)}; CR, LF, NUL and lone surrogates are refused`)
  return text
}

/** As `refuseBreaks`, for text that is written as it is: other controls are refused, non-ASCII unless `utf8`. */
export function refuseUnwritable(text: string, what: string, utf8 = false): string {
  refuseBreaks(text, what)
  const at = text.search(CONTROLS)
  if (at !== -1) throw new TypeError(`${what}: ${escaped(text, at)}; controls are refused`)
  if (!utf8 && !isAsciiText(text)) throw new TypeError(`${what}: non-ASCII text; this field has no encoding for it`)
  return text
}

/** A field name. @throws TypeError when empty, over 76 octets, or with anything but 21–7E without `:` */
export function checkFieldName(name: string): string {
  if (typeof name !== 'string') throw new TypeError('field name: expected a string')
  if (name.length === 0 || name.length > MAX_NAME) {
    throw new TypeError(`field name: expected 1 to ${MAX_NAME} octets, got ${name.length}`)
  }
  for (let at = 0; at < name.length; at++) {
    if (!is(name.charCodeAt(at), FTEXT)) {
      throw new TypeError(`field name: ${escaped(name, at)}; expected printable ASCII without ":" (RFC 5322 §3.6.8)`)
    }
  }
  return name
}
