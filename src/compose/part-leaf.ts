/** Makes a part from its description: media type, content, transfer encoding, and the fields that say what it is. RFC 2045, RFC 2183, RFC 2387. */
import { withEol } from '../bytes/line-ends.js'
import { isAscii } from '../bytes/platform.js'
import { toBytes } from '../bytes/source.js'
import { isAtHand, isReadable } from '../charset/index.js'
import { encodeBase64 } from '../codec/base64-encode.js'
import { formatDisposition } from '../field/mime/disposition.js'
import { type FieldValue, formatField } from '../field/registry.js'
import {
  canonicalBreaks,
  encodeAs,
  encodeContent,
  encodeContentText,
  identityFor,
  TRANSFER_ENCODINGS,
  traitsOf,
} from '../render/content.js'
import { lateBase64 } from '../render/late-base64.js'
import { leafType } from '../render/leaf-type.js'
import { isEncapsulating } from '../scan/skim.js'
import type { NewBody } from '../tree/edits.js'
import type { Entity } from '../tree/entity.js'
import type { Field } from '../tree/field.js'
import { isEntity, isMessage } from '../tree/is-message.js'
import type { StreamBody } from '../tree/kit.js'
import type { Message } from '../tree/message.js'
import type { ContentPartSpec, PartSpec, StreamContent } from '../tree/part-spec.js'
import { headerPairs, isMimeField, isSlot, makeField } from './compose-fields.js'
import { StreamedBody } from './compose-stream.js'
import { contentIdText } from './content-id.js'
import { canonicalFields, canonicalMessage, messageOctets, type Parse, readsAsMessage } from './message-content.js'
import { typeOfBlob, typeOfName } from './named-type.js'
import { encodedLeaf, specOfPart } from './part-of-entity.js'
import type { Faults } from './spec.js'
import { isBlob, isStream } from './spec-shape.js'
import { BARE, type Leaf, type Params, textBytes, textLeaf, withCharset } from './text-leaf.js'

/** Where a part is to stand, and what it is made with. */
export interface PartPlace {
  /** Does HTML stand beside it that may refer to it by `cid:`? */
  readonly besideHtml: boolean
  readonly utf8: boolean
  readonly parse: Parse
  /** May its body be made when the message is written? */
  readonly late?: boolean
  /** As a form of the text: without Content-Disposition unless it is given, and readable where its content is. */
  readonly isForm?: boolean
  /** The octets of a content that is a stream. Default: read as they are, when the message is written. */
  readonly stream?: StreamBody | undefined
}

/** A part as its spec was taken: see `takePart`. */
export function partLeaf(given: PartSpec, path: string, place: PartPlace, faults: Faults): Leaf | undefined {
  if (isBlob(given) || isMessage(given)) return contentPart({ content: given }, path, place, faults)
  if (isEntity(given)) return entityPart(given, {}, path, place, faults)
  if ('text' in given) return textLeaf('text/plain', given.text, `${path}.text`, faults)
  if ('html' in given) return textLeaf('text/html', given.html, `${path}.html`, faults)
  const { content } = given
  if (isEntity(content) && !isMessage(content)) return entityPart(content, given, path, place, faults)
  return contentPart(given, path, place, faults)
}

/** A part of another message: its encoded octets as they are where compose wrote them, else its content. */
function entityPart(
  entity: Entity,
  given: Partial<ContentPartSpec>,
  path: string,
  place: PartPlace,
  faults: Faults,
): Leaf | undefined {
  if (entity.parts.length > 0) {
    faults.add(path, 'a multipart is no part to add to compose: give its parts, or a Message')
    return undefined
  }
  const asItIs = Object.keys(given).every((key) => key === 'content')
  const ready = asItIs ? encodedLeaf(entity, path, place.besideHtml) : undefined
  if (ready !== undefined) return ready
  const spec = specOfPart(entity)
  return contentPart({ ...spec, ...given, content: spec.content }, path, place, faults)
}

