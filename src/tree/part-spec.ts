/** The one description of a part: for compose, append, insert, replaceWith, attach and rewrite(). RFC 2045, RFC 2183. */
import type { Source } from '../bytes/source.js'
import type { FieldValue } from '../field/registry.js'
import type { Entity } from './entity.js'

/** A content that is read once, when the message is written with `chunks()` or `rewrite()`. */
export type StreamContent =
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>

/** Fields by name, in order where they are given as pairs. `null` is absent. */
export type HeaderSpec =
  | Readonly<Record<string, FieldValue | null | undefined>>
  | readonly (readonly [name: string, value: FieldValue])[]

/** A file, a message or any other content. */
export interface ContentPartSpec {
  /**
   * Octets are kept exactly. A string is text: under `text/*` in the charset that the type names, else, and where that does not hold it, in
   * us-ascii or utf-8, and the part says which. A message is attached as message/rfc822, its lines ended by CRLF. A File or Blob gives its
   * name and type. A stream is read once; its strings are UTF-8, or of the charset that the type names.
   */
  content: Source | StreamContent | Entity
  /** The filename as the receiver is to see it: any text without controls. A receiver of this library takes `safeFilename`. */
  filename?: string | null | undefined
  /**
   * Media type, parameters allowed. Default: that of a File or Blob, else by the filename (npm `mime`), else text/plain for a string,
   * message/rfc822 for a message (message/global with `utf8`), application/octet-stream for all else.
   */
  contentType?: string | null | undefined
  /**
   * Content-ID without angle brackets, which `cid:` URLs name (RFC 2392): any text without white space, angle brackets and controls. Beside an HTML
   * body the part stands in multipart/related with it and is inline, unless `disposition` says attachment.
   */
  contentId?: string | null | undefined
  /** Another name for `contentId`. Give one of the two. */
  cid?: string | null | undefined
  /** Default: attachment. */
  disposition?: 'attachment' | 'inline' | null | undefined
  /** Content-Description: a text for people. */
  description?: string | null | undefined
  /** Default: base64, which nothing on the way changes; for a message the first of 7bit, 8bit and binary that carries it. */
  transferEncoding?: string | null | undefined
  /** Fields of the part without a key of their own. */
  headers?: HeaderSpec | null | undefined
}

/**
 * A part to add: a text (text/plain) or an HTML text to show, or content of any type; a File or Blob as it is; a part that was composed or parsed,
 * whose encoded octets are used as they are.
 */
export type PartSpec =
  | {
      /** A text/plain body, in us-ascii or utf-8. */
      text: string
    }
  | {
      /** A text/html body, in us-ascii or utf-8. */
      html: string
    }
  | ContentPartSpec
  | Blob
  | Entity
