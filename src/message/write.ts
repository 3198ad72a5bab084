/** Message → bytes, whole or in pieces. */
import { CR, LF } from '../bytes/ascii.js'
import { ByteWriter } from '../bytes/writer.js'
import type { Entity } from '../tree/entity.js'
import type { Node } from '../tree/node.js'
import { join, type Piece, pieces } from '../tree/serialize.js'
import { recoded } from './recode.js'

/** What may differ from the message as it stands. By default nothing does, save that a composed message leaves out Bcc. */
export interface SerializeOptions {
  /** 'keep' (default): each line as it is. 'crlf', 'lf': every line end is written so, in text and structure alike. */
  eol?: 'keep' | 'crlf' | 'lf'
  /** 'omit': without Bcc and Resent-Bcc (RFC 5322 §3.6.3), as a composed message is by default. 'keep': as a parsed one is. */
  bcc?: 'omit' | 'keep'
  /**
   * What the way out takes. Parts that it does not carry are written under quoted-printable or base64 ('7bit': octets above 7F; '7bit' and
   * '8bit': NUL, lines over 998 octets, line ends other than those of the message); an attached message is recoded inside. All other parts
   * stay octet for octet. A preamble or epilogue that it does not carry is left out. Nothing in a multipart/signed is changed: where it
   * would have to be, TypeError says which part. A DKIM-Signature that covers what is recoded no longer holds.
   */
  transport?: '7bit' | '8bit' | 'binary'
  /**
   * False: header sections are ASCII: raw octets above 7F are written as encoded-words, RFC 2231 parameters and A-labels where the field
   * reads the same then; a field that cannot be written so is refused with TypeError. Default with `transport: '7bit'`.
   * True: UTF-8 is allowed; a composed message has it instead of encoded-words.
   */
  utf8?: boolean
}

const BCC: ReadonlySet<string> = new Set(['bcc', 'resent-bcc'])
const KEYS = ['eol', 'bcc', 'transport', 'utf8']

function chosen<T>(key: string, value: T, known: readonly T[]): T {
  if (!known.includes(value)) throw new TypeError(`options.${key}: expected one of ${known.map(String).join(', ')}`)
  return value
}

/** The tree to write, options applied that concern encodings. */
function checked(entity: Entity, options: SerializeOptions): Node {
  if (typeof options !== 'object' || options === null) throw new TypeError('options: expected an object')
  for (const key of Object.keys(options)) {
    if (!KEYS.includes(key)) throw new TypeError(`options.${key}: no such option; known are ${KEYS.join(', ')}`)
  }
  const { eol = 'keep', transport, utf8 } = options
  chosen('eol', eol, ['keep', 'crlf', 'lf'])
  chosen('transport', transport, [undefined, '7bit', '8bit', 'binary'])
  chosen('utf8', utf8, [undefined, true, false])
  return recoded(entity.node, { transport, utf8 })
}

/** The pieces to write, options applied that concern fields. */
function selected(node: Node, options: SerializeOptions): Piece[] {
  const bcc = chosen('bcc', options.bcc ?? (node.start < 0 ? 'omit' : 'keep'), ['omit', 'keep'])
  return pieces(node, bcc === 'omit' ? BCC : undefined)
}

/**
 * @throws TypeError for an unknown option, for a content given as a stream, and for what cannot be written for the transport
 */
export function serialize(entity: Entity, options: SerializeOptions = {}): Uint8Array {
  const node = checked(entity, options)
  const bytes = join(selected(node, options))
  const { eol = 'keep' } = options
  return eol === 'keep' ? bytes : withLineEnds(node.view, bytes, eol)
}

/** As `serialize`, with contents that were given as streams read as they are written. Only `eol: 'keep'`. */
export async function* serializeChunks(entity: Entity, options: SerializeOptions = {}): AsyncIterable<Uint8Array> {
  const node = checked(entity, options)
  if ((options.eol ?? 'keep') !== 'keep')
    throw new TypeError('options.eol: chunks() writes line ends as they are; use toBytes() for others')
  for (const piece of selected(node, options)) {
    if (piece instanceof Uint8Array) yield piece
    else yield* piece
  }
}

/** Every CRLF and lone LF as `eol`. Octets of a binary part are no lines (RFC 2045 §2.9): such a message is refused. */
function withLineEnds(entity: Entity, bytes: Uint8Array, eol: 'crlf' | 'lf'): Uint8Array {
  for (const part of entity.walk()) {
    if (part.transferEncoding === 'binary' && part.parts.length === 0 && part.message === undefined) {
      throw new TypeError(
        "options.eol: a part is binary, its octets are no lines; write with eol: 'keep', or set its content under base64 first",
      )
    }
  }
  const out = new ByteWriter(bytes.length + 64)
  let from = 0
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    const to = at > from && bytes[at - 1] === CR ? at - 1 : at
    out.bytes(bytes.subarray(from, to)).latin1(eol === 'crlf' ? '\r\n' : '\n')
    from = at + 1
  }
  return out.bytes(bytes.subarray(from)).take()
}
