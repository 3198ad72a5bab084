/** toBytes() and chunks(): writes a message as bytes, whole or in pieces. */
import { optionsOf } from '../bytes/arguments.js'
import { LineEnds } from '../bytes/line-ends.js'
import { join, type Piece, pieces } from '../render/serialize.js'
import type { Entity } from '../tree/entity.js'
import type { SerializeOptions } from '../tree/kit.js'
import type { Node } from '../tree/node.js'
import { recoded } from './recode.js'
import { composedFor } from './recode-composed.js'

const BCC: ReadonlySet<string> = new Set(['bcc', 'resent-bcc'])
const KEYS = ['eol', 'bcc', 'transport', 'utf8']

function chosen<T>(key: string, value: T, known: readonly T[]): T {
  if (!known.includes(value))
    throw new TypeError(`options.${key}: expected one of ${known.filter((one) => one !== undefined).join(', ')}`)
  return value
}

/** Without a prototype: what somebody put on `Object.prototype` is no option. */
const NONE: Partial<SerializeOptions> = /* @__PURE__ */ Object.freeze(Object.create(null))

function resolve(given: SerializeOptions | undefined): Partial<SerializeOptions> {
  if (given === undefined) return NONE
  const options = optionsOf(given, KEYS)
  const { eol = 'keep', transport, utf8 } = options
  chosen('eol', eol, ['keep', 'crlf', 'lf'])
  chosen('transport', transport, [undefined, '7bit', '8bit', 'binary'])
  chosen('utf8', utf8, [undefined, true, false])
  return options
}

/** The tree to write, options applied that concern encodings. */
function encodedFor(entity: Entity, { transport, utf8 }: Partial<SerializeOptions>): Node {
  return recoded(composedFor(entity.node, transport), { transport, utf8 })
}

/** The pieces to write, options applied that concern fields. */
function selected(node: Node, options: Partial<SerializeOptions>): Piece[] {
  const bcc = chosen('bcc', options.bcc ?? (node.start < 0 || node.edits?.hidesBcc === true ? 'omit' : 'keep'), [
    'omit',
    'keep',
  ])
  return pieces(node, bcc === 'omit' ? BCC : undefined)
}

/**
 * @throws TypeError for an unknown option, for a content given as a stream, and for what cannot be written for the transport
 */
export function serialize(entity: Entity, given?: SerializeOptions): Uint8Array {
  const options = resolve(given)
  const node = encodedFor(entity, options)
  const bytes = join(selected(node, options))
  const { eol = 'keep' } = options
  if (eol === 'keep') return bytes
  const ends = lineEnds(node.view, eol)
  const written = ends.write(bytes)
  const rest = ends.end()
  return rest.length === 0 ? written : join([written, rest])
}

/** As `serialize`, in pieces: contents that were given as streams are read as they are written. */
export async function* serializeChunks(entity: Entity, given?: SerializeOptions): AsyncIterable<Uint8Array> {
  const options = resolve(given)
  const node = encodedFor(entity, options)
  const { eol = 'keep' } = options
  const ends = eol === 'keep' ? undefined : lineEnds(node.view, eol)
  for (const piece of selected(node, options)) {
    const chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array> = piece instanceof Uint8Array ? [piece] : piece
    for await (const chunk of chunks) {
      const octets = ends === undefined ? chunk : ends.write(chunk)
      if (octets.length > 0) yield octets
    }
  }
  const rest = ends?.end()
  if (rest !== undefined && rest.length > 0) yield rest
}

/** Octets of a binary part are no lines (RFC 2045 §2.9): such a message is refused. */
function lineEnds(entity: Entity, eol: 'crlf' | 'lf'): LineEnds {
  for (const part of entity.walk()) {
    if (part.transferEncoding === 'binary' && part.parts.length === 0 && part.message === undefined) {
      throw new TypeError(
        "options.eol: a part is binary, its octets are no lines; write with eol: 'keep', or set its content under base64 first",
      )
    }
  }
  return new LineEnds(eol === 'crlf' ? '\r\n' : '\n')
}
