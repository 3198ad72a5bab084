/**
 * The door `messagerie/codec`. Base64, quoted-printable, uuencode and charsets, as functions over octets in memory and as classes over chunks.
 * @module
 */
export {
  type DecodedText,
  decodeText,
  encodeText,
  hasCharset,
  type Iconv,
  useCharsets,
  useIconv,
} from '../charset/index.js'
export { Base64Decoder, decodeBase64 } from './base64.js'
export { Base64Encoder, type Base64Options, encodeBase64 } from './base64-encode.js'
export type { Codec, Decoder, Fault } from './decoder.js'
export type { LineOptions, QuotedPrintableOptions, UuencodeOptions } from './options.js'
export { decodeQuotedPrintable, QuotedPrintableDecoder } from './quoted-printable.js'
export { encodeQuotedPrintable, QuotedPrintableEncoder } from './quoted-printable-encode.js'
export { decodeUuencode, UuDecoder, type Uuencoded } from './uuencode.js'
export { encodeUuencode, UuEncoder } from './uuencode-encode.js'
