/** Writes values as an IMAP server does: NIL, numbers, strings quoted or literal, parenthesized lists. RFC 9051 §4. */
import { isObject } from '../bytes/arguments.js'
import { fromUtf8 } from '../bytes/platform.js'
import { ByteWriter } from '../bytes/writer.js'

/** Lists that follow each other without a space: the addresses of a list, the parts of a multipart (RFC 9051 §9, env-from, body-type-mpart). */
export interface Adjacent {
  readonly adjacent: readonly ImapValue[]
}

/** `undefined` is NIL. */
export type ImapValue = string | number | undefined | Adjacent | readonly ImapValue[]

/** What a quoted string cannot hold: a literal is written then (RFC 9051 §9, QUOTED-CHAR). */
const NEEDS_LITERAL = /[\r\n\x7f-\uffff]/

interface Open {
  readonly items: readonly ImapValue[]
  readonly separator: string
  readonly close: string
  next: number
}

/**
 * The value as octets of a response. Text above ASCII is written as a literal of its UTF-8 octets, which every client takes, with or without
 * UTF8=ACCEPT. Iterative: a list may be as deep as the message.
 *
 * @throws TypeError for any other value: a list without a length would be written without end
 */
export function formatValue(value: ImapValue): Uint8Array {
  const out = new ByteWriter(256)
  const open: Open[] = [{ items: [value], separator: ' ', close: '', next: 0 }]
  while (open.length > 0) {
    const list = open[open.length - 1]!
    const { items, separator } = list
    if (list.next === items.length) {
      out.latin1(list.close)
      open.pop()
      continue
    }
    if (list.next > 0) out.latin1(separator)
    const item = items[list.next++]
    if (item === undefined || item === null) out.latin1('NIL')
    else if (typeof item === 'number') out.latin1(String(item))
    else if (typeof item === 'string') string(item, out)
    else if (Array.isArray(item)) {
      out.latin1('(')
      open.push({ items: item, separator: ' ', close: ')', next: 0 })
    } else if (isObject(item) && 'adjacent' in item && Array.isArray(item.adjacent))
      open.push({ items: item.adjacent, separator: '', close: '', next: 0 })
    else throw new TypeError(`value: expected strings, numbers and arrays of them, got ${typeof item}`)
  }
  return out.take()
}

function string(given: string, out: ByteWriter): void {
  // Neither a quoted string nor a literal may hold NUL (RFC 9051 §9, CHAR8): a client would drop the connection.
  const text = given.includes('\0') ? given.replaceAll('\0', '\ufffd') : given
  if (!NEEDS_LITERAL.test(text)) out.latin1(`"${text.replace(/["\\]/g, '\\$&')}"`)
  else {
    const bytes = fromUtf8(text)
    out.latin1(`{${bytes.length}}\r\n`).bytes(bytes)
  }
}
