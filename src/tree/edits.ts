/**
 * What was changed on a node. Source bytes are never touched: a changed header section is a list of lines, a changed body its new octets
 * (docs/lossless.md). Reading looks at these; only `render/` and `edit/` write them.
 */
import { EditedFields } from './edited-fields.js'
import type { Field } from './field.js'
import { type HeaderLine, isField } from './header-line.js'

export { type HeaderLine, isField } from './header-line.js'

import type { Node } from './node.js'

/** A new body, already transfer-encoded: octets, or a stream of them that is read once, when the message is written. */
export type NewBody = Uint8Array | AsyncIterable<Uint8Array>

export class Edits {
  /** The changed header section is in one of these two; in neither, while the source's own stands. */
  private list: HeaderLine[] | undefined = undefined
  private byName: EditedFields | undefined = undefined
  /** Of a leaf: its new body. */
  body: NewBody | undefined = undefined
  /** Of a leaf: its transfer encoding was chosen for it, not given, so that another transport may get another. */
  chosen = false
  /** Of a multipart: the boundary of delimiters that are written anew. */
  boundary: string | undefined = undefined
  /** Of a multipart: no delimiter of the source is valid any more. */
  newDelimiters = false
  /** Line ends of what is written anew, where the source has none to copy. */
  eol: string | undefined = undefined
  /** Its children before the first of them was added, removed or replaced; undefined while they are those of the source. */
  before: readonly Node[] | undefined = undefined

  /** Of a multipart: written without what stands before its first delimiter, or behind its closing one. */
  noPreamble = false
  noEpilogue = false

  /** Of a message: written without Bcc and Resent-Bcc unless they are asked for. */
  hidesBcc = false

  /** The header section, once it was changed, as a list to change; undefined while the source's own stands. */
  get lines(): HeaderLine[] | undefined {
    if (this.byName !== undefined) {
      this.list = this.byName.lines()
      this.byName = undefined
    }
    return this.list
  }

  set lines(lines: HeaderLine[] | undefined) {
    this.list = lines
    this.byName = undefined
  }

  /** Has the header section been changed? */
  get hasFields(): boolean {
    return this.list !== undefined || this.byName !== undefined
  }

  /** The same section by the names of its fields; undefined while it is a list. */
  get fields(): EditedFields | undefined {
    return this.byName
  }

  /**
   * Keeps the section by names from now on, so that a change costs the same however many fields there are. A list that `lines` gave before is no
   * longer the section.
   */
  index(): EditedFields {
    if (this.byName === undefined) {
      this.byName = new EditedFields(this.list ?? [])
      this.list = undefined
    }
    return this.byName
  }

  /** The fields of a name in lower case, or all; undefined while the source's own stand. */
  fieldsOf(lowered: string | undefined): Field[] | undefined {
    if (this.byName !== undefined && lowered !== undefined) return this.byName.all(lowered)
    const lines = this.byName?.lines() ?? this.list
    return lines?.filter(
      (line): line is Field => isField(line) && (lowered === undefined || line.name.toLowerCase() === lowered),
    )
  }

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