/** What the content is where nobody says so. */
function typeOf({ content, contentType }: ContentPartSpec, filename: string | undefined, place: PartPlace): string {
  if (contentType !== undefined && contentType !== null) return contentType
  // Among UTF-8 header sections a message that has one is message/global (RFC 6532 §3.7).
  if (isMessage(content)) return place.utf8 && hasUtf8Fields(content) ? 'message/global' : 'message/rfc822'
  const own = isBlob(content) ? typeOfBlob(content) : undefined
  if (own !== undefined) return own
  const reads = () => !isStream(content) && readsAsMessage(toBytes(content as Uint8Array | string), place.parse)
  const named = filename === undefined ? undefined : typeOfName(filename, reads)
  return named ?? (typeof content === 'string' ? 'text/plain' : 'application/octet-stream')
}

function hasUtf8Fields(message: Message): boolean {
  for (const { headers } of message.walk()) if (headers.fields().some(({ raw }) => !isAscii(raw))) return true
  return false
}

/** The name that a File has. A Blob has none. */
function nameOf(content: unknown): string | undefined {
  const name = isBlob(content) ? (content as Partial<File>).name : undefined
  return typeof name === 'string' && name !== '' ? name : undefined
}

function contentPart(spec: ContentPartSpec, path: string, place: PartPlace, faults: Faults): Leaf | undefined {
  const { utf8, isForm = false } = place
  const given = spec.filename ?? nameOf(spec.content)
  const leaf = contentLeaf(spec, given, path, place, faults)
  const filename = given ?? (leaf?.isFallback ? 'message.eml' : undefined)
  const fields: Field[] = []
  const field = (key: string, name: string, write: () => string) => {
    const made = faults.at(`${path}.${key}`, () => makeField(name, write()))
    if (made !== undefined) fields.push(made)
  }
  const contentId = spec.contentId ?? spec.cid ?? undefined
  const inline = place.besideHtml && contentId !== undefined
  const disposition =
    spec.disposition ?? (inline ? 'inline' : isForm && filename === undefined ? undefined : 'attachment')
  if (disposition !== undefined) {
    field('filename', 'Content-Disposition', () =>
      formatDisposition({ type: disposition, params: filename === undefined ? [] : [['filename', filename]] }),
    )
  }
  if (contentId !== undefined) field(spec.contentId ? 'contentId' : 'cid', 'Content-ID', () => contentIdText(contentId))
  const own = ownFields(spec, path, utf8, faults)
  fields.push(...own.fields)
  if (leaf === undefined) return undefined
  const isNamed = filename === undefined || leaf.params.some(([name]) => name === 'name')
  const { isFallback: _, ...rest } = leaf
  return {
    ...rest,
    params: isNamed ? leaf.params : [...leaf.params, ['name', filename]],
    nameAsWord: !isNamed,
    fields,
    ownFields: own.count > 0,
    related: disposition === 'inline' && (inline || (place.besideHtml && own.names.has('content-location'))),
  }
}

/** The description and the fields of `headers`; `count` is that of the latter. */
function ownFields(
  { description, headers }: ContentPartSpec,
  path: string,
  utf8: boolean,
  faults: Faults,
): { readonly fields: Field[]; readonly names: ReadonlySet<string>; readonly count: number } {
  const fields: Field[] = []
  const names = new Set<string>()
  const write = (key: string, name: string, value: FieldValue) => {
    const made = faults.at(`${path}.${key}`, () => makeField(name, formatField(name, value, { utf8 })))
    if (made !== undefined) fields.push(made)
  }
  if (description !== undefined && description !== null) {
    write('description', 'Content-Description', description)
    names.add('content-description')
  }
  const own = headers === undefined || headers === null ? [] : headerPairs(headers, 'headers')
  for (const [name, value, at] of own) {
    const lowered = name.toLowerCase()
    if (isMimeField(name)) faults.add(`${path}.${at}`, `${name}: is written by compose, from the other keys`)
    else if (isSlot(lowered) && names.has(lowered)) faults.add(`${path}.${at}`, `${name}: at most once in a part`)
    else write(at, name, value)
    names.add(lowered)
  }
  return { fields, names, count: own.length }
}

/** A content under its type. `isFallback`: it could not be written under that, and goes as octets. */
interface Content extends Pick<Leaf, 'encoding' | 'body' | 'content' | 'message' | 'params' | 'mediaType'> {
  readonly isFallback?: boolean
}

interface Typed {
  readonly mediaType: string
  readonly params: Params
}

