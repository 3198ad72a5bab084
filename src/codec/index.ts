/** The door `messagerie/codec`: transfer encodings as functions over bytes in memory and as classes over chunks. */
export { Base64Decoder, decodeBase64 } from './base64.js'
export type { Codec, Decoder, Fault } from './decoder.js'
export { decodeQuotedPrintable, QuotedPrintableDecoder } from './quoted-printable.js'
export { decodeUuencode, UuDecoder, type Uuencoded } from './uuencode.js'
