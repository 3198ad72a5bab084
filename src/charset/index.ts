/** Exports what other rooms use of charsets: labels, octets to text and back. */
export { decodeText, encodeText, hasCharset } from './all-charsets.js'
export {
  type Decoded,
  type DecodedText,
  decodeLabelled,
  isAtHand,
  isReadable,
  isSevenBit,
  type TextUse,
} from './decode.js'
export { canEncode, chunkEncoder, encodeNamed, refuseUnwritten } from './encode.js'
export { type Iconv, useIconv } from './iconv.js'
export { type Charset, charsetNames, lookup, named } from './labels.js'
export { TextStreamDecoder } from './stream.js'
export { useCharsets } from './use-charsets.js'
