/** Writes the body of a changed multipart: preamble, delimiters, parts, epilogue. RFC 2046 §5.1.1. */
import { CLASS, CR, FWS, LF } from '../bytes/ascii.js'
import { fromLatin1 } from '../bytes/platform.js'
import { ignore } from '../defects/defect.js'
import { readContentType } from '../field/mime/content-type.js'
import type { Node } from '../tree/node.js'
import { isMultipart, isRest } from '../tree/shape.js'
import { eolOf, sourceField } from './edits.js'

/** The boundary in the delimiters of a multipart: an octet string. */
export function boundaryOf(node: Node): string {
  return node.edits?.boundary ?? sourceBoundary(node) ?? ''
}

/** Read once: each edit asks it of all multiparts around it. */
const declared = /* @__PURE__ */ new WeakMap<Node, { readonly boundary: string | undefined }>()

/** The boundary that the source declares. */
function sourceBoundary(node: Node): string | undefined {
  let known = declared.get(node)
  if (known === undefined) {
    const field = sourceField(node, 'content-type')
    known = { boundary: field === undefined ? undefined : readContentType(field.octets, ignore).boundary }
    declared.set(node, known)
  }
  return known.boundary
}

/**
 * Whether a delimiter needs a line break of its own behind some octets: it must have one, may have one, or must not, because it would then
 * be the separator of a header section that has none.
 */
type Break = 'must' | 'may' | 'never'

/** Is a closing delimiter written? One that the source lacks is, as soon as there is a part that the source lacks. */
function isClosed(node: Node): boolean {
  if (node.closeStart >= 0 || node.firstDelimiter < 0) return true
  // What was not read past a limit holds the closing delimiter, if there is one.
  if (isRest(node.children[node.children.length - 1])) return false
  return node.edits?.before !== undefined && node.children.some(({ delimiterStart }) => delimiterStart < 0)
}

/** The break that a delimiter needs behind a node. */
function breakBehind(node: Node): Break {
  let at = node
  for (;;) {
    const body = at.edits?.body
    if (body !== undefined) return body instanceof Uint8Array && body.length === 0 ? breakBehindSection(at) : 'must'
    if (isMultipart(at)) {
      if (isClosed(at) || isEmptied(at)) return 'must'
    } else if (at.children.length === 0) {
      if (at.start >= 0 && at.end > at.bodyStart) return 'must'
      return breakBehindSection(at)
    }
    const last = at.children[at.children.length - 1]
    if (last === undefined) return 'must'
    at = last
  }
}

/** The break behind a node that has no body. */
function breakBehindSection(node: Node): Break {
  if (node.start < 0 || node.bodyStart > node.blank) return 'may'
  if (node.edits?.lines !== undefined) return 'never'
  return node.blank > 0 && node.doc.source[node.blank - 1] !== LF ? 'must' : 'never'
}

/** A multipart whose last part was removed: it is written with an empty one, for there must be one (RFC 2046 §5.1.1). */
function isEmptied(node: Node): boolean {
  if (node.children.length > 0) return false
  return node.firstDelimiter < 0 || (node.edits?.before ?? []).length > 0
}

/** @param node a changed multipart */
export function renderParts(node: Node): (Node | Uint8Array)[] {
  return new PartsRenderer(node).render()
}

class PartsRenderer {
  private readonly out: (Node | Uint8Array)[] = []
  private readonly source: Uint8Array
  private readonly eol: string
  private readonly boundary: string
  private readonly renamed: boolean
  private behind: Break = 'never'

  constructor(private readonly node: Node) {
    this.source = node.doc.source
    this.eol = eolOf(node)
    this.boundary = boundaryOf(node)
    this.renamed = node.edits?.newDelimiters === true
  }

  render(): (Node | Uint8Array)[] {
    const { node, out, source } = this
    const sourced = node.firstDelimiter >= 0
    if (sourced && node.firstDelimiter > node.bodyStart && node.edits?.noPreamble !== true) {
      out.push(source.subarray(node.bodyStart, node.firstDelimiter))
      this.behind = 'must'
    }
    for (const child of node.children) {
      if (sourced && child.delimiterStart >= 0) this.delimiter(child.delimiterStart, child.delimiterEnd, false)
      else this.newDelimiter('')
      // Input that ended right behind a delimiter: what is added to its part must not become part of the boundary.
      const own = child.edits === undefined && child.doc === node.doc && child.start === child.delimiterEnd
      if (child.delimiterStart >= 0 && !own && source[child.delimiterEnd - 1] !== LF) this.text(this.eol)
      out.push(child)
      this.behind = breakBehind(child)
    }
    if (isEmptied(node)) this.emptyPart()
    if (node.closeStart >= 0) {
      this.delimiter(node.closeStart, node.closeEnd, true)
      if (node.edits?.noEpilogue === true) this.text(this.eol)
      else out.push(source.subarray(node.closeEnd, node.end))
    } else if (isClosed(node) || isEmptied(node)) this.newDelimiter('--')
    return out
  }

  private text(octets: string): void {
    this.out.push(fromLatin1(octets))
  }

  private emptyPart(): void {
    this.newDelimiter('')
    // What has no type is a message there (RFC 2046 §5.1.5).
    if (this.node.view.contentType.subtype === 'digest') this.text(`Content-Type: text/plain${this.eol}`)
    this.text(this.eol)
    this.behind = 'may'
  }

  private newDelimiter(closing: '' | '--'): void {
    this.text(`${this.behind === 'never' ? '' : this.eol}--${this.boundary}${closing}${this.eol}`)
  }

  /** A delimiter of the source, its line break as what stands before it now needs it, its boundary renamed where that was changed. */
  private delimiter(start: number, end: number, closing: boolean): void {
    const { node, out, source, behind } = this
    let line = start
    while (source[line] === CR) line++
    if (source[line] === LF) line++
    if (behind === 'must' && line === start) this.text(this.eol)
    if (behind === 'never' && start !== node.firstDelimiter) start = line
    if (!this.renamed) {
      out.push(source.subarray(start, end))
      return
    }
    let to = end
    while (to > line && (CLASS[source[to - 1]!]! & FWS) !== 0) to--
    if (closing) to -= 2
    out.push(source.subarray(start, line + 2), fromLatin1(this.boundary), source.subarray(to, end))
  }
}
