/**
 * Recodes a message for a transport: parts that it does not carry get another transfer encoding, header sections become ASCII or UTF-8.
 * RFC 2045 §6, RFC 2046 §5, RFC 6532 §3. Only a copy of the tree is changed; the message stays as it is.
 */

import { CR, LF } from '../bytes/ascii.js'
import { withEol } from '../bytes/line-ends.js'
import { indexOfByte, isAscii } from '../bytes/platform.js'
import { decodeTransfer } from '../codec/transfer.js'
import { redraw } from '../edit/edit-boundary.js'
import { cloneNode } from '../edit/edit-clone.js'
import { written } from '../edit/edit-content.js'
import { isMultipartSigned, nameOfSigned } from '../field/mime/multipart-signed.js'
import { IDENTITY_ENCODINGS, isIdentityEncoding, isKnownEncoding } from '../field/mime/transfer-encoding.js'
import {
  type Encoded,
  encodeAs,
  encodeForSure,
  type Traits,
  type TransferEncoding,
  traitsOf,
} from '../render/content.js'
import { editLines, editsOf, eolOf } from '../render/edits.js'
import { bodyPieces, join } from '../render/serialize.js'
import { boundaryOf } from '../render/serialize-parts.js'
import { MESSAGE } from '../scan/sink.js'
import { isField } from '../tree/edits.js'
import type { Node } from '../tree/node.js'
import { isMultipart } from '../tree/shape.js'
import { rewrittenField, utf8Field } from './recode-fields.js'

export interface RecodeOptions {
  readonly transport?: '7bit' | '8bit' | 'binary' | undefined
  readonly utf8?: boolean | undefined
}

/** An entity on its way: on `leave` its parts have been done. */
interface Step {
  readonly node: Node
  /** The multipart/signed that it stands in. */
  readonly signed: Node | undefined
  readonly leave: boolean
}

/**
 * A copy that a transport takes, or the node itself where nothing was asked.
 * @throws TypeError, with the path of the part, for what cannot be written so without loss or without breaking a multipart/signed
 */
export function recoded(root: Node, { transport = 'binary', utf8 }: RecodeOptions): Node {
  if (transport === 'binary' && utf8 === undefined) return root
  const copy = cloneNode(root)
  new Recoder(IDENTITY_ENCODINGS.indexOf(transport), utf8 ?? (transport === '7bit' ? false : undefined)).run(copy)
  return copy
}

class Recoder {
  /** Containers of a signed part whose declared encoding must stay: what holds it declares no narrower one. */
  private readonly kept = new Set<Node>()

  constructor(
    private readonly width: number,
    private readonly utf8: boolean | undefined,
  ) {}

  run(root: Node): void {
    const work: Step[] = [{ node: root, signed: undefined, leave: false }]
    for (let step = work.pop(); step !== undefined; step = work.pop()) {
      const { node, signed, leave } = step
      if (leave) this.narrow(node)
      else if (this.enter(node, signed)) {
        work.push({ node, signed, leave: true })
        const within = signed ?? (isMultipartSigned(node.view.contentType) ? node : undefined)
        for (let i = node.children.length - 1; i >= 0; i--)
          work.push({ node: node.children[i]!, signed: within, leave: false })
      }
    }
  }

  /** Does what is to be done before the parts; true if there are any to do. */
  private enter(node: Node, signed: Node | undefined): boolean {
    this.fields(node, signed)
    if (isMultipart(node)) {
      this.between(node, signed)
      return true
    }
    if (node.children.length > 0 && !this.isGlobal(node)) return true
    if (this.width < 2 || this.isGlobal(node)) this.leaf(node, signed)
    return false
  }

  /** A message/global whose header sections are UTF-8, for a transport or reader of ASCII: encoded whole (RFC 6532 §3.7). */
  private isGlobal(node: Node): boolean {
    if (this.utf8 !== false || node.view.contentType.mediaType !== 'message/global') return false
    const work = [...node.children]
    for (let at = work.pop(); at !== undefined; at = work.pop()) {
      for (const child of at.children) work.push(child)
      if (!isAscii(sectionOf(at))) return true
    }
    return false
  }

