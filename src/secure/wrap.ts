/** Makes a message of a new body: with its fields, and with the other fields of the message that it was made for. RFC 1847 §2, RFC 2045 §4. */
import { fromLatin1 } from '../bytes/platform.js'
import { formatParameters } from '../field/mime/parameters-format.js'
import { fold } from '../field/words/fold.js'
import { parse } from '../message/parse.js'
import { Boundaries } from '../render/boundary.js'
import { join } from '../render/serialize.js'
import type { Message } from '../tree/message.js'

/** A field, folded, with its line end. */
export function fieldLine(name: string, value: string, eol = '\r\n'): string {
  return `${fold(name, value)}\r\n`.replaceAll('\r\n', eol)
}

/**
 * @param outside lines of the header section, each with its line end
 * @param fields those about the content
 */
export function messageOf(outside: Uint8Array, fields: string, body: readonly Uint8Array[], eol = '\r\n'): Message {
  return parse(join([outside, fromLatin1(`MIME-Version: 1.0${eol}${fields}${eol}`), ...body]))
}

export interface MultipartOptions {
  readonly boundary?: ((n: number) => string) | undefined
  readonly eol?: string
}

/** A message that is a multipart of some entities. */
export function multipartOf(
  outside: Uint8Array,
  subtype: string,
  params: readonly (readonly [string, string])[],
  entities: readonly Uint8Array[],
  { boundary: draw, eol = '\r\n' }: MultipartOptions,
): Message {
  const boundary = boundaryFor(entities, draw)
  const type = `multipart/${subtype}${formatParameters([...params, ['boundary', boundary]])}`
  const body: Uint8Array[] = []
  for (const entity of entities) body.push(fromLatin1(`${body.length === 0 ? '' : eol}--${boundary}${eol}`), entity)
  body.push(fromLatin1(`${eol}--${boundary}--${eol}`))
  return messageOf(outside, fieldLine('Content-Type', type, eol), body, eol)
}

function boundaryFor(entities: readonly Uint8Array[], draw: ((n: number) => string) | undefined): string {
  if (draw !== undefined && typeof draw !== 'function') throw new TypeError('options.boundary: expected a function')
  const boundaries = new Boundaries(draw)
  for (const entity of entities)
    for (const { contentType } of parse(entity).walk())
      if (contentType.boundary !== undefined) boundaries.reserve(contentType.boundary)
  const drawn = boundaries.next(entities)
  if (drawn === undefined) throw new TypeError('options.boundary: every boundary drawn begins a line of the content')
  return drawn
}
