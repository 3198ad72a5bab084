/**
 * One object of each class that reading a message makes and drops. V8 forgets a hidden class of which no object is left at a full collection, and all
 * code that was compiled for it with that. Measured without these, the CPU time of reading 1,000 short messages just after a full collection: 4 to 8
 * times that of any other reading of them; with them, the same.
 */
import { fromLatin1 } from '../bytes/platform.js'
import { Base64Decoder } from '../codec/base64.js'
import { QuotedPrintableDecoder } from '../codec/quoted-printable.js'
import { ignore } from '../defects/defect.js'
import { keepAddressReaders } from '../field/address/address.js'
import { keepDateReader } from '../field/date.js'
import { Lexer } from '../field/lexer.js'
import { keepIdReader } from '../field/message-id.js'
import { ParameterReader } from '../field/mime/parameters.js'
import { Builder } from './builder.js'
import type { Message } from './message.js'

/** A message with two parts. */
const SAMPLE =
  'From: a@b.c\r\nTo: a@b.c\r\nDate: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n--b\r\nX: =?utf-8?Q?=C3=A9?=\r\n\r\n\r\n--b--\r\n'

/** @param parse reads a message, as the program that is to stay compiled does */
export function keepShapes(parse: (source: Uint8Array) => Message): readonly unknown[] {
  const message = parse(fromLatin1(SAMPLE))
  const read: unknown[] = [message, message.from, message.to, message.date, message.text, message.attachments]
  for (const part of message.walk()) for (const field of part.headers) read.push(field.parsed, field.text)
  const parameters = new ParameterReader("; a=b; c*=utf-8''d", ignore, 0, 9)
  parameters.params()
  read.push(parameters, new Lexer('', ignore), new Base64Decoder(), new QuotedPrintableDecoder())
  read.push(keepAddressReaders(), keepDateReader(), keepIdReader(), new Builder(message.node.doc))
  return read
}
