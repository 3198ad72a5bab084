/** The names that each door exports at run time: what users hold on to, so that a change is seen. */
import { describe, expect, it } from 'vitest'
import * as codec from '../src/codec/index.js'
import * as field from '../src/field/index.js'
import * as root from '../src/index.js'
import * as composing from '../src/message/compose-door.js'
import * as scan from '../src/scan/index.js'
import * as node from '../src/stream/node.js'
import * as web from '../src/stream/web.js'

const DOORS: readonly (readonly [name: string, door: object, names: string])[] = [
  [
    'messagerie',
    root,
    'Entity Field Headers LineIndex Message MessageError MessageSpecError READER_PROFILES StoredPart compose open parse parseStream parts readings rewrite',
  ],
  [
    'messagerie/compose',
    composing,
    'MessageSpecError compose decodeFlowed encodeFlowed forward messageSpec quoteText redirect reply',
  ],
  ['messagerie/scan', scan, 'CheckedSink MESSAGE PART Scanner'],
  [
    'messagerie/web',
    web,
    'Base64DecoderStream Base64EncoderStream DotStuffStream DotUnstuffStream PartStream QuotedPrintableDecoderStream QuotedPrintableEncoderStream UuDecoderStream UuEncoderStream',
  ],
  [
    'messagerie/node',
    node,
    'Base64DecoderTransform Base64EncoderTransform DotStuffTransform DotUnstuffTransform PartStream QuotedPrintableDecoderTransform QuotedPrintableEncoderTransform UuDecoderTransform UuEncoderTransform',
  ],
  [
    'messagerie/field',
    field,
    'decodeEncodedWords encodeEncodedWords fold formatAddressList formatAuthResults formatContentType formatDate formatDisposition formatField formatKeywords formatMessageIds formatParameters formatReceived formatTagList grammarOf isAddrSpec parseAddressList parseAuthResults parseContentType parseDate parseDisposition parseKeywords parseMessageIds parseReceived parseTagList registerField unfold',
  ],
  [
    'messagerie/codec',
    codec,
    'Base64Decoder Base64Encoder QuotedPrintableDecoder QuotedPrintableEncoder UuDecoder UuEncoder decodeBase64 decodeQuotedPrintable decodeText decodeUuencode encodeBase64 encodeQuotedPrintable encodeText encodeUuencode hasCharset useIconv',
  ],
]

describe('exported names', () => {
  it.each(DOORS)('%s', (_name, door, names) => {
    expect(Object.keys(door).sort().join(' ')).toBe(names)
  })
})
