/**
 * The door `messagerie/field`. Reads and writes the value of one field: addresses, dates, identifiers, parameters, encoded-words. Reading never throws; writing throws for what a field
 * cannot hold. RFC 5322 §3.
 * @module
 */
import { trimWsp } from '../bytes/ascii.js'
import { ignore } from '../defects/defect.js'
import { unfold as unfoldOctets } from './lexer.js'
import { text, toOctets } from './octets.js'
import { fold as foldField } from './words/fold.js'

export type { Report } from '../defects/defect.js'
export { isAddrSpec } from './address/addr-spec.js'
export { type AddressList, type Group, type Mailbox, parseAddressList } from './address/address.js'
export { displayAddresses } from './address/address-display.js'
export { type AddressFormatOptions, formatAddressList } from './address/address-format.js'
export { formatDate, type MailDate, parseDate } from './date.js'
export type { ListHeaders, ListId } from './list.js'
export { formatMessageIds, type IdOptions, parseMessageIds } from './message-id.js'
export { type ContentType, formatContentType, parseContentType } from './mime/content-type.js'
export { type Disposition, formatDisposition, type Parameterized, parseDisposition } from './mime/disposition.js'
export type { Params } from './mime/parameters.js'
export { formatParameters, type ParameterOptions } from './mime/parameters-format.js'
export {
  type AddressValue,
  type FieldKind,
  type FieldTypes,
  type FieldValue,
  type FormatOptions,
  formatField,
  type Grammar,
  grammarOf,
  type NamedAddress,
  type ParameterizedValue,
  type ParameterValues,
  type ParsedField,
  registerField,
  type SettableValue,
} from './registry.js'
export {
  type AuthProperty,
  type AuthResult,
  type AuthResults,
  formatAuthResults,
  parseAuthResults,
} from './trace/auth-results.js'
export { formatReceived, parseReceived, type Received, type ReceivedSpec } from './trace/received.js'
export { formatTagList, parseTagList, type TagList } from './trace/tag-list.js'
export { decodeEncodedWords, type EncodeOptions, encodeEncodedWords } from './words/encoded-word.js'
export { formatKeywords, parseKeywords } from './words/keywords.js'

/**
 * A field as lines: CRLF is put before white space so that lines have at most 78 characters (76 with encoded-words) where there is white
 * space, and at most 998 octets always. The line end of the field itself is not part of it. Takes a name and a value, or a whole
 * field `Name: value` (folded or not; bytes are UTF-8).
 * @throws TypeError for a name that is none, for CR, LF, NUL or lone surrogates, and for a stretch without white space over 998 octets
 */
export function fold(field: string | Uint8Array): string
export function fold(name: string, value: string): string
export function fold(first: string | Uint8Array, value?: string): string {
  if (value !== undefined) return foldField(first as string, value)
  const field = unfold(first)
  const colon = field.indexOf(':')
  if (colon === -1) throw new TypeError('fold: expected a field `Name: value`, or a name and a value')
  return foldField(field.slice(0, colon), trimWsp(field.slice(colon + 1)))
}

/** RFC 5322 §2.2.3: a field value without the line breaks of its folds; white space stays. Bytes are taken as UTF-8. */
export function unfold(value: string | Uint8Array): string {
  return typeof value === 'string' ? unfoldOctets(value) : text(unfoldOctets(toOctets(value)), ignore, 0)
}
