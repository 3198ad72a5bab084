/**
 * Makes attached messages and other contents of message/* fit for mail: CRLF line ends, no NUL, no bare CR, ASCII header sections. What cannot be
 * written so gets another type. RFC 5322 §2.1, RFC 2045 §6.4, RFC 2046 §5.2, RFC 6532 §3.7.
 */
import { CR, LF } from '../bytes/ascii.js'
import { withEol } from '../bytes/line-ends.js'
import { indexOfByte, isAscii } from '../bytes/platform.js'
import { traitsOf } from '../render/content.js'
import { join } from '../render/serialize.js'
import type { Message } from '../tree/message.js'
import type { Node } from '../tree/node.js'
import { isReadOnly } from '../tree/read-only.js'

/** Reads an attached message. Given, not imported: reading stands on what composes parts. */
export type Parse = (bytes: Uint8Array) => Message

/** The fields of which a message has one, whatever else it lacks. */
const TELLING = ['from', 'date', 'subject', 'message-id', 'received', 'return-path', 'to', 'mime-version']

/** Do octets of which nobody said so read as a message? */
export function readsAsMessage(bytes: Uint8Array, parse: Parse): boolean {
  const { headers } = parse(bytes)
  return TELLING.some((name) => headers.has(name))
}

/** The octets of a message, of one that was read with `messagerie/read` too. */
export function messageOctets(message: Message): Uint8Array {
  return isReadOnly(message) ? message.raw : message.toBytes()
}

/**
 * A message with canonical line ends and, unless `utf8`, header sections of ASCII; undefined where that cannot be without changing what it
 * says: a NUL or a bare CR in a header section, 8 bits in a field that does not decode, a signed part that would have to change.
 */
export function canonicalMessage(
  message: Message,
  utf8: boolean,
  parse: Parse,
): { bytes: Uint8Array; message: Message } | undefined {
  let bytes = messageOctets(message)
  const traits = traitsOf(bytes)
  if (!traits.bareBreak && !traits.nul && (utf8 || !traits.eightBit)) return { bytes, message: parse(bytes) }
  let read = parse(bytes)
  const before = sectionTraits(read.node)
  if (before.odd) return undefined
  try {
    if (before.eightBit && !utf8) read = parse((bytes = read.toBytes({ utf8: false })))
    if (traits.bareBreak && indexOfLoneLf(bytes)) {
      const isBinary = [...read.walk()].some((part) => part.transferEncoding === 'binary')
      // The octets of a binary part are no lines: they are encoded before any line end is written anew.
      if (isBinary) read = parse(read.toBytes({ transport: '7bit' }))
      read = parse((bytes = read.toBytes({ eol: 'crlf' })))
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return undefined
  }
  const after = sectionTraits(read.node)
  return after.odd || (after.eightBit && !utf8) ? undefined : { bytes, message: read }
}

/** The content of a message/* type that holds no message: fields in groups, mostly. Undefined for what mail cannot carry. */
export function canonicalFields(bytes: Uint8Array, isWide: boolean): Uint8Array | undefined {
  const canonical = withEol(bytes, '\r\n')
  const { nul, bareBreak, eightBit, longLine } = traitsOf(canonical)
  return nul || bareBreak || longLine || (eightBit && !isWide) ? undefined : canonical
}

/** What the header sections in a message hold that mail does not carry, those of parts and of messages in it among them. */
function sectionTraits(root: Node): { odd: boolean; eightBit: boolean } {
  let eightBit = false
  const work = [root]
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    const lines = node.edits?.lines
    const section =
      lines === undefined ? node.doc.source.subarray(node.start, node.bodyStart) : join(lines.map(({ raw }) => raw))
    if (holdsOdd(section)) return { odd: true, eightBit }
    if (!isAscii(section)) eightBit = true
    for (const child of node.children) work.push(child)
  }
  return { odd: false, eightBit }
}

/** A NUL, or a CR that is not part of a CRLF. */
function holdsOdd(octets: Uint8Array): boolean {
  if (indexOfByte(octets, 0, 0) !== -1) return true
  for (let at = indexOfByte(octets, CR, 0); at !== -1; at = indexOfByte(octets, CR, at + 1))
    if (octets[at + 1] !== LF) return true
  return false
}

function indexOfLoneLf(octets: Uint8Array): boolean {
  for (let at = indexOfByte(octets, LF, 0); at !== -1; at = indexOfByte(octets, LF, at + 1))
    if (octets[at - 1] !== CR) return true
  return false
}