/** The leaf without its fields. */
function contentLeaf(
  spec: ContentPartSpec,
  filename: string | undefined,
  path: string,
  place: PartPlace,
  faults: Faults,
): (Leaf & { isFallback: boolean }) | undefined {
  const { content } = spec
  const read = faults.at(`${path}.contentType`, () => leafType(typeOf(spec, filename, place)))
  if (read === undefined) return undefined
  const { mediaType } = read
  const type: Typed = { mediaType, params: Object.entries(read.params) }
  const isMail = mediaType.startsWith('message/') && isEncapsulating(mediaType.slice(8))
  const asked = spec.transferEncoding?.toLowerCase()
  let made: Content | undefined
  if (isMessage(content) && !isMail)
    faults.add(`${path}.contentType`, `${mediaType} does not hold a message; expected message/rfc822`)
  else if (isStream(content)) return streamLeaf(content as StreamContent, type, asked, path, place, faults)
  else {
    made = faults.at(`${path}.content`, () => {
      if (isMessage(content)) return messageContent(content, type, asked, place)
      const { bytes, params } = octetsOf(content as Uint8Array | ArrayBuffer | string, type, place)
      if (isMail) return messageContent(place.parse(bytes), { mediaType, params }, asked, place, bytes)
      if (mediaType.startsWith('message/')) return fieldsContent(bytes, { mediaType, params }, asked)
      return fileContent(bytes, { mediaType, params }, place)
    })
  }
  if (made !== undefined && asked !== undefined && made.isFallback !== true)
    made = underEncoding(made, asked, path, faults)
  if (made === undefined) return undefined
  const { isFallback = false, ...rest } = made
  return { ...BARE, path, chosen: asked === undefined || isFallback, ...rest, isFallback }
}

/** A string as text under text/*, as UTF-8 under any other type. */
function octetsOf(
  content: Uint8Array | ArrayBuffer | string,
  type: Typed,
  { isForm }: PartPlace,
): { bytes: Uint8Array; params: Params } {
  if (typeof content !== 'string') return { bytes: toBytes(content), params: type.params }
  // A form of the text is lines; a file is octets, which come back as they were given.
  if (type.mediaType.startsWith('text/'))
    return textBytes(isForm ? canonicalBreaks(content) : content, type.mediaType, type.params)
  // No octets stand under a label that they do not have, whatever the type.
  if (type.params.some(([name]) => name === 'charset')) return textBytes(content, type.mediaType, type.params)
  return { bytes: encodeContentText(content, undefined).bytes, params: type.params }
}

/** Readers add or change the line ends of a file that is not under base64: its octets would not arrive as they were given. */
function fileContent(bytes: Uint8Array, type: Typed, { late, isForm }: PartPlace): Content {
  if (type.mediaType === 'text/rfc822-headers') {
    const content = withEol(bytes, '\r\n')
    const traits = traitsOf(content)
    // RFC 6522 §4: a header section is 7bit, or where it is not, quoted-printable, for people to read.
    const encoded = encodeContent(content, true)
    const readable =
      encoded.encoding === 'base64'
        ? { encoding: 'quoted-printable', body: encodeAs(content, 'quoted-printable', traits) }
        : encoded
    return { ...type, ...readable, content, message: undefined }
  }
  const encoded = isForm
    ? encodeContent(bytes, type.mediaType.startsWith('text/'))
    : { encoding: 'base64', body: late ? lateBase64(bytes) : encodeBase64(bytes) }
  return { ...type, ...encoded, content: bytes, message: undefined }
}

/** What mail cannot carry as what it is, as the octets that it is. */
function asOctets(bytes: Uint8Array): Content {
  const mediaType = 'application/octet-stream'
  return {
    mediaType,
    params: [],
    encoding: 'base64',
    body: encodeBase64(bytes),
    content: bytes,
    message: undefined,
    isFallback: true,
  }
}

