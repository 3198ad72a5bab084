/** setContent(): gives an entity new octets, and the fields that describe them. RFC 2045 §4 to §6, RFC 2046 §4.1.1. */

import { optionsOf } from '../bytes/arguments.js'
import { CR, LF } from '../bytes/ascii.js'
import { withEol } from '../bytes/line-ends.js'
import { fromLatin1, fromUtf8, indexOfByte, latin1 } from '../bytes/platform.js'
import { type Source, toBytes } from '../bytes/source.js'
import { canEncode, encodeNamed, isReadable, refuseUnwritten } from '../charset/index.js'
import { type ContentType, formatContentType } from '../field/mime/content-type.js'
import { parameterSpan } from '../field/mime/parameters.js'
import {
  canonicalBreaks,
  type Encoded,
  encodeAs,
  encodeContent,
  encodeContentText,
  encodeForSure,
  identityFor,
  TRANSFER_ENCODINGS,
  traitsOf,
} from '../render/content.js'
import { editLines, editsOf, eolOf } from '../render/edits.js'
import { leafType } from '../render/leaf-type.js'
import { join } from '../render/serialize.js'
import { MESSAGE } from '../scan/sink.js'
import { isEncapsulating } from '../scan/skim.js'
import { Field } from '../tree/field.js'
import type { ContentOptions } from '../tree/kit.js'
import type { Node } from '../tree/node.js'
import { buildTree } from '../tree/parse-tree.js'
import { keepApart } from './edit-boundary.js'
import { widen, widest } from './edit-encoding.js'
import { refuseUnread } from './edit-limits.js'

const KEYS = ['contentType', 'transferEncoding']

/** Content as octets, not yet transfer-encoded. */
interface Content {
  readonly bytes: Uint8Array
  readonly isText: boolean
  readonly type: Pick<ContentType, 'type' | 'subtype' | 'mediaType' | 'params'>
  /** Its line breaks are those of the message, whatever they are. */
  readonly lines: boolean
}

export function setContent(node: Node, given: Source, wanted?: ContentOptions): void {
  const options = optionsOf(wanted, KEYS)
  refuseUnread(node)
  const content = notFlowed(
    contentOf(node, given, options.contentType),
    typeof given === 'string' && options.contentType === undefined,
  )
  const { encoding, body } = encoded(node, content, options.transferEncoding)
  const edits = editsOf(node)
  edits.chosen = options.transferEncoding === undefined
  label(node, content.type, options.contentType !== undefined, encoding)
  edits.before ??= node.children.slice()
  node.splice(0, node.children.length)
  node.inner = undefined
  edits.boundary = undefined
  edits.newDelimiters = false
  if (holdsMessage(content.type) && /^(?:7bit|8bit|binary)$/.test(encoding)) {
    edits.body = undefined
    node.splice(0, 0, buildTree(body, node.doc.options, node.doc.kit, undefined))
  } else edits.body = body
  if (node.parent !== undefined && node.parent.inner !== node) widen(node.parent, widest(node))
  editsOf(node)
  keepApart(node)
}

/** Lines that are new were not made to flow (RFC 3676 §4): the label goes, unless it is given with them. */
function notFlowed(content: Content, isNewText: boolean): Content {
  const { params } = content.type
  if (!isNewText || (params.format === undefined && params.delsp === undefined)) return content
  const kept: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(params)) if (name !== 'format' && name !== 'delsp') kept[name] = value
  return { ...content, type: { ...content.type, params: kept } }
}

function holdsMessage({ type, subtype }: Content['type']): boolean {
  return type === 'message' && isEncapsulating(subtype)
}

function contentOf(node: Node, given: Source, wanted: string | undefined): Content {
  const old = node.view.contentType
  let type: Content['type']
  if (wanted !== undefined) type = typeOfLeaf(wanted)
  else if (old.type !== 'multipart') type = old
  else type = typeOfLeaf(typeof given === 'string' ? 'text/plain' : 'application/octet-stream')
  if (typeof given !== 'string')
    return { bytes: toBytes(given, 'content'), isText: type.type === 'text', type, lines: false }
  const lone = given.search(/\p{Surrogate}/u)
  if (lone !== -1)
    throw new TypeError(
      `content: lone surrogate at ${lone}, which has no UTF-8: toWellFormed() of the text replaces it`,
    )
  if (type.type !== 'text') {
    // No octets stand under a label that they do not have, whatever the type.
    if (type.params.charset !== undefined) return { ...textOf(given, type, type !== old), isText: false, lines: false }
    return { bytes: fromUtf8(given), isText: false, type, lines: false }
  }
  return { ...textOf(canonicalBreaks(given), type, type !== old), isText: true, lines: true }
}

