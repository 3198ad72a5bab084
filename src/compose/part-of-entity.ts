/** Takes a part of one message for another: its encoded octets if compose wrote them, else its content, type and name. RFC 2045, RFC 2183. */
import { formatContentType } from '../field/mime/content-type.js'
import { formatField } from '../field/registry.js'
import { isLateBase64 } from '../render/late-base64.js'
import { isField } from '../tree/edits.js'
import type { Entity } from '../tree/entity.js'
import type { Field } from '../tree/field.js'
import { isMessage } from '../tree/is-message.js'
import type { ContentPartSpec } from '../tree/part-spec.js'
import { contentIdText } from './content-id.js'
import { BARE, type Leaf } from './text-leaf.js'

/** Content, names and identifiers of a part that was read, as far as they can be written again. */
export function specOfPart(part: Entity): ContentPartSpec {
  const { filename, contentId, contentType, disposition, description } = part
  const held = part.message
  const location = part.headers.get('content-location')
  const isNamed = contentId !== undefined || location !== undefined
  // What stands beside a page is shown in it, whatever its disposition says.
  const isInline =
    part.role.is === 'related' || (disposition === undefined ? isNamed : disposition.type !== 'attachment')
  const language = part.headers.get('content-language')
  const headers: Record<string, string> = {}
  if (location !== undefined && isWritable('Content-Location', location)) headers['Content-Location'] = location
  if (language !== undefined && isWritable('Content-Language', language)) headers['Content-Language'] = language
  return {
    content: isMessage(held) ? held : part.bytes(),
    contentType: isMessage(held) ? messageType(contentType.mediaType) : typeText(contentType),
    disposition: isInline ? 'inline' : 'attachment',
    ...(filename === undefined ? {} : { filename: filename.replace(/[\x00-\x1f\x7f]|\p{Surrogate}/gu, '_') }),
    ...(contentId !== undefined && isWritableId(contentId) ? { contentId } : {}),
    ...(description === undefined || description === ''
      ? {}
      : { description: description.replace(/[\r\n\0]+/g, ' ').replace(/\p{Surrogate}/gu, '\ufffd') }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
  }
}

/** May a field that was read be written as it was? By its own grammar, so that no part is refused for what a stranger wrote about it. */
function isWritable(name: string, value: string): boolean {
  try {
    formatField(name, value)
    return true
  } catch {
    return false
  }
}

function messageType(mediaType: string): string {
  return NOT_WHOLE.test(mediaType) && mediaType !== 'message/partial' ? mediaType : 'message/rfc822'
}

const NOT_WHOLE = /^message\/(?:rfc822|global|news|partial)$/

/** Media type and parameters, as far as they can be written again. */
function typeText({ type, mediaType, params }: Entity['contentType']): string {
  // What could not be read as a multipart or a message is octets: under its type it would be read as one that is broken.
  if (type === 'multipart' || NOT_WHOLE.test(mediaType)) return 'application/octet-stream'
  const kept = Object.entries(params).filter(([name, value]) => name !== 'name' && name !== 'boundary' && value !== '')
  try {
    return formatContentType({ mediaType, params: kept })
  } catch {
    return mediaType
  }
}

function isWritableId(id: string): boolean {
  try {
    return contentIdText(id) !== ''
  } catch {
    return false
  }
}

/**
 * The leaf of a part that compose made and that was not taken apart since: its octets are encoded once, however many messages it is put into.
 * Undefined for any other.
 */
export function encodedLeaf(entity: Entity, path: string, besideHtml: boolean): Leaf | undefined {
  const { node } = entity
  const edits = node.edits
  if (node.start >= 0 || edits?.lines === undefined || edits.body === undefined || edits.eol === '\n') return undefined
  // The base64 of a large file is made when it is written; here it is kept for all messages to come.
  if (isLateBase64(edits.body)) edits.body = edits.body.bytes()
  const { mediaType, params } = entity.contentType
  const fields = edits.lines.filter((line): line is Field => isField(line))
  const encoding = entity.transferEncoding
  const isOpen = edits.chosen && encoding === '7bit' && edits.body instanceof Uint8Array
  return {
    ...BARE,
    path,
    mediaType,
    params: Object.entries(params),
    nameAsWord: true,
    encoding,
    chosen: edits.chosen,
    body: edits.body,
    content: isOpen ? (edits.body as Uint8Array) : undefined,
    fields: fields.filter(({ name }) => !/^(?:content-type|content-transfer-encoding|mime-version)$/i.test(name)),
    ownFields: true,
    related: besideHtml && entity.contentId !== undefined && entity.disposition?.type === 'inline',
  }
}
