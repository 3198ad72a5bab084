/**
 * What was changed on a node. Source bytes are never touched: a changed header section is a list of lines, a changed body its new octets
 * (docs/lossless.md). Reading looks at these; only `render/` and `edit/` write them.
 */
import type { Field } from './field.js'
import type { Node } from './node.js'

/** A line of a header section that is no field, or several: kept as it stands. */
export interface RawLines {
  readonly raw: Uint8Array
}

export type HeaderLine = Field | RawLines

/** A new body, already transfer-encoded: octets, or a stream of them that is read once, when the message is written. */
export type NewBody = Uint8Array | AsyncIterable<Uint8Array>

export class Edits {
  /** The header section, once it was changed; undefined while the source's own stands. */
  lines: HeaderLine[] | undefined = undefined
  /** Of a leaf: its new body. */
  body: NewBody | undefined = undefined
  /** Of a leaf: nobody asked for its transfer encoding, so that another transport may have another. */
  chosen = false
  /** Of a multipart: the boundary of delimiters that are written anew. */
  boundary: string | undefined = undefined
  /** Of a multipart: no delimiter of the source is valid any more. */
  newDelimiters = false
  /** Written with these line ends where the source has none to copy. */
  eol: string | undefined = undefined
  /** Its children before the first of them was added, removed or replaced; undefined while they are those of the source. */
  before: readonly Node[] | undefined = undefined

  /** Of a multipart: written without what stands before its first delimiter, or behind its closing one. */
  noPreamble = false
  noEpilogue = false

  /** Of a message: written without Bcc and Resent-Bcc unless they are asked for. */
  hidesBcc = false

  copy(): Edits {
    const copy = new Edits()
    copy.lines = this.lines?.slice()
    copy.body = this.body
    copy.chosen = this.chosen
    copy.boundary = this.boundary
    copy.newDelimiters = this.newDelimiters
    copy.eol = this.eol
    copy.before = this.before
    copy.noPreamble = this.noPreamble
    copy.noEpilogue = this.noEpilogue
    copy.hidesBcc = this.hidesBcc
    return copy
  }
}