/** A message as it is, lines ended by CRLF; never under an encoding that hides it (RFC 2046 §5.2.1). */
function messageContent(
  message: Message,
  type: Typed,
  asked: string | undefined,
  { utf8, parse }: PartPlace,
  given?: Uint8Array,
): Content {
  const isGlobal = type.mediaType === 'message/global'
  let canonical: ReturnType<typeof canonicalMessage>
  try {
    canonical = canonicalMessage(message, utf8 || isGlobal, parse)
  } catch (error) {
    // It has streams of its own: those are base64 or quoted-printable, and what compose writes beside them is 7bit.
    if (!(error instanceof TypeError)) throw error
    return { ...type, encoding: '7bit', body: message.chunks(), content: undefined, message }
  }
  if (canonical === undefined) return asOctets(given ?? messageOctets(message))
  const { bytes } = canonical
  const encoding = identityFor(traitsOf(bytes))
  // RFC 6532 §3.7: this type may stand under an encoding, and has to where only 7 bits pass.
  if (isGlobal && !utf8 && asked === undefined && encoding !== '7bit')
    return { ...type, ...encodeContent(bytes, true), content: undefined, message: undefined }
  return { ...type, encoding, body: bytes, content: undefined, message: canonical.message }
}

/** Fields of a report and the like: lines ended by CRLF, never encoded, but for the types of RFC 6533 §4 to §6. */
function fieldsContent(bytes: Uint8Array, type: Typed, asked: string | undefined): Content {
  const mayEncode = type.mediaType.startsWith('message/global-')
  const canonical = canonicalFields(bytes, mayEncode || asked === '8bit' || asked === 'binary')
  if (canonical === undefined) return asOctets(bytes)
  const traits = traitsOf(canonical)
  if (mayEncode && traits.eightBit && asked === undefined)
    return { ...type, ...encodeContent(canonical, true), content: undefined, message: undefined }
  return { ...type, encoding: identityFor(traits), body: canonical, content: undefined, message: undefined }
}

function streamLeaf(
  content: StreamContent,
  type: Typed,
  asked: string | undefined,
  path: string,
  { stream }: PartPlace,
  faults: Faults,
): (Leaf & { isFallback: boolean }) | undefined {
  const { mediaType } = type
  if (mediaType.startsWith('message/')) {
    faults.add(`${path}.content`, `a ${mediaType} is not encoded, and a stream cannot be checked before it is written`)
    return undefined
  }
  const encoding = asked ?? 'base64'
  if (encoding !== 'base64' && encoding !== 'quoted-printable') {
    faults.add(`${path}.transferEncoding`, 'expected base64 or quoted-printable for a content that is a stream')
    return undefined
  }
  const isText = mediaType.startsWith('text/')
  const { params = type.params, charset = 'utf-8' } = isText && !isBlob(content) ? streamCharset(type) : {}
  const body: NewBody | undefined = faults.at(
    `${path}.content`,
    () => new StreamedBody(stream?.(content, charset) ?? content, encoding, charset, `${path}.content`),
  )
  if (body === undefined) return undefined
  return { ...BARE, path, mediaType, params, encoding, body, content: undefined, message: undefined, isFallback: false }
}

/** The charset of a stream of text: the one that is named and decoded in mail, else UTF-8, and the part says so. */
function streamCharset({ mediaType, params }: Typed): { params: Params; charset: string } {
  const charset = params.find(([name]) => name === 'charset')?.[1]
  return charset === undefined || (isAtHand(charset) && !isReadable(charset, mediaType))
    ? { params: withCharset(params, 'utf-8'), charset: 'utf-8' }
    : { params, charset }
}

/** The content under the encoding that the caller wants. */
function underEncoding(made: Content, encoding: string, path: string, faults: Faults): Content | undefined {
  const at = `${path}.transferEncoding`
  if (!TRANSFER_ENCODINGS.includes(encoding)) {
    faults.add(at, `expected one of ${TRANSFER_ENCODINGS.join(', ')}`)
    return undefined
  }
  const { mediaType } = made
  const hides = encoding === 'base64' || encoding === 'quoted-printable'
  if (hides && mediaType.startsWith('message/') && !mediaType.startsWith('message/global')) {
    faults.add(at, `expected 7bit, 8bit or binary for ${mediaType} (RFC 2045 §6.4)`)
    return undefined
  }
  const bytes = made.content ?? made.body
  if (!(bytes instanceof Uint8Array)) return { ...made, encoding }
  const body = faults.at(at, () => encodeAs(bytes, encoding))
  if (body === undefined) return undefined
  return { ...made, encoding, body, content: undefined, message: hides ? undefined : made.message }
}
