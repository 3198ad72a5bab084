/** Floor 2, charsets: labels, text from octets and back. */
export { type Decoded, decodeLabelled, decodeText, hasCharset } from './decode.js'
export { encodeText } from './encode.js'
export { TextStreamDecoder } from './stream.js'
