/** Message → bytes, whole or in pieces. */
import { CR, LF } from '../bytes/ascii.js'
import { isAscii } from '../bytes/platform.js'
import { ByteWriter } from '../bytes/writer.js'
import type { Entity } from '../tree/entity.js'
import { join, type Piece, pieces } from '../tree/serialize.js'

/** What may differ from the message as it stands. By default nothing does, save that a composed message leaves out Bcc. */
export interface SerializeOptions {
  /** 'keep' (default): each line as it is. 'crlf', 'lf': every line end is written so, in text and structure alike. */
  eol?: 'keep' | 'crlf' | 'lf'
  /** 'omit': without Bcc and Resent-Bcc (RFC 5322 §3.6.3), as a composed message is by default. 'keep': as a parsed one is. */
  bcc?: 'omit' | 'keep'
  /** What the way out takes. The message is not re-encoded: one that holds more than '7bit' takes is refused with TypeError. */
  transport?: '7bit' | '8bit' | 'binary'
  /** False: octets above 7F in a header section are refused with TypeError. */
  utf8?: boolean
}

const BCC: ReadonlySet<string> = new Set(['bcc', 'resent-bcc'])
const KEYS = ['eol', 'bcc', 'transport', 'utf8']

function chosen<T>(key: string, value: T, known: readonly T[]): T {
  if (!known.includes(value)) throw new TypeError(`options.${key}: expected one of ${known.map(String).join(', ')}`)
  return value
}

/** The pieces to write, options applied that concern fields. */
function selected(entity: Entity, options: SerializeOptions): Piece[] {
  for (const key of Object.keys(options)) {
    if (!KEYS.includes(key)) throw new TypeError(`options.${key}: no such option; known are ${KEYS.join(', ')}`)
  }
  chosen('eol', options.eol ?? 'keep', ['keep', 'crlf', 'lf'])
  const composed = entity.node.start < 0
  const bcc = chosen('bcc', options.bcc ?? (composed ? 'omit' : 'keep'), ['omit', 'keep'])
  return pieces(entity.node, bcc === 'omit' ? BCC : undefined)
}

/** @throws TypeError for an unknown option, for a content given as a stream, and for a message that the transport cannot carry */
export function serialize(entity: Entity, options: SerializeOptions = {}): Uint8Array {
  let bytes = join(selected(entity, options))
  const { eol = 'keep', transport, utf8 } = options
  if (eol !== 'keep') bytes = withLineEnds(entity, bytes, eol)
  if (transport !== undefined) chosen('transport', transport, ['7bit', '8bit', 'binary'])
  if ((transport === '7bit' || utf8 === false) && !isAscii(bytes)) {
    throw new TypeError(
      "options.transport: the message holds octets above 7F; set the content of those parts anew, or write it with transport: '8bit'",
    )
  }
  return bytes
}

/** As `serialize`, with contents that were given as streams read as they are written. Only `eol: 'keep'`. */
export async function* serializeChunks(entity: Entity, options: SerializeOptions = {}): AsyncIterable<Uint8Array> {
  if ((options.eol ?? 'keep') !== 'keep')
    throw new TypeError('options.eol: chunks() writes line ends as they are; use toBytes() for others')
  for (const piece of selected(entity, options)) {
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
