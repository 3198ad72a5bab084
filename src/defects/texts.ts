/**
 * The defects in words, for people: when each is raised, and the message that quotes what was found. Apart from codes.ts, so that a program that
 * only reads does not carry them.
 */
import { latin1 } from '../bytes/platform.js'
import type { DefectCode } from './codes.js'

/** When each is raised. */
export const TEXTS: Readonly<Record<DefectCode, string>> = {
  // Bytes and lines
  'bare-lf': 'LF alone ends a line (not in a `binary` leaf)',
  'bare-cr': 'a CR not in a CRLF (not in a `binary` leaf)',
  'mixed-newlines': 'CRLF and LF both end lines',
  'nul-byte': 'NUL in the source (not in a `binary` leaf)',
  'control-char': 'decoded text holds C0 controls other than TAB, LF, CR, FF',
  'control-char-in-header': '01–08, 0B, 0C, 0E–1F or 7F in a field',
  'eight-bit-header': 'octets ≥ 80 in a header section',
  'invalid-utf8': 'ill-formed UTF-8 in a raw field, or an encoded-word or parameter labelled UTF-8',
  'invalid-text-bytes': 'octets invalid in the charset of a text body, or of a word or parameter that is not UTF-8',
  'oversize-line': 'over 998 octets before the line end',
  'byte-order-mark': 'the message begins with EF BB BF',
  'leading-blank-line': 'empty lines, then a field line, at the start of a message',
  'mbox-from-line': 'the first line is an mbox `From ` or `>From ` line',
  truncated: 'input ends in a header line without line end',
  'empty-message': 'no field and no body',
  // Header section
  'header-missing-colon': 'a line is no field (mbox line at the start excepted)',
  'missing-header-separator': 'the section ends (delimiter, end of input) in lines that are no field',
  'invalid-header-name': 'name empty or with octets outside 21–7E',
  'space-before-colon': 'WSP between name and `:`',
  'leading-continuation': 'the first line begins with WSP',
  'whitespace-only-fold': 'a continuation of WSP only',
  'duplicate-header':
    'Date, Sender, Reply-To, To, Cc, Bcc, Message-ID, In-Reply-To, References, Subject, Content-ID, Content-Description or a List-* field twice',
  'multiple-from': 'more than one From',
  'missing-from': 'no From in the root message',
  'missing-date': 'no Date in the root message',
  'missing-message-id': 'no Message-ID in the root message',
  'missing-mime-version': 'Content-* fields without MIME-Version in a message',
  'invalid-mime-version': 'not `1.0` after comments',
  'duplicate-mime-version': 'more than one MIME-Version',
  'duplicate-content-type': 'more than one Content-Type',
  'duplicate-content-transfer-encoding': 'more than one Content-Transfer-Encoding',
  'duplicate-content-disposition': 'more than one Content-Disposition',
  'bidi-or-format-char':
    'bidi controls (061C, 200E–F, 202A–E, 2066–9) or zero-width (200B–D, 2060, FEFF) in decoded text, names or domains',
  'smtputf8-required': 'non-ASCII in a local part or raw field',
  // Parameters
  'invalid-parameter':
    'no name or `=`, name not a token, empty parameter, text after type or quoted value, specials or WSP in an unquoted value',
  'duplicate-parameter': 'same name and form twice, values differ',
  'conflicting-parameter-forms': 'plain and RFC 2231 forms of a name, values differ',
  'comment-in-mime-header': 'a comment in a MIME field, or text of that form in an unquoted value',
  'whitespace-in-parameter': 'WSP around `=` or `/`',
  'unterminated-quoted-string': 'no closing quote',
  'unterminated-comment': 'no closing `)`',
  'encoded-word-in-parameter': 'an encoded-word in a value',
  'rfc2231-in-boundary': '`boundary` in RFC 2231 form',
  'rfc2231-duplicate-segment': 'a segment number twice',
  'rfc2231-gap': 'a segment number missing below a present one',
  'rfc2231-invalid-section': 'number with leading zero, above 9999, signed, or not a number',
  'rfc2231-out-of-order': 'segments not in order',
  'rfc2231-missing-charset': "extended value without two `'`",
  'rfc2231-invalid-percent': '`%` without two hex digits',
  'rfc2231-quoted-extended': 'extended value in quotes',
  'rfc2231-split-char': 'a character cut by a segment',
  // Media types and multiparts
  'invalid-content-type': 'not CFWS token CFWS `/` CFWS token',
  'invalid-content-disposition': 'type is not one token',
  'unknown-disposition': 'neither inline nor attachment',
  'missing-boundary': 'multipart without `boundary`',
  'empty-boundary': '`boundary=""`',
  'invalid-boundary': 'over 70 octets, or octets outside bchars',
  'boundary-trailing-space': 'ends in WSP',
  'quoted-pair-in-boundary': 'a backslash pair',
  'boundary-on-non-multipart': '`boundary` on another type',
  'boundary-not-found': 'no delimiter of it in the body',
  'boundary-prefix-collision':
    'a line begins, after WSP, with `--` and the innermost boundary but is no delimiter; or a boundary is a prefix of an open one or the reverse',
  'nested-same-boundary': 'a multipart declares an open boundary',
  'unterminated-multipart': 'no closing delimiter',
  'empty-multipart': 'closing delimiter, no part',
  'content-after-close':
    'an epilogue holds a delimiter of its multipart or a line `Content-Type:`, `-Disposition:`, `-Transfer-Encoding:`',
  'content-in-preamble': 'the same field lines in a preamble',
  'transport-padding': 'WSP after a delimiter',
  'encoded-multipart': 'multipart with an encoding other than 7bit, 8bit, binary',
  'encoded-message': 'the same on message/rfc822 (legal on message/global)',
  'message-partial': 'message/partial',
  'external-body': 'message/external-body',
  // Transfer encodings
  'unknown-transfer-encoding': 'not one known token after comments: quoted, listed, with `;`, encoded-word, empty',
  'invalid-base64': 'octets outside the alphabet (WSP excepted), wrong or missing padding, bits left over',
  'base64-data-after-padding': 'alphabet octets after `=`',
  'invalid-qp': '`=` without two hex digits or line end, lower-case hex, octets ≥ 7F or controls',
  'eight-bit-in-7bit': 'octets ≥ 80 under 7bit',
  'inline-uuencode': '`begin` mode name in text',
  'legacy-encoding': 'x-uuencode, uuencode, x-uue; TNEF, BinHex, yEnc content',
  'invalid-uuencode': 'bad line or no `end`',
  // Charsets and encoded words
  'unknown-charset': 'label unknown',
  'unsafe-charset': 'UTF-7, UTF-16, UTF-32 or a WHATWG *replacement* label',
  'charset-missing': '8-bit text without charset',
  'charset-mismatch': 'octets invalid in the declared charset but valid UTF-8',
  'malformed-encoded-word': '`=?` breaks the grammar or the separation rule, or holds WSP',
  'encoded-word-adjacent': 'glued to text or to another',
  'encoded-word-too-long': 'over 75 characters',
  'encoded-word-split-char': 'a character cut between words',
  'encoded-word-nested': 'the result looks like one',
  'encoded-word-in-quoted-string': 'in a quoted name',
  'encoded-word-in-address': 'in an addr-spec or msg-id, or an element or a field of ids of only words',
  'encoded-word-control-char': 'decodes to C0 or 7F (in filenames see section 10)',
  // Addresses
  'address-invalid': 'an element or a whole address field matches no grammar',
  'address-ambiguous':
    'two addr-specs in an element, apart by white space or angles alone (text equal to the address, and one before a single angle-addr, excepted)',
  'address-empty-element': 'empty element',
  'obsolete-address-syntax': 'CFWS around `.` or `@`, `.` in a phrase, leading, trailing or double dots',
  'obsolete-route': '`<@a,@b:c@d>`',
  'comment-in-address': 'a comment',
  'quoted-local-part': 'quoted local part',
  'domain-literal': '`[…]` domain',
  'address-routing-char': '`%` or `!` in the local part',
  'oversize-address': 'local part over 64, domain over 255 or address over 254 octets',
  'display-name-is-address': 'a name, of a phrase or of a comment, holds an addr-spec other than the address',
  'group-in-from': 'group in From or Sender',
  'group-nested': 'group in a group',
  'multiple-from-mailboxes': 'several in From, no Sender',
  'sender-not-single': 'Sender not one mailbox',
  'from-sender-mismatch': 'Sender is not in From',
  'confusable-domain': 'UTS 46 maps a character to ASCII or to a dot, or a label mixes Latin with Cyrillic or Greek',
  'mixed-script-domain': 'several scripts in a label',
  'invalid-punycode': 'an `xn--` label does not decode',
  // Dates and ids
  'invalid-date': 'no date by any grammar, or a value out of range (day of month, hour, year before 1900 or over 9999)',
  'invalid-date-zone':
    'a sound day and time with a zone of no grammar: unknown name, two signs, three digits, minutes over 59',
  'obsolete-date': 'two- or three-digit year, leading zeros, named zone, comment inside, no comma, ISO 8601',
  'date-weekday-mismatch': 'wrong day name',
  'invalid-message-id': 'an id field holds anything but `<left@right>` (one, in Message-ID and Content-ID)',
  'duplicate-content-id': 'two parts with one Content-ID',
  // Filenames
  'conflicting-filename': '`filename` and `name` differ',
  'path-in-filename': '`/`, `\\` or `:`',
  'nul-in-filename': 'NUL',
  'control-in-filename': 'other C0, 7F, CR, LF',
  'bidi-in-filename': 'bidi controls',
  'format-char-in-filename': 'zero-width characters',
  'confusable-filename': 'lookalikes of `/ \\ . :` (FF0F, 2044, 2215, 29F8, FF3C, FF0E, 2024, FF1A)',
  'reserved-filename': '`.`, `..`, Windows device name, trailing dot or space',
  'double-extension':
    'three spaces or more before the last extension, or a document extension before an executable one',
  'empty-filename': 'empty',
  'oversize-filename': 'over 255 UTF-8 octets',
  // Security structure
  'signed-part-not-root': 'multipart/signed or pkcs7 signed-data below the root',
  'signed-part-count': 'multipart/signed without exactly two children',
  'signed-protocol-mismatch': "`protocol` absent or not the second child's type",
  'encrypted-part-not-root': 'encrypted part below the root',
  'encrypted-part-count': 'multipart/encrypted without exactly two children',
  // Limits
  'nesting-too-deep': 'over `maxDepth` multiparts and messages',
  'too-many-parts': 'over `maxParts` entities',
  'header-section-too-large': 'a section over `maxHeaderBytes`',
  'too-many-headers': 'over `maxFields` in a section',
  'oversize-header': 'one field over 64 KiB',
  'too-many-parameters': 'over `maxParameters` names in a field, or 1,000 segments of one name',
  'too-many-addresses': 'over `maxAddresses` in a field',
  'decoded-too-large': 'one body decodes to over `maxDecodedBytes`',
  'message-too-large': 'input over `maxBytes`',
  'too-many-defects': 'rule 8',
}

