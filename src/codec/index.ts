/** The door `messagerie/codec`: transfer encodings as functions over bytes in memory and as classes over chunks. */
export { Base64Decoder, decodeBase64 } from './base64.js'
export { Base64Encoder, type Base64Options, encodeBase64 } from './base64-encode.js'
export type { Codec, Decoder, Fault } from './decoder.js'
export type { LineOptions, QuotedPrintableOptions, UuencodeOptions } from './options.js'
export { decodeQuotedPrintable, QuotedPrintableDecoder } from './quoted-printable.js'
export { encodeQuotedPrintable, QuotedPrintableEncoder } from './quoted-printable-encode.js'
export { decodeUuencode, UuDecoder, type Uuencoded } from './uuencode.js'
export { encodeUuencode, UuEncoder } from './uuencode-encode.js'
