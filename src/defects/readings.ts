/** What a program shows where a defect was raised: the reading of each code, for docs/defects.md, `messagerie lint` and the playground. */
import type { DefectCode } from './codes.js'

export const READINGS: Readonly<Record<DefectCode, string>> = {
  // Bytes and lines
  'bare-lf': 'The line ends there, as at CRLF. `text` has LF where the message had it.',
  'bare-cr': 'The octet is kept and ends no line. CRs directly before a CRLF belong to that one line end.',
  'mixed-newlines': 'Each line ends as it is written; nothing is made uniform.',
  'nul-byte': 'The octet is kept. It ends no string, no line and no body.',
  'control-char': 'The characters stand in `text`. Who writes it to a terminal has to escape them.',
  'control-char-in-header': 'The characters stand in the value. They are neither white space nor a line break.',
  'eight-bit-header':
    'The text, decoded as UTF-8 where it is valid; else in a charset that the message declares for its text, else in `fallbackCharset`.',
  'invalid-utf8':
    'Raw octets: decoded in a charset of the message, else in `fallbackCharset`. Octets that are labelled UTF-8: U+FFFD for each malformed sequence.',
  'invalid-text-bytes':
    'U+FFFD for each. Under us-ascii, which is also the default: UTF-8 where it is valid, else `fallbackCharset`.',
  'oversize-line': 'The whole line. Writing it for a transport encodes the body anew.',
  'byte-order-mark': 'The fields, as if the mark were not there. It is kept in the octets.',
  'leading-blank-line': 'No fields: all that follows is the body. `ambiguities()` has what other readers see.',
  'mbox-from-line': 'The fields after it. The line is kept in the octets and is no field.',
  truncated: 'The field, as far as it goes.',
  'empty-message': 'An empty `text/plain` message.',
  // Header section
  'header-missing-colon': 'The other fields. The line is kept in the octets.',
  'missing-header-separator': 'The lines after the last field as the body.',
  'invalid-header-name': 'The field in `headers`, under the name as it stands. It is never taken for a known field.',
  'space-before-colon': 'The field, as if the white space were not there.',
  'leading-continuation': 'The fields after it. The line is kept in the octets.',
  'whitespace-only-fold':
    'The field with all its lines. Readers that take such a line for an empty one see a body begin here.',
  'duplicate-header':
    'The first that says anything. `to`, `cc`, `bcc`: all lists joined, in order. `inReplyTo`, `references`: all, where the first holds no identifier.',
  'multiple-from': '`from` is the first that names anybody. All are in `headers`.',
  'missing-from': '`from` is an empty list.',
  'missing-date': '`date` is undefined.',
  'missing-message-id': '`messageId` is undefined.',
  'missing-mime-version': 'The message as MIME: types, encodings and parts count.',
  'invalid-mime-version': 'The message as MIME 1.0.',
  'duplicate-mime-version': 'The message as MIME 1.0.',
  'duplicate-content-type': 'The part by the first. `ambiguities()` has what other readers take.',
  'duplicate-content-transfer-encoding': 'The body decoded by the first. `ambiguities()` has what other readers take.',
  'duplicate-content-disposition': 'The disposition and filename of the first.',
  'bidi-or-format-char': 'The characters, kept. Escape or remove them where a name or a domain is displayed.',
  'smtputf8-required': 'The text as it is. `toBytes({ utf8: false })` writes it in ASCII where that is possible.',
  // Parameters
  'invalid-parameter': 'The other parameters, and of this one what can be read.',
  'duplicate-parameter': 'The first value.',
  'conflicting-parameter-forms': 'The value in the form of RFC 2231; of `boundary` the plain one.',
  'comment-in-mime-header':
    'The value without the comment. Text of that form within an unquoted value stays in the value.',
  'whitespace-in-parameter': 'The value without the white space.',
  'whitespace-in-type': 'The type without the white space.',
  'fold-in-parameter': 'The value without the line break. Some readers keep it.',
  'backslash-in-parameter': 'The value without the backslash. Some readers keep it.',
  'unterminated-quoted-string': 'The text to the end of the field. In an address list the quotation mark is skipped.',
  'unterminated-comment':
    'What stands before the comment. An address before it counts; without one there is no mailbox.',
  'encoded-word-in-parameter':
    'Decoded in `filename`, `name` and unknown parameters; literal in `boundary`, `charset`, `type` and `protocol`.',
  'rfc2231-in-boundary': 'The parts that the decoded boundary delimits. Many readers see none.',
  'rfc2231-duplicate-segment': 'The value from the first segment of each number.',
  'rfc2231-gap': 'The segments before the gap, joined. Without segment 0 there is no value.',
  'rfc2231-invalid-section':
    'The value without that segment. Leading zeros alone are dropped; a number above 9999 makes a gap.',
  'rfc2231-out-of-order': 'The segments, joined by number.',
  'rfc2231-missing-charset':
    'Without an apostrophe: the whole value, as UTF-8. With one: the plain form, if there is one. With an empty charset: as UTF-8, without a defect.',
  'rfc2231-invalid-percent': 'The percent sign, literally.',
  'rfc2231-quoted-extended': 'The decoded value.',
  'rfc2231-split-char': 'The whole character. Segments without percent-encoding are joined as they are.',
  // Media types and multiparts
  'invalid-content-type':
    'The part as `text/plain`, or as an attachment if it has a filename. Its parameters are read.',
  'invalid-content-disposition':
    '`inline` or `attachment` where it stands in quotes or in an encoded-word. None at all: with a filename an attachment, else as if the field were absent.',
  'unknown-disposition': 'The part as an attachment.',
  'missing-boundary': 'One part of the declared type. It is displayed as text if no line of it begins with `--`.',
  'empty-boundary': 'One part, as if there were no boundary.',
  'invalid-boundary': 'The parts that it delimits.',
  'boundary-trailing-space': 'The parts that the boundary delimits without its white space.',
  'quoted-pair-in-boundary': 'The parts that the unescaped boundary delimits.',
  'boundary-on-non-multipart': 'The part as a leaf of its type.',
  'delimiters-in-leaf': 'The part as a leaf of its type. `ambiguities()` has the parts that others see.',
  'boundary-not-found': 'One part of the declared type. It is displayed as text if no line of it begins with `--`.',
  'boundary-prefix-collision':
    'The parts that whole delimiter lines delimit: `--`, the boundary, perhaps `--`, white space. Inner multiparts come first.',
  'nested-same-boundary': 'The parts, with each delimiter taken by the innermost multipart.',
  'unterminated-multipart': 'The parts that are there.',
  'empty-multipart': 'No parts.',
  'content-after-close': 'The parts before the end. What follows stays in the octets; some readers show it.',
  'content-in-preamble':
    'The parts from the first delimiter on. What stands before it stays in the octets; some readers show it.',
  'transport-padding': 'The parts, as if the white space were not there.',
  'encoded-multipart': 'The parts in the body as it stands. If there are none: one part, and `bytes()` decodes it.',
  'encoded-message': 'The attached message, decoded once when it is asked for.',
  'message-partial': 'The fragment as an attachment. `messagerie/legacy` puts fragments together.',
  'external-body': 'The reference as an attachment.',
  // Transfer encodings
  'unknown-transfer-encoding':
    'Decoded by the first word of the field if that is a known encoding. Else the octets as they are, in a part of its declared type.',
  'invalid-base64': 'The bytes that can be decoded. A last character that stands alone is dropped.',
  'base64-data-after-padding':
    'What follows too, if the rest of the line or the next line is whole groups (joined blocks). Else decoding ends at the padding, and the rest is only in `rawBody`.',
  'invalid-qp':
    'The malformed characters, literally. Hexadecimal digits of either case are decoded; white space before a line end is dropped.',
  'eight-bit-in-7bit': 'The octets, decoded in the charset of the part.',
  'inline-uuencode': 'The text as it is. `messagerie/legacy` takes the file out.',
  'legacy-encoding':
    'Uuencode as a transfer encoding is decoded. The others are attachments that `messagerie/legacy` opens.',
  'invalid-uuencode': 'The bytes of the sound lines. The name in its first line is not used as the filename.',
  // Charsets and encoded words
  'unknown-charset': 'The text as UTF-8 where it is valid, else in `fallbackCharset`. `charset.used` says which.',
  'unsafe-charset':
    'UTF-16 decoded; in `text/plain` also ISO-2022-KR, ISO-2022-CN and HZ. The others as UTF-8 where valid, else in `fallbackCharset`.',
  'charset-missing':
    'The text as UTF-8 where it is valid, else in `fallbackCharset`; escape sequences of ISO-2022-JP are honoured.',
  'charset-mismatch':
    'The text in the declared charset; as UTF-8 where that charset has seven bits only. `charset.used` says which.',
  'malformed-encoded-word':
    'The decoded word if its charset, encoding and text can be told; else the characters as they stand.',
  'encoded-word-adjacent': 'The decoded word, joined to its neighbours.',
  'encoded-word-too-long': 'The decoded word.',
  'encoded-word-split-char': 'The whole character.',
  'encoded-word-nested': 'The text after decoding once.',
  'encoded-word-in-quoted-string': 'The decoded word.',
  'encoded-word-in-address':
    'Literal in an address. An entry of only encoded-words is a name without an address; identifiers are decoded once and read.',
  'encoded-word-control-char': 'The characters, kept. Writers encode or refuse them.',
  // Addresses
  'address-invalid':
    'The one address in it, named by the words around it. A name without an address: a mailbox with an empty `address`; what the angles held is in `invalid`.',
  'address-ambiguous': 'Each address as a mailbox, in order, if all stand in angles or none does. Else no mailbox.',
  'address-empty-element': 'The other entries.',
  'obsolete-address-syntax': 'The address without the spaces.',
  'obsolete-route': 'The address after the colon. The route is in `route`.',
  'comment-in-address':
    'The address without it. `comment` has its text, which is also the name where there is no other.',
  'quoted-local-part': '`local` without the quotes, `address` with them where they are needed.',
  'special-in-address': 'The address as it stands; it is never parsed again.',
  'domain-literal': 'The address as it stands.',
  'address-routing-char': 'The address as it stands.',
  'oversize-address': 'The address as it stands.',
  'display-name-is-address': 'Name and address, apart. Show the address where the name looks like one.',
  'group-in-from': 'The members of the group.',
  'group-nested': 'All members in the outer group.',
  'multiple-from-mailboxes': 'All authors, in order.',
  'sender-not-single': 'The first mailbox.',
  'from-sender-mismatch': 'Both: `from` and `sender`.',
  'confusable-domain': 'The domain as it is. Show its ASCII form (`xn--…`) beside it.',
  'mixed-script-domain': 'The domain as it is.',
  'invalid-punycode': 'The domain as it is.',
  // Dates and ids
  'invalid-date': '`date` is undefined. The present time is never put in its place.',
  'invalid-date-zone':
    'The day and time as given. The offset is computed from digits, or unknown: then the time counts as UTC.',
  'obsolete-date':
    'The date. Years 00 to 49 are 20xx, others of two digits 19xx, three digits count from 1900; a numeric zone counts over a name.',
  'date-weekday-mismatch': 'The date by day, month and year.',
  'invalid-message-id':
    'What stands in angles, whatever it is. Without angles: what holds an "@"; in Message-ID and Content-ID, else the whole value.',
  'duplicate-content-id': 'The first part, in order of the message, where a `cid:` refers to it.',
  // Filenames
  'conflicting-filename': '`filename` of Content-Disposition. `ambiguities()` has both.',
  'path-in-filename': '`filename` as it stands; `safeFilename` has the last component alone.',
  'nul-in-filename': '`filename` as it stands; `safeFilename` has `_` there.',
  'control-in-filename': '`filename` as it stands; `safeFilename` has `_` there.',
  'bidi-in-filename': '`filename` as it stands; `safeFilename` has `_` there.',
  'format-char-in-filename': '`filename` as it stands; `safeFilename` has `_` there.',
  'confusable-filename': '`filename` as it stands.',
  'reserved-filename': '`filename` as it stands; `safeFilename` is changed so that it can be saved everywhere.',
  'double-extension': '`filename` as it stands. Show its last extension.',
  'empty-filename': '`filename` is undefined; the parameter is kept.',
  'oversize-filename': '`filename` whole; `safeFilename` cut before its extension.',
  // Security structure
  'signed-part-not-root': 'The signed octets are exactly those of the first child; nothing else is covered.',
  'signed-part-count': 'All children are listed; there is nothing to verify.',
  'signed-protocol-mismatch': 'The children; there is nothing to verify.',
  'encrypted-part-not-root': 'A leaf. Who decrypts it shows it apart from its siblings.',
  'encrypted-part-count': 'All children are listed.',
  // Limits
  'nesting-too-deep':
    'One part without parts of its own. `maxDepth` is 100 by default; other readers stop at 20 to 1,024.',
  'too-many-parts':
    'The first parts, and the rest as one part. `maxParts` is 10,000 by default; others stop at 1,000 to 10,000.',
  'header-section-too-large':
    'The fields up to there; the body begins after the empty line all the same. `maxHeaderBytes` is 1 MiB by default; others have 1 to 10 MiB.',
  'too-many-headers':
    'The fields up to there; the body begins after the empty line all the same. `maxFields` is 10,000 by default.',
  'oversize-header': 'The whole field.',
  'too-many-parameters': 'The first ones. `maxParameters` is 128 by default.',
  'too-many-addresses': 'The first ones; the octets keep all. `maxAddresses` is 10,000 by default.',
  'decoded-too-large':
    '`bytes()` ends there; reading the part as a stream goes on. `maxDecodedBytes` is 256 MiB by default.',
  'message-too-large': 'What was read so far. `maxBytes` is 16 GiB by default; memory is bounded by the other limits.',
  'too-many-defects':
    'The first of each code, and others up to `maxDefects`, 1,000 by default; at most 100 of one code.',
}