/** Text in the charset of its type; in us-ascii or utf-8 where that names none, or none that holds the text. */
function textOf(text: string, type: Content['type'], asked: boolean): Pick<Content, 'bytes' | 'type'> {
  const declared = type.params.charset
  if (declared !== undefined) {
    if (asked) refuseUnwritten(declared, 'options.contentType: ')
    if (isReadable(declared, type.mediaType) && canEncode(text, declared))
      return { bytes: encodeNamed(text, declared), type }
  }
  const { bytes, charset } = encodeContentText(text, undefined)
  // RFC 2045 §5.2: text without a charset is us-ascii.
  if (declared === undefined && charset === 'us-ascii' && !asked) return { bytes, type }
  const params: Record<string, string> = Object.create(null)
  params.charset = charset
  for (const [name, value] of Object.entries(type.params)) if (name !== 'charset') params[name] = value
  return { bytes, type: { ...type, params } }
}

/** The type of a leaf. @throws TypeError for what no leaf may have */
function typeOfLeaf(given: unknown): ContentType {
  if (typeof given !== 'string') throw new TypeError('options.contentType: expected a string')
  try {
    return leafType(given)
  } catch (error) {
    throw new TypeError(`options.contentType: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** The content under the encoding asked for, or the one that fits, with the line ends of the message. */
function encoded(node: Node, content: Content, wanted: string | undefined): Encoded {
  const { bytes, isText, type, lines } = content
  const eol = eolOf(node)
  const composite = type.type === 'message' && !type.subtype.startsWith('global')
  if (wanted !== undefined) {
    if (typeof wanted !== 'string' || !TRANSFER_ENCODINGS.includes(wanted.toLowerCase())) {
      throw new TypeError(`options.transferEncoding: expected one of ${TRANSFER_ENCODINGS.join(', ')}`)
    }
    const encoding = wanted.toLowerCase() as Encoded['encoding']
    const hides = encoding === 'base64' || encoding === 'quoted-printable'
    if (composite && hides) {
      throw new TypeError(
        `options.transferEncoding: expected 7bit, 8bit or binary for ${type.mediaType} (RFC 2045 §6.4)`,
      )
    }
    // Where lines end in LF, an LF is what ends a line.
    const carried = lines || eol === '\r\n' ? bytes : withEol(bytes, '\r\n')
    if (!hides) encodeAs(carried, encoding)
    return { encoding, body: hides || lines ? written({ encoding, body: encodeAs(bytes, encoding) }, eol) : bytes }
  }
  if (composite) {
    const carried = eol === '\r\n' ? bytes : withEol(bytes, '\r\n')
    return { encoding: identityFor(traitsOf(carried)), body: bytes }
  }
  // Octets that are to come back exactly must not lean on line ends that transports write anew.
  const breaks = eol !== '\r\n' && !lines && (indexOfByte(bytes, LF, 0) !== -1 || indexOfByte(bytes, CR, 0) !== -1)
  const made = breaks ? encodeForSure(bytes, false) : encodeContent(bytes, isText)
  return lines || made.encoding !== '7bit' ? { ...made, body: written(made, eol) } : made
}

/** An encoded body with the line ends of the message; the last line of base64 has one, as the others do. */
export function written({ encoding, body }: Encoded, eol: string): Uint8Array {
  const lines = withEol(body, eol)
  if (encoding !== 'base64' || lines.length === 0 || lines[lines.length - 1] === LF) return lines
  return join([lines, fromLatin1(eol)])
}

/** The fields that say what the content is, written where they differ from what stands there. */
function label(node: Node, type: Content['type'], asked: boolean, encoding: string): void {
  const { headers, contentType, transferEncoding } = node.view
  // A section without a separator gets one with its first line that is written.
  editLines(node, headers)
  const typed = asked || contentType.mediaType !== type.mediaType || differs(contentType.params, type.params)
  if (typed) headers.set('Content-Type', formatContentType(type))
  if (transferEncoding !== encoding) headers.set('Content-Transfer-Encoding', encoding)
  // RFC 1864: the digest of the content that was.
  headers.delete('Content-MD5')
  dropSize(node)
  if ((typed || transferEncoding !== encoding) && node.kind === MESSAGE && !headers.has('mime-version')) {
    headers.append('MIME-Version', '1.0')
  }
}

function differs(before: ContentType['params'], after: ContentType['params']): boolean {
  return ['charset', 'format', 'delsp'].some((name) => before[name] !== after[name])
}

/** RFC 2183 §2.7: the size of the content that was. All else of the field stays as it is. */
function dropSize(node: Node): void {
  const { headers } = node.view
  if (headers.parameterized('content-disposition')?.params.size === undefined) return
  const lines = editLines(node, headers)
  const at = lines.findIndex((line) => line instanceof Field && line.name.toLowerCase() === 'content-disposition')
  const field = lines[at]
  if (!(field instanceof Field)) return
  const { octets } = field
  const span = parameterSpan(octets, 'size', node.doc.options.limits.maxParameters)
  if (span === undefined) return
  let from = span.from
  while (from > 0 && /[ \t\r\n]/.test(octets[from - 1]!)) from--
  if (octets[from - 1] !== ';') return
  const head = latin1(field.raw, 0, field.raw.length - octets.length)
  const raw = fromLatin1(head + octets.slice(0, from - 1) + octets.slice(span.to))
  lines[at] = new Field(raw, 0, head.length - 1, raw.length, undefined)
}
