/** What a part is made from where one is added to a message. RFC 2045, RFC 2183. */
import type { Source } from '../bytes/source.js'
import type { FieldValue } from '../field/registry.js'
import type { Entity } from './entity.js'

/** A file, a message or any other content; as an item of `attachments` of a MessageSpec. */
export interface ContentPartSpec {
  /** Octets are kept exactly; a string is UTF-8 text; a message is attached as message/rfc822. A stream is read once, by `chunks()`. */
  content:
    | Source
    | Blob
    | ReadableStream<Uint8Array>
    | AsyncIterable<Uint8Array | string>
    | Iterable<Uint8Array | string>
    | Entity
  filename?: string | undefined
  /** Default: text/plain for a string, message/rfc822 for a message, else application/octet-stream. Parameters are allowed. */
  contentType?: string | undefined
  contentId?: string | undefined
  /** Default: attachment; inline for a part with `contentId` in multipart/related. */
  disposition?: 'attachment' | 'inline' | undefined
  description?: string | undefined
  transferEncoding?: string | undefined
  headers?: Readonly<Record<string, FieldValue>> | readonly (readonly [name: string, value: FieldValue])[] | undefined
}

/** A text (text/plain) or an HTML text to show, or content of any type. */
export type PartSpec = { text: string } | { html: string } | ContentPartSpec
