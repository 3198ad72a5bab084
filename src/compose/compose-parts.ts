/** The body parts of a composed message, not yet divided by boundaries: content, media type, encoding, disposition. RFC 2045, 2183, 2387. */

import { isAscii } from '../bytes/platform.js'
import { toBytes } from '../bytes/source.js'
import { encodeBase64 } from '../codec/base64-encode.js'
import { ignore } from '../defects/defect.js'
import { formatMessageIds } from '../field/message-id.js'
import { readContentType } from '../field/mime/content-type.js'
import { formatDisposition } from '../field/mime/disposition.js'
import { formatParameters } from '../field/mime/parameters-format.js'
import { formatField } from '../field/registry.js'
import {
  canonicalBreaks,
  encodeAs,
  encodeContent,
  encodeContentText,
  encodeTextBody,
  identityFor,
  TRANSFER_ENCODINGS,
  traitsOf,
} from '../render/content.js'
import { lateBase64 } from '../render/late-base64.js'
import { isEncapsulating } from '../scan/skim.js'
import type { NewBody } from '../tree/edits.js'
import type { Field } from '../tree/field.js'
import { isMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { isReadOnly } from '../tree/read-only.js'
import { headerPairs, isMimeField, isSlot, makeField } from './compose-fields.js'
import { isStream } from './compose-shape.js'
import { StreamedBody } from './compose-stream.js'
import type { AlternativeSpec, AttachmentSpec, CalendarSpec, Faults, StreamContent } from './spec.js'

type Params = [name: string, value: string][]

/** Reads an attached message. Given, not imported: reading stands on what composes parts. */
type Parse = (bytes: Uint8Array) => Message

export interface Leaf {
  readonly kind: 'leaf'
  readonly path: string
  readonly mediaType: string
  readonly params: Params
  /** Of the name parameter: an encoded-word where it is not ASCII, for readers that know no RFC 2231. */
  nameAsWord: boolean
  encoding: string
  /** Did nobody ask for that encoding? */
  readonly chosen: boolean
  body: NewBody
  /** The content, where its encoding is ours to choose. */
  readonly content: Uint8Array | undefined
  /** The message that the body is. */
  readonly message: Message | undefined
  /** Fields after Content-Transfer-Encoding. */
  readonly fields: readonly Field[]
  /** Has it fields of the caller's? They would mix with those of a root. */
  readonly ownFields: boolean
  readonly related: boolean
}

/** What `given` holds: media type in lower case and parameters. @throws TypeError for what no leaf may have */
function leafType(given: string): { mediaType: string; params: Params } {
  const made = /^\s*(multipart\/[^\s;]{1,80}|message\/partial(?![^\s;]))/i.exec(given)?.[1]
  if (made !== undefined)
    throw new TypeError(`${made} holds parts: compose makes multiparts, give the type of the content itself`)
  const read = readContentType(formatField('Content-Type', given), ignore)
  if (read.params.boundary !== undefined) throw new TypeError('a boundary on what is no multipart')
  return { mediaType: read.mediaType, params: Object.entries(read.params) }
}

function withCharset(params: Params, charset: string): Params {
  return params.some(([name]) => name === 'charset') ? params : [['charset', charset], ...params]
}

function charsetOf(params: Params): string | undefined {
  return params.find(([name]) => name === 'charset')?.[1]
}

const BARE = {
  kind: 'leaf',
  chosen: true,
  nameAsWord: false,
  message: undefined,
  fields: [],
  ownFields: false,
  related: false,
} as const

/** A text of the body: line breaks are CRLF, the charset is the smallest of us-ascii and utf-8. */
export function textLeaf(
  mediaType: string,
  text: string,
  path: string,
  faults: Faults,
  params: Params = [],
): Leaf | undefined {
  return faults.at(path, () => {
    const { encoding, body, charset } = encodeTextBody(canonicalBreaks(text), charsetOf(params))
    // What is encoded holds no delimiter: it stays as it is.
    const content = encoding === '7bit' ? body : undefined
    return { ...BARE, path, mediaType, params: withCharset(params, charset), encoding, body, content }
  })
}

export function calendarLeaf(calendar: CalendarSpec, faults: Faults): Leaf | undefined {
  const { method, content, filename } = calendar
  if (!/^[A-Za-z0-9-]+$/.test(method)) {
    faults.add('calendar.method', 'expected an iTIP method, as REQUEST (RFC 5546 §1.4)')
    return undefined
  }
  const params: Params = [['method', method]]
  if (filename !== undefined) {
    params.push(['name', filename])
    faults.at('calendar.filename', () => formatParameters([['name', filename]]))
  }
  const leaf = textLeaf('text/calendar', content, 'calendar.content', faults, params)
  return leaf === undefined ? undefined : { ...leaf, nameAsWord: true }
}

export function alternativeLeaf(
  alternative: AlternativeSpec,
  path: string,
  parse: Parse,
  faults: Faults,
): Leaf | undefined {
  const type = faults.at(`${path}.contentType`, () => leafType(alternative.contentType))
  if (type === undefined) return undefined
  const { content } = alternative
  if (typeof content === 'string' && type.mediaType.startsWith('text/')) {
    return textLeaf(type.mediaType, content, `${path}.content`, faults, type.params)
  }
  return contentLeaf(content, type, undefined, path, parse, faults)
}

type Content = Pick<Leaf, 'encoding' | 'body' | 'content' | 'message' | 'params'>

/** The base64 of a file. */
type FileBody = (bytes: Uint8Array) => NewBody

/** Leaf without its fields. */
function contentLeaf(
  content: AttachmentSpec['content'],
  type: { mediaType: string; params: Params },
  fileBody: FileBody | undefined,
  path: string,
  parse: Parse,
  faults: Faults,
  transferEncoding?: string,
): Leaf | undefined {
  const { mediaType } = type
  const encapsulating = mediaType.startsWith('message/') && isEncapsulating(mediaType.slice(8))
  const chosen = transferEncoding === undefined
  let made: Content | undefined
  if (isMessage(content)) {
    if (!encapsulating)
      faults.add(`${path}.contentType`, `${mediaType} does not hold a message; expected message/rfc822`)
    made = faults.at(`${path}.content`, () =>
      messageContent(isReadOnly(content) ? parse(content.raw) : content, type.params, parse),
    )
  } else if (isStream(content)) {
    made = streamContent(content as StreamContent, type, transferEncoding, path, faults)
    transferEncoding = undefined
  } else made = bytesContent(content as Uint8Array | string, type, encapsulating, fileBody, path, parse, faults)
  if (made === undefined) return undefined
  if (transferEncoding !== undefined) made = underEncoding(made, mediaType, transferEncoding, path, faults)
  return made === undefined ? undefined : { ...BARE, path, mediaType, chosen, ...made }
}

/** Octets as they are, lines ended by CRLF; never under an encoding that hides them (RFC 2046 §5.2.1). */
function messageContent(content: Message, params: Params, parse: Parse): Content {
  let bytes: Uint8Array
  try {
    bytes = content.toBytes()
  } catch (error) {
    // It has streams of its own: those are base64 or quoted-printable, and what compose writes beside them is 7bit.
    if (!(error instanceof TypeError)) throw error
    return { encoding: '7bit', body: content.chunks(), content: undefined, message: content, params }
  }
  let traits = traitsOf(bytes)
  if (traits.bareBreak) {
    bytes = inCrlf(content, bytes)
    traits = traitsOf(bytes)
  }
  return { encoding: identityFor(traits), body: bytes, content: undefined, message: parse(bytes), params }
}

/** A stored message has the line ends of the system that stores it; mail has CRLF. One with a binary part is left as it is. */
function inCrlf(content: Message, bytes: Uint8Array): Uint8Array {
  try {
    return content.toBytes({ eol: 'crlf' })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return bytes
  }
}

function bytesContent(
  content: Uint8Array | ArrayBuffer | string,
  type: { mediaType: string; params: Params },
  encapsulating: boolean,
  fileBody: FileBody | undefined,
  path: string,
  parse: Parse,
  faults: Faults,
): Content | undefined {
  const isText = type.mediaType.startsWith('text/')
  return faults.at(`${path}.content`, () => {
    let { params } = type
    let bytes: Uint8Array
    if (typeof content === 'string') {
      const encoded = encodeContentText(content, isText ? charsetOf(params) : undefined)
      bytes = encoded.bytes
      if (isText) params = withCharset(params, encoded.charset)
    } else bytes = toBytes(content)
    if (encapsulating) return messageContent(parse(bytes), params, parse)
    if (type.mediaType.startsWith('message/')) {
      return { encoding: identityFor(traitsOf(bytes)), body: bytes, content: undefined, message: undefined, params }
    }
    // Readers add or change the line ends of a file that is not under base64: its octets would not arrive as they were given.
    const encoded =
      fileBody !== undefined ? { encoding: 'base64', body: fileBody(bytes) } : encodeContent(bytes, isText)
    return { ...encoded, content: bytes, message: undefined, params }
  })
}

function streamContent(
  content: StreamContent,
  type: { mediaType: string; params: Params },
  transferEncoding: string | undefined,
  path: string,
  faults: Faults,
): Content | undefined {
  if (type.mediaType.startsWith('message/')) {
    faults.add(
      `${path}.content`,
      `a ${type.mediaType} is not encoded, and a stream cannot be checked before it is written`,
    )
    return undefined
  }
  const encoding = (transferEncoding ?? 'base64').toLowerCase()
  if (encoding !== 'base64' && encoding !== 'quoted-printable') {
    faults.add(`${path}.transferEncoding`, 'expected base64 or quoted-printable for a content that is a stream')
    return undefined
  }
  const body = new StreamedBody(content, encoding, `${path}.content`)
  return { encoding, body, content: undefined, message: undefined, params: type.params }
}

/** The content under the encoding that the caller wants. */
function underEncoding(
  made: Content,
  mediaType: string,
  given: string,
  path: string,
  faults: Faults,
): Content | undefined {
  const encoding = given.toLowerCase()
  const at = `${path}.transferEncoding`
  if (!TRANSFER_ENCODINGS.includes(encoding)) {
    faults.add(at, `expected one of ${TRANSFER_ENCODINGS.join(', ')}`)
    return undefined
  }
  if (mediaType.startsWith('message/') && (encoding === 'base64' || encoding === 'quoted-printable')) {
    faults.add(at, `expected 7bit, 8bit or binary for ${mediaType} (RFC 2045 §6.4)`)
    return undefined
  }
  const bytes = made.content ?? made.body
  if (!(bytes instanceof Uint8Array)) return { ...made, encoding }
  const body = faults.at(at, () => encodeAs(bytes, encoding))
  return body === undefined ? undefined : { ...made, encoding, body, content: undefined }
}

/** Among UTF-8 header sections a message that has one is message/global (RFC 6532 §3.7). */
function defaultType(content: AttachmentSpec['content'], utf8: boolean): string {
  if (isMessage(content)) return utf8 && hasUtf8Fields(content) ? 'message/global' : 'message/rfc822'
  return typeof content === 'string' ? 'text/plain' : 'application/octet-stream'
}

function hasUtf8Fields(message: Message): boolean {
  for (const { headers } of message.walk()) if (headers.fields().some(({ raw }) => !isAscii(raw))) return true
  return false
}

export interface AttachmentPlace {
  /** Is there an HTML body that may refer to it by `cid:`? */
  readonly besideHtml: boolean
  readonly utf8: boolean
  readonly parse: Parse
  /** May its body be made when the message is written? */
  readonly late?: boolean
}

export function attachmentLeaf(
  spec: AttachmentSpec,
  path: string,
  { besideHtml, utf8, parse, late = false }: AttachmentPlace,
  faults: Faults,
): Leaf | undefined {
  const fields: Field[] = []
  const field = (key: string, name: string, write: () => string) => {
    const made = faults.at(`${path}.${key}`, () => makeField(name, write()))
    if (made !== undefined) fields.push(made)
  }
  const { filename, contentId, description, headers } = spec
  const inline = besideHtml && contentId !== undefined
  const disposition = spec.disposition ?? (inline ? 'inline' : 'attachment')
  field('filename', 'Content-Disposition', () =>
    formatDisposition({ type: disposition, params: filename === undefined ? [] : [['filename', filename]] }),
  )
  if (contentId !== undefined) field('contentId', 'Content-ID', () => formatMessageIds(contentId))
  if (description !== undefined) {
    field('description', 'Content-Description', () => formatField('Content-Description', description, { utf8 }))
  }
  const seen = new Set<string>(description === undefined ? [] : ['content-description'])
  for (const [name, value, at] of headers === undefined ? [] : headerPairs(headers, 'headers')) {
    const lowered = name.toLowerCase()
    if (isMimeField(name)) faults.add(`${path}.${at}`, `${name}: is written by compose, from the other keys`)
    else if (isSlot(lowered) && seen.has(lowered)) faults.add(`${path}.${at}`, `${name}: at most once in a part`)
    else field(at, name, () => formatField(name, value, { utf8 }))
    seen.add(lowered)
  }
  const type = faults.at(`${path}.contentType`, () => leafType(spec.contentType ?? defaultType(spec.content, utf8)))
  if (type === undefined) return undefined
  const leaf = contentLeaf(
    spec.content,
    type,
    late ? lateBase64 : encodeBase64,
    path,
    parse,
    faults,
    spec.transferEncoding,
  )
  if (leaf === undefined) return undefined
  const named = filename === undefined || leaf.params.some(([name]) => name === 'name')
  return {
    ...leaf,
    params: named ? leaf.params : [...leaf.params, ['name', filename]],
    nameAsWord: !named,
    fields,
    ownFields: headers !== undefined && headerPairs(headers, '').length > 0,
    related: inline && disposition === 'inline',
  }
}
