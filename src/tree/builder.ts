/** Builds the tree: keeps the scanner's offsets as nodes. A body costs nothing, because it is what lies between two offsets. */
import type { DefectCode } from '../defects/codes.js'
import { DEFAULT_LIMITS } from '../defects/limits.js'
import type { ContentType } from '../field/mime/content-type.js'
import type { EntityKind, TreeSink } from '../scan/sink.js'
import type { Document } from './document.js'
import { Node } from './node.js'

export class Builder implements TreeSink {
  root: Node | undefined
  private current: Node | undefined
  private delimiterStart = -1
  private delimiterEnd = -1
  private nextIsOpaque = false

  constructor(private readonly doc: Document) {}

  enter(kind: EntityKind, at: number): void {
    const parent = this.current
    const node = new Node(this.doc, kind, parent, at)
    node.fieldsFrom = node.fieldsTo = this.doc.spans.length / 3
    node.delimiterStart = this.delimiterStart
    node.delimiterEnd = this.delimiterEnd
    node.opaque = this.nextIsOpaque
    this.delimiterStart = this.delimiterEnd = -1
    this.nextIsOpaque = false
    if (parent === undefined) this.root = node
    else parent.adopt(node)
    this.current = node
  }

  field(start: number, colon: number, end: number): void {
    // Lines that are no fields need no record: they are the gaps between fields.
    if (colon === -1) return
    this.doc.spans.push(start, colon, end)
    this.current!.fieldsTo++
  }

  blank(start: number, end: number): void {
    const node = this.current!
    node.blank = start
    node.bodyStart = end
  }

  body(): void {}

  multipart(type: ContentType): void {
    if (this.doc.options.limits.maxParameters >= DEFAULT_LIMITS.maxParameters) this.current!.type = type
  }

  delimiter(start: number, end: number, closing: 0 | 1): void {
    const node = this.current!
    if (node.firstDelimiter === -1) node.firstDelimiter = start
    if (closing === 1) {
      node.closeStart = start
      node.closeEnd = end
    } else {
      this.delimiterStart = start
      this.delimiterEnd = end
    }
  }

  exit(at: number): void {
    const node = this.current!
    node.end = at
    this.current = node.parent
  }

  defect(code: DefectCode, start: number, end: number): void {
    const node = this.current
    if (code === 'nesting-too-deep') node!.opaque = true
    else if (code === 'too-many-parts') {
      if (node!.firstDelimiter === -1) node!.opaque = true
      else this.nextIsOpaque = true
    }
    this.doc.defect(code, start, end)
  }
}