const QUOTED_OCTETS = 40
const MAX_LENGTH = 200
const PRINTABLE = /^[ -~]*$/

/** At most 40 octets of input, printable. */
export function excerpt(bytes: Uint8Array, start: number, end: number): string {
  const cut = Math.min(end, start + QUOTED_OCTETS)
  let text = ''
  const raw = latin1(bytes, start, cut)
  if (PRINTABLE.test(raw)) return cut < end ? `${raw}…` : raw
  for (let i = 0; i < raw.length; i++) {
    const c = raw.charCodeAt(i)
    if (c === 0x0d) text += '\\r'
    else if (c === 0x0a) text += '\\n'
    else if (c === 0x09) text += '\\t'
    else if (c < 0x20 || c >= 0x7f) text += `\\x${c.toString(16).padStart(2, '0')}`
    else text += raw[i]
  }
  return cut < end ? `${text}…` : text
}

/**
 * The message of a defect: its text, and the octets that it is about where they are known; at most 200 characters.
 * @param source the bytes that the offsets point into; absent when they are not kept (streams)
 */
export function describe(code: DefectCode, source?: Uint8Array, start = 0, end = 0): string {
  let message = TEXTS[code]
  if (source !== undefined && end > start) message = `${message}: "${excerpt(source, start, end)}"`
  return message.length > MAX_LENGTH ? `${message.slice(0, MAX_LENGTH - 1)}…` : message
}