  private fields(node: Node, signed: Node | undefined): void {
    // A parsed message may keep the form in which it came; one that is composed has the one asked for.
    if (this.utf8 === true && node.start < 0 && signed === undefined) {
      const lines = editLines(node, node.view.headers)
      for (let i = 0; i < lines.length; i++) {
        const line = lines[i]!
        if (isField(line)) lines[i] = utf8Field(node, line)
      }
    }
    if (this.fits(sectionOf(node))) return
    if (signed !== undefined) {
      refuse(
        node,
        `its header section is not fit for the transport, and ${nameOfSigned(signed.view.path)} signs it as it is`,
      )
    }
    if (this.utf8 === false && isMultipart(node) && !/^[\x00-\x7f]*$/.test(boundaryOf(node))) redraw(node)
    const lines = editLines(node, node.view.headers)
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i]!
      if (this.fits(line.raw)) continue
      if (isField(line)) lines[i] = at(node, () => rewrittenField(node, line, this.utf8 !== false))
      else refuse(node, 'octets that the transport does not take in a line of its header section that is no field')
    }
    editsOf(node)
  }

  /** May these octets stand in a header section as they are? */
  private fits(octets: Uint8Array): boolean {
    if (this.utf8 === false && !isAscii(octets)) return false
    if (this.width === 2) return true
    const { nul, longLine } = traitsOf(octets)
    return !nul && !longLine
  }

  /** Preamble and epilogue are for nobody: what the transport does not carry of them is left out. */
  private between(node: Node, signed: Node | undefined): void {
    if (this.width === 2 || node.firstDelimiter < 0) return
    const { source } = node.doc
    const eol = eolOf(node)
    const preamble = source.subarray(node.bodyStart, node.firstDelimiter)
    const epilogue = node.closeEnd < 0 ? new Uint8Array(0) : source.subarray(node.closeEnd, node.end)
    const bad = (octets: Uint8Array) => octets.length > 0 && this.minds(octets, traitsOf(octets), eol)
    const [first, last] = [bad(preamble), bad(epilogue)]
    if (!first && !last) return
    if (signed !== undefined)
      refuse(
        node,
        `its preamble or epilogue is not ${IDENTITY_ENCODINGS[this.width]}, and ${nameOfSigned(signed.view.path)} signs it`,
      )
    const edits = editsOf(node)
    edits.noPreamble = first
    edits.noEpilogue = last
  }

  /** Does the transport mind something in these octets? */
  private minds(octets: Uint8Array, traits: Traits, eol: string): boolean {
    if (this.width === 2) return false
    if (traits.nul || traits.longLine || (this.width === 0 && traits.eightBit)) return true
    return eol === '\r\n' ? traits.bareBreak : traits.bareBreak && hasLoneReturn(octets)
  }

  private leaf(node: Node, signed: Node | undefined): void {
    // A stream is under base64 or quoted-printable already.
    const body = node.edits?.body
    if (body !== undefined && !(body instanceof Uint8Array)) return
    const raw = body ?? join(bodyPieces(node))
    const traits = traitsOf(raw)
    const declared = IDENTITY_ENCODINGS.indexOf(node.view.transferEncoding)
    if (this.minds(raw, traits, eolOf(node)) || this.isGlobal(node)) {
      if (signed !== undefined) {
        refuse(
          node,
          `it must be encoded for a ${IDENTITY_ENCODINGS[this.width]} transport, and ${nameOfSigned(signed.view.path)} signs it as it is`,
        )
      }
      this.encode(node, raw)
    } else if (declared > this.width) {
      if (signed === undefined) this.declare(node, traits.eightBit ? '8bit' : '7bit')
      else this.keep(node)
    }
  }

  /** What holds a container that is kept is kept. */
  private keep(node: Node): void {
    for (let at: Node | undefined = node; at !== undefined && !this.kept.has(at); at = at.parent) this.kept.add(at)
  }

  private encode(node: Node, raw: Uint8Array): void {
    const { contentType, transferEncoding } = node.view
    const { type, subtype, mediaType } = contentType
    if (!isKnownEncoding(transferEncoding)) {
      refuse(
        node,
        `it stands under ${JSON.stringify(transferEncoding.slice(0, 40))}, which is not known: it cannot be encoded in another way`,
      )
    }
    if (type === 'multipart')
      refuse(node, `its parts were not read, and a ${mediaType} must not be encoded (RFC 2045 §6.4)`)
    if (type === 'message' && !subtype.startsWith('global')) {
      refuse(node, `a ${mediaType} must not be encoded (RFC 2045 §6.4, RFC 2046 §5.2)`)
    }
    const eol = eolOf(node)
    const isText = type === 'text' || type === 'message'
    const identity = isIdentityEncoding(transferEncoding)
    let content = identity ? raw : decodeTransfer(raw, transferEncoding)
    // Line breaks of text are CRLF before it is encoded (RFC 2045 §6.8), whatever the message ends its lines in.
    if (isText && eol === '\n') content = withEol(content, '\r\n')
    const made: Encoded =
      transferEncoding === 'base64' || transferEncoding === 'quoted-printable'
        ? { encoding: transferEncoding, body: encodeAs(content, transferEncoding) }
        : encodeForSure(content, isText)
    const edits = editsOf(node)
    // The whole of a message/global is its content now.
    node.splice(0, node.children.length)
    edits.body = written(made, eol)
    this.declare(node, made.encoding)
  }

  /** Once its parts are done: a container declares no wider encoding than they need. */
  private narrow(node: Node): void {
    if (this.width === 2 || this.kept.has(node)) return
    if (IDENTITY_ENCODINGS.indexOf(node.view.transferEncoding) > this.width)
      this.declare(node, IDENTITY_ENCODINGS[this.width] as TransferEncoding)
  }

  private declare(node: Node, encoding: TransferEncoding): void {
    const { headers } = node.view
    if (node.view.transferEncoding !== encoding) headers.set('Content-Transfer-Encoding', encoding)
    if (node.kind === MESSAGE && !headers.has('mime-version')) headers.append('MIME-Version', '1.0')
  }
}

/** The octets of a header section as it is written. */
function sectionOf(node: Node): Uint8Array {
  const lines = node.edits?.lines
  return lines === undefined ? node.doc.source.subarray(node.start, node.blank) : join(lines.map(({ raw }) => raw))
}

function hasLoneReturn(octets: Uint8Array): boolean {
  for (let i = indexOfByte(octets, CR, 0); i !== -1; i = indexOfByte(octets, CR, i + 1)) {
    if (octets[i + 1] !== LF) return true
  }
  return false
}

function refuse(node: Node, why: string): never {
  const path = node.view.path.join('.')
  throw new TypeError(`${path === '' ? 'message' : `part ${path}`}: ${why}`)
}

/** With the path of the node before what is said. */
function at<T>(node: Node, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (error instanceof TypeError) refuse(node, error.message)
    throw error
  }
}
