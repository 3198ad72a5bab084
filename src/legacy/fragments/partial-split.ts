/** Cuts a message into fragments of type message/partial. RFC 2046 §5.2.2. */
import { assertObject } from '../../bytes/arguments.js'
import { LF, NUL } from '../../bytes/ascii.js'
import { fromLatin1 } from '../../bytes/platform.js'
import { ByteWriter } from '../../bytes/writer.js'
import { checkMessageId } from '../../field/message-id.js'
import { formatContentType } from '../../field/mime/content-type.js'
import { formatField } from '../../field/registry.js'
import { fold } from '../../field/words/fold.js'
import { parse } from '../../message/parse.js'
import { assertMessage } from '../../tree/is-message.js'
import type { Message } from '../../tree/message.js'
import { isInnerField } from './partial.js'

/** How a message is cut into fragments. */
export interface SplitOptions {
  /** Octets of one fragment at most, header included. */
  maxBytes: number
  /** Parameter `id`, unique in the world, as a message id without angle brackets. Default: the Message-ID, with `partial.` before it. */
  id?: string
  /** Message-ID of fragment `n`, from 1, without angle brackets. Default: `n.` and `id`. */
  messageId?: (n: number) => string
}

const EOL = '\r\n'
const MAX_FRAGMENTS = 100_000

/**
 * Cuts at line ends. Each fragment is a message of its own with the fields of the first (Content fields, Subject, Message-ID, Encrypted and
 * MIME-Version are those of the enclosed message, in fragment 1); Subject says which of how many it is. A message that fits is cut into one
 * fragment all the same. `joinPartials` gives the message back, with those fields behind the others.
 *
 * @throws TypeError for a message that is not 7bit (RFC 2046 §5.2.2 forbids it: give `parse(message.toBytes({ transport: '7bit' }))`), without
 * Message-ID and without `id`, for lines that no fragment can hold
 */
export function splitPartial(message: Message, options: SplitOptions): Message[] {
  assertObject(options, 'options')
  assertMessage(message)
  const { maxBytes, messageId } = options
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1)
    throw new TypeError('options.maxBytes: expected a positive integer')
  const given = options.id ?? (message.messageId === undefined ? undefined : `partial.${message.messageId}`)
  if (given === undefined) throw new TypeError('options.id: the message has no Message-ID to make one of: give an id')
  const id = checkMessageId(given)
  const whole = new ByteWriter()
  const outer = new ByteWriter()
  for (const field of message.headers.fields()) (isInnerField(field.name) ? whole : outer).bytes(ended(field.raw))
  const content = whole.latin1(EOL).bytes(message.rawBody).take()
  const shared = outer.take()
  for (const bytes of [content, shared]) checkSevenBit(bytes)
  const header = (n: number, total: number): Uint8Array => {
    const subject = message.subject === undefined ? '' : `${message.subject} `
    const lines = [
      fold('Subject', formatField('Subject', `${subject}(part ${n} of ${total})`)),
      fold('Message-ID', `<${checkMessageId(messageId === undefined ? `${n}.${id}` : messageId(n))}>`),
      fold('MIME-Version', '1.0'),
      fold(
        'Content-Type',
        formatContentType({ mediaType: 'message/partial', params: { id, number: String(n), total: String(total) } }),
      ),
      EOL,
    ]
    return new ByteWriter().bytes(shared).latin1(lines.join(EOL)).take()
  }
  // The longest header that any fragment has.
  const room = maxBytes - header(MAX_FRAGMENTS, MAX_FRAGMENTS).length
  const cuts = cutsOf(content, room)
  return cuts.slice(1).map((end, i) => {
    const head = header(i + 1, cuts.length - 1)
    return parse(new ByteWriter(head.length + end - cuts[i]!).bytes(head).bytes(content.subarray(cuts[i]!, end)).take())
  })
}

/** Offsets behind line ends, at most `room` apart; the first is 0, the last the length. */
function cutsOf(content: Uint8Array, room: number): number[] {
  const cuts = [0]
  for (let start = 0; start < content.length; ) {
    let end = content.length
    if (end - start > room) {
      end = start + Math.max(0, room)
      while (end > start && content[end - 1] !== LF) end--
      if (end === start)
        throw new TypeError(
          `options.maxBytes: no room for the line at octet ${start} behind a header; give more, or encode the message in base64 first`,
        )
    }
    if (cuts.length > MAX_FRAGMENTS) throw new TypeError(`options.maxBytes: over ${MAX_FRAGMENTS} fragments; give more`)
    cuts.push(end)
    start = end
  }
  return cuts
}

function checkSevenBit(bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! >= 0x80 || bytes[i] === NUL)
      throw new TypeError("splitPartial: the message is not 7bit: give parse(message.toBytes({ transport: '7bit' }))")
  }
}

function ended(raw: Uint8Array): Uint8Array {
  return raw[raw.length - 1] === LF ? raw : new ByteWriter(raw.length + 2).bytes(raw).bytes(fromLatin1(EOL)).take()
}
