/**
 * The messages of defects: one sentence a code, which says what was found and what was assumed, with the octets where that helps. They stand apart
 * from codes.ts, so that a program that only reads does not carry them.
 */
import { latin1 } from '../bytes/platform.js'
import type { DefectCode } from './codes.js'

/** Each is understood alone. `{}` is where the octets are quoted, if they are known. */
const TEXTS: Readonly<Record<DefectCode, string>> = {
  // Bytes and lines
  'bare-lf': 'A line ends with LF alone, without CR; it is read as a line end',
  'bare-cr': 'A CR stands outside a CRLF; it ends no line and is kept as data',
  'mixed-newlines': 'Some lines end with CRLF and others with LF alone; each ends a line',
  'nul-byte': 'A NUL octet stands in the message; it is kept as data and ends nothing',
  'control-char': 'The decoded text holds control characters; they are kept',
  'control-char-in-header': 'A header field holds control characters{}; they are kept as data',
  'eight-bit-header':
    'A header field holds raw non-ASCII octets{}; they are decoded as UTF-8, or else in the charset of the message',
  'invalid-utf8':
    'Text that should be UTF-8 is not{}; it is decoded in another charset, or shown with replacement characters',
  'invalid-text-bytes': 'Some octets are invalid in the declared charset{}; U+FFFD stands for each',
  'oversize-line': 'A line is longer than the 998 octets that mail allows; it is read whole',
  'byte-order-mark': 'The message begins with a UTF-8 byte order mark; it is not part of the first field',
  'leading-blank-line':
    'An empty line stands before the first field; the header section ends there, and the fields are read as body',
  'mbox-from-line': 'The message begins with a "From " line of a mailbox file{}; it is skipped',
  truncated: 'The input ends within a header field{}; the field is read as if its line ended there',
  'empty-message': 'The message is empty; it is read as an empty text',
  // Header section
  'header-missing-colon': 'A line of the header section is no field, as it has no colon{}; it is skipped',
  'missing-header-separator':
    'No empty line ends the header section; the lines after the last field are read as body{}',
  'invalid-header-name':
    'The name of a field is empty or holds invalid characters{}; the field is kept under that name',
  'space-before-colon': 'White space stands between a field name and its colon{}; it is ignored',
  'leading-continuation': 'The first line begins with white space, but continues no field{}; it is skipped',
  'whitespace-only-fold': 'A folded field has a line of white space only; the header section goes on after it',
  'duplicate-header':
    'A field that may stand once stands again{}; the first one that says anything counts, and address lists are joined',
  'multiple-from': 'More than one From field says who wrote this; the first one is used{}',
  'missing-from': 'The message does not say who wrote it: it has no From field',
  'missing-date': 'The message does not say when it was written: it has no Date field',
  'missing-message-id': 'The message has no Message-ID, so that answers cannot refer to it',
  'missing-mime-version': 'There are Content-* fields but no MIME-Version; the message is read as MIME',
  'invalid-mime-version': 'MIME-Version is not 1.0{}; the message is read as MIME 1.0',
  'duplicate-mime-version': 'MIME-Version stands more than once{}; the message is read as MIME',
  'duplicate-content-type': 'Content-Type stands more than once{}; the first one is used',
  'duplicate-content-transfer-encoding': 'Content-Transfer-Encoding stands more than once{}; the first one is used',
  'duplicate-content-disposition': 'Content-Disposition stands more than once{}; the first one is used',
  'bidi-or-format-char':
    'Invisible or direction-changing characters stand in the text{}; what people see may differ from what is there',
  'smtputf8-required': 'A header field or address holds raw non-ASCII text{}; only servers with SMTPUTF8 carry it',
  // Parameters
  'invalid-parameter':
    'A parameter is malformed{}; what can be read of it is used, the rest is skipped up to the next semicolon',
  'duplicate-parameter': 'A parameter stands twice with different values{}; the first one is used',
  'conflicting-parameter-forms':
    'A parameter stands both plain and in the form of RFC 2231, with different values{}; one form is used',
  'comment-in-mime-header': 'A comment stands in a MIME field{}; many readers do not expect one there. It is skipped',
  'whitespace-in-parameter': 'White space stands around the "=" of a parameter{}; it is ignored',
  'whitespace-in-type': 'White space stands around the "/" of a media type{}; it is ignored, but not by all readers',
  'fold-in-parameter':
    'A quoted value of a parameter is broken over lines{}; the line break is removed, but not by all readers',
  'backslash-in-parameter':
    'A quoted value of a parameter holds a backslash{}; it is dropped, as RFC 5322 says, but not by all readers',
  'unterminated-quoted-string': 'A quotation mark is never closed{}; the quoted text runs to the end of the field',
  'unterminated-comment': 'A parenthesis is never closed{}; the comment runs to the end of the field',
  'encoded-word-in-parameter':
    'An encoded-word stands in a parameter, where it is not allowed{}; names of files are decoded',
  'rfc2231-in-boundary': 'The boundary of a multipart is written in the form of RFC 2231{}; it is decoded and used',
  'rfc2231-duplicate-segment':
    'A parameter in segments has one number twice{}; the first segment of that number is used',
  'rfc2231-gap': 'A parameter in segments lacks one{}; the value ends before the gap',
  'rfc2231-invalid-section':
    "The number of a parameter's segment is invalid{}; the segment is dropped, or its leading zeros are",
  'rfc2231-out-of-order': 'The segments of a parameter are not in order{}; they are sorted by their numbers',
  'rfc2231-missing-charset': 'An extended parameter value does not say its charset between apostrophes{}',
  'rfc2231-invalid-percent': 'A percent sign is not followed by two hexadecimal digits{}; it is kept as it is',
  'rfc2231-quoted-extended': 'An extended parameter value stands in quotes{}; it is unquoted, then decoded',
  'rfc2231-split-char': 'A character is cut between two segments of a parameter{}; they are joined before decoding',
  // Media types and multiparts
  'invalid-content-type': 'Content-Type is not of the form type/subtype{}; the part is read as text/plain',
  'invalid-content-disposition':
    'The type of Content-Disposition is no single word{}; the word in it is used if it can be told',
  'unknown-disposition': 'The disposition is neither inline nor attachment{}; the part is treated as an attachment',
  'missing-boundary':
    'A multipart does not declare its boundary{}; its parts cannot be told apart, and it is kept as one piece',
  'empty-boundary':
    'The boundary of a multipart is empty{}; its parts cannot be told apart, and it is kept as one piece',
  'invalid-boundary':
    'The boundary is longer than 70 characters or holds characters that are not allowed{}; it is used as it is',
  'boundary-trailing-space': 'The boundary ends in white space{}; it is compared without it',
  'quoted-pair-in-boundary': 'The boundary holds a backslash pair{}; it is compared without the backslash',
  'boundary-on-non-multipart': 'A part that is no multipart declares a boundary{}; it is ignored',
  'delimiters-in-leaf':
    'A part that is no multipart holds delimiters of its boundary{}; it is one piece here, but not to all readers',
  'boundary-not-found': 'The body of a multipart holds no line with its boundary; it is kept as one piece{}',
  'boundary-prefix-collision':
    'A line begins with a boundary but is not a delimiter, or one boundary begins with another{}; only whole lines count',
  'nested-same-boundary':
    'A multipart within another declares its boundary again{}; the innermost one takes each delimiter',
  'unterminated-multipart': 'A multipart is never closed; it ends at an outer delimiter or at the end of the input',
  'empty-multipart': 'A multipart is closed before its first part; it has no parts{}',
  'content-after-close': 'Fields or delimiters of parts stand after the end of a multipart; they are ignored{}',
  'content-in-preamble': 'Fields of a part stand before the first delimiter of a multipart; they are ignored{}',
  'transport-padding': 'White space follows the boundary on a delimiter line; it is ignored',
  'encoded-multipart':
    'A multipart declares a transfer encoding, where none is allowed{}; its parts are searched for in the body as it stands',
  'encoded-message':
    'An attached message is transfer-encoded, which RFC 2046 forbids{}; it is decoded and then read as a message',
  'message-partial': 'This is one fragment of a larger message{}; fragments are not put together',
  'external-body': 'The content is not in the message; a reference says where it is{}. Nothing is fetched',
  // Transfer encodings
  'unknown-transfer-encoding':
    'The transfer encoding is not one known word{}; the body is used without decoding unless its first word is known',
  'invalid-base64': 'The base64 text is malformed{}; invalid characters are skipped and missing padding is supplied',
  'base64-data-after-padding':
    'Base64 text goes on after the padding that ends it{}; it is decoded only if it is whole groups again',
  'invalid-qp': 'The quoted-printable text is malformed{}; what cannot be decoded is kept as it stands',
  'eight-bit-in-7bit': 'A body that says it is 7bit holds non-ASCII octets{}; they are kept',
  'inline-uuencode': 'The text holds a uuencoded file{}; it is left in the text',
  'legacy-encoding': 'The content has a form from before MIME, such as uuencode, TNEF, BinHex or yEnc{}',
  'invalid-uuencode': 'The uuencoded text has a malformed line or no end{}; malformed lines are skipped',
  // Charsets and encoded words
  'unknown-charset':
    'The declared charset is unknown{}; the text is decoded as UTF-8 if it is valid, else in the fallback charset',
  'unsafe-charset': 'The declared charset can hide text from filters{}; only some of these are decoded',
  'charset-missing':
    'The text holds non-ASCII octets but declares no charset{}; it is decoded as UTF-8 if valid, else in the fallback charset',
  'charset-mismatch': 'The octets are invalid in the declared charset but valid UTF-8{}',
  'malformed-encoded-word':
    'An encoded-word is malformed{}; it is decoded if it can be told apart, else kept as it stands',
  'encoded-word-adjacent': 'An encoded-word touches the text beside it{}; it is decoded, and no space is added',
  'encoded-word-too-long': 'An encoded-word is longer than 75 characters{}; it is decoded',
  'encoded-word-split-char': 'A character is cut between two encoded-words{}; they are joined before decoding',
  'encoded-word-nested': 'An encoded-word decodes to something that looks like one{}; it is not decoded again',
  'encoded-word-in-quoted-string': 'An encoded-word stands in quotes, where it is not allowed{}; it is decoded',
  'encoded-word-in-address':
    'An encoded-word stands where an address or identifier belongs{}; it is not decoded into an address',
  'encoded-word-control-char': 'An encoded-word decodes to control characters{}; they are kept',
  // Addresses
  'address-invalid':
    'An entry of an address list is not of the form name@domain or Name <name@domain>{}; what can be used of it is shown',
  'address-ambiguous': 'Several addresses stand in one entry, without a comma between them{}; each is shown',
  'address-empty-element': 'An address list has an empty entry; it is skipped',
  'obsolete-address-syntax':
    'The address is in an obsolete form, with odd spaces or dots{}; spaces are removed, dots are kept',
  'obsolete-route': 'The address has an obsolete route before it{}; the route is not used',
  'comment-in-address':
    'A comment in parentheses stands in an address{}; it is removed, and names the address if nothing else does',
  'quoted-local-part': 'The part before "@" stands in quotes{}; it is legal, but many programs refuse it',
  'special-in-address':
    'A quoted local part or a domain literal holds an "@" or another special{}; it is a part of the address',
  'domain-literal': 'The domain of an address is a literal in brackets and no name{}; it is kept as it stands',
  'address-routing-char': 'The part before "@" holds "%" or "!"{}, which old servers take for a route to another host',
  'oversize-address': 'The address is longer than mail servers accept{}; it is kept',
  'display-name-is-address':
    'The display name looks like another address{}; readers that show only the name deceive people',
  'group-in-from': 'A group stands where a single author belongs{}; its members are taken',
  'group-nested': 'A group of addresses stands within a group{}; its members are added to the outer one',
  'multiple-from-mailboxes': 'From names several authors, but no Sender says who sent the message{}',
  'sender-not-single': 'Sender is not exactly one mailbox{}; the first one is used',
  'from-sender-mismatch': 'The message was sent by somebody who is not among its authors{}',
  'confusable-domain': 'The domain holds characters that look like others{}; it may imitate another domain',
  'mixed-script-domain': 'A label of the domain mixes several scripts{}; it may imitate another domain',
  'invalid-punycode': 'A label of the domain begins with "xn--" but does not decode{}; it is kept',
  // Dates and ids
  'invalid-date': 'This is no date of mail, or a value in it is out of range{}; there is no date',
  'invalid-date-zone':
    'The date has a time zone that says no offset{}; the time is taken as UTC unless its digits can be computed',
  'obsolete-date': 'The date is in an obsolete or foreign form{}; it is read as that form says',
  'date-weekday-mismatch': 'The name of the weekday does not fit the date{}; it is ignored',
  'invalid-message-id':
    'A message identifier is not of the form <left@right>{}; what stands in angle brackets is used if there is any',
  'duplicate-content-id': 'Two parts have one Content-ID{}; a reference leads to the first of them',
  // Filenames
  'conflicting-filename': 'The part has two different filenames{}; the one of Content-Disposition is used',
  'path-in-filename': 'The filename holds a path{}; only safeFilename is fit to be saved',
  'nul-in-filename': 'The filename holds a NUL{}; only safeFilename is fit to be saved',
  'control-in-filename': 'The filename holds control characters{}; only safeFilename is fit to be saved',
  'bidi-in-filename':
    'The filename holds characters that change the direction of text{}; its extension may look like another',
  'format-char-in-filename': 'The filename holds invisible characters{}; it may look like another name',
  'confusable-filename': 'The filename holds lookalikes of a dot, a colon or a slash{}; it may look like another name',
  'reserved-filename': 'The filename cannot be used on some systems{}; safeFilename can',
  'double-extension': 'The extension of the filename is hidden behind another one or behind spaces{}',
  'empty-filename': 'The filename of a part is empty{}; the part is taken to have no name',
  'oversize-filename': 'The filename is longer than 255 octets{}; safeFilename is cut to that',
  // Security structure
  'signed-part-not-root': 'Only a part of the message is signed{}; whatever stands beside it is not covered',
  'signed-part-count': 'A signed part must have two children, the content and its signature, but has another number',
  'signed-protocol-mismatch': 'The signature is not of the type that its multipart announces{}; it cannot be verified',
  'encrypted-part-not-root':
    'Only a part of the message is encrypted{}; it has to be shown apart from what stands beside it',
  'encrypted-part-count': 'An encrypted part must have two children, control data and content, but has another number',
  // Limits
  'nesting-too-deep': 'Parts are nested deeper than maxDepth allows; what is deeper is kept as one piece',
  'too-many-parts': 'The message has more parts than maxParts allows; the rest of the multipart is kept as one piece',
  'header-section-too-large':
    'The header section is larger than maxHeaderBytes allows; later lines are kept but not read as fields',
  'too-many-headers':
    'The header section has more fields than maxFields allows; later lines are kept but not read as fields',
  'oversize-header': 'A header field is longer than 64 KiB; it is read whole',
  'too-many-parameters': 'A field has more parameters than maxParameters allows; the rest is ignored',
  'too-many-addresses': 'A field has more addresses than maxAddresses allows; the rest is ignored',
  'decoded-too-large': 'A body decodes to more than maxDecodedBytes allows; what was decoded so far is given',
  'message-too-large': 'The input is larger than maxBytes allows; reading stops there',
  'too-many-defects': 'More is wrong with the message than is listed; further defects are only counted',
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

/** The last line end out of a span that holds more than it: a quoted line needs none. */
function withoutLineEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = end
  while (at > start && (bytes[at - 1] === 0x0a || bytes[at - 1] === 0x0d)) at--
  return at === start ? end : at
}

/** At most `length` characters, `…` where something is missing; no escape is cut in two. */
function shortened(text: string, length: number): string {
  if (text.length <= length) return text
  return `${text.slice(0, length - 1).replace(/\\(?:x[0-9a-f]?)?$/, '')}…`
}

/**
 * The message of a defect: its sentence, in which the octets are quoted where they are known; at most 200 characters.
 * @param source the bytes that the offsets point into; absent when they are not kept (streams)
 */
export function describe(code: DefectCode, source?: Uint8Array, start = 0, end = 0): string {
  const text = TEXTS[code]
  if (source === undefined || end <= start) return text.replace('{}', '')
  const quoted = excerpt(source, start, withoutLineEnd(source, start, end))
  // The five characters around the octets take the place of two.
  return text.replace('{}', () => ` ("${shortened(quoted, MAX_LENGTH - text.length - 3)}")`)
}
