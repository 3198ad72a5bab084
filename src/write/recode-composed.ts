/**
 * Recodes a composed message for a transport, as far as its author left the encodings open. Where 8 bits pass, texts lose the encoding that compose
 * gave them. Where 7 bits pass, an attached message of 8 bits is recoded inside, or sent as octets if that cannot be done. RFC 2045 §6, RFC 2046 §5.2.1.
 */
import { withEol } from '../bytes/line-ends.js'
import { fromLatin1, isAscii } from '../bytes/platform.js'
import { concat } from '../bytes/writer.js'
import { encodeBase64 } from '../codec/base64-encode.js'
import { decodeTransfer } from '../codec/transfer.js'
import { cloneNode } from '../edit/edit-clone.js'
import { IDENTITY_ENCODINGS, widestOf } from '../field/mime/transfer-encoding.js'
import { holdsOneOf } from '../render/boundary.js'
import { identityFor, traitsOf } from '../render/content.js'
import { editsOf, eolOf } from '../render/edits.js'
import { isLateBase64 } from '../render/late-base64.js'
import { join, pieces } from '../render/serialize.js'
import { boundaryOf } from '../render/serialize-parts.js'
import { MESSAGE } from '../scan/sink.js'
import type { Node } from '../tree/node.js'
import { isMultipart } from '../tree/shape.js'
import { recoded } from './recode.js'

type Transport = '7bit' | '8bit' | 'binary'

/** The composed message, or a copy that differs where the transport lets it. What the caller chose, and what was parsed, stays. */
export function composedFor(root: Node, transport: Transport | undefined): Node {
  const wanted =
    transport === undefined || transport === '7bit' ? isWideMessage : transport === '8bit' ? isOdd : isEncoded
  if (root.start >= 0 || !composedNodes(root).some(wanted)) return root
  const copy = cloneNode(root)
  const nodes = composedNodes(copy)
  for (const node of nodes) {
    if (!wanted(node)) continue
    if (transport === undefined || transport === '7bit') narrowMessage(node, '7bit')
    else if (isEncoded(node)) widenBody(node, transport)
    else narrowMessage(node, '8bit')
  }
  // Parts stand behind what holds them.
  for (let i = nodes.length - 1; i >= 0; i--) declareWidest(nodes[i]!)
  return copy
}

/** The entities that compose made, containers first: not those of the messages that it attached. */
function composedNodes(root: Node): Node[] {
  const nodes = [root]
  for (let i = 0; i < nodes.length; i++) {
    for (const child of nodes[i]!.children) if (child.start < 0) nodes.push(child)
  }
  return nodes
}

/** An attached message that is not 7bit, under an encoding that nobody asked for. In message/global, 8 bits were asked for with `utf8`. */
function isWideMessage(node: Node): boolean {
  if (node.edits?.chosen !== true || node.children[0]?.kind !== MESSAGE) return false
  const { transferEncoding, contentType } = node.view
  return contentType.mediaType !== 'message/global' && (transferEncoding === '8bit' || transferEncoding === 'binary')
}

/** Recoded inside; what has no such form, or would have to change in a multipart/signed, goes as the octets that it is. */
function narrowMessage(node: Node, transport: '7bit' | '8bit'): void {
  const narrow = narrowed(node.children[0]!, transport)
  if (narrow === undefined) asOctets(node)
  else {
    node.splice(0, 1, narrow.message)
    node.view.headers.set('Content-Transfer-Encoding', narrow.encoding)
  }
}

function narrowed(message: Node, transport: '7bit' | '8bit'): { message: Node; encoding: string } | undefined {
  let narrow: Node
  try {
    narrow = recoded(message, { transport })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return undefined
  }
  const { nul, bareBreak, longLine, eightBit } = traitsOf(join(pieces(narrow)))
  if (nul || bareBreak || longLine || (eightBit && transport === '7bit')) return undefined
  return { message: narrow, encoding: eightBit ? '8bit' : '7bit' }
}

/** An attached message under base64, whose type then is application/octet-stream (RFC 2046 §5.2.1). */
function asOctets(node: Node): void {
  const { view } = node
  const { headers } = view
  const filename = view.filename ?? 'message.eml'
  const edits = editsOf(node)
  edits.body = withEol(concat([encodeBase64(join(pieces(node.children[0]!))), fromLatin1('\r\n')]), eolOf(node))
  node.splice(0, node.children.length)
  headers.set('Content-Type', { type: 'application', subtype: 'octet-stream', params: { name: filename } })
  headers.set('Content-Transfer-Encoding', 'base64')
  headers.set('Content-Disposition', { type: 'attachment', params: { filename } })
}

/** For a transport of 8 bits: what may go as it is, and an attached message that may not. */
function isOdd(node: Node): boolean {
  return isEncoded(node) || (isWideMessage(node) && node.view.transferEncoding === 'binary')
}

function isEncoded(node: Node): boolean {
  const body = node.edits?.body
  if (node.edits?.chosen !== true || !(body instanceof Uint8Array || isLateBase64(body))) return false
  return node.view.transferEncoding === 'base64' || node.view.transferEncoding === 'quoted-printable'
}

/** Text that is whole under 8bit; under binary any content. What gateways change, and what holds a delimiter, stays encoded. */
function widenBody(node: Node, transport: '8bit' | 'binary'): void {
  const { view } = node
  const edits = node.edits!
  const body = isLateBase64(edits.body) ? edits.body.bytes() : (edits.body as Uint8Array)
  if (transport === '8bit' && view.contentType.type !== 'text') return
  const content = decodeTransfer(body, view.transferEncoding)
  const traits = traitsOf(content)
  const fits = identityFor(traits)
  if (transport === '8bit' && (traits.fragile || fits === 'binary')) return
  if (holdsOneOf(content, () => boundariesAround(node))) return
  edits.body = content
  view.headers.set('Content-Transfer-Encoding', traits.fragile ? 'binary' : fits)
}

function boundariesAround(node: Node): string[] {
  const found: string[] = []
  for (let at = node.parent; at !== undefined; at = at.parent) if (isMultipart(at)) found.push(boundaryOf(at))
  return found
}

/** A multipart declares what the widest of its parts needs, their header sections included (RFC 2045 §6.4, RFC 6532 §3.5). */
function declareWidest(node: Node): void {
  if (!isMultipart(node)) return
  const declared = new Set<string>()
  for (const child of node.children) {
    declared.add(child.view.transferEncoding)
    if (child.edits?.lines?.every(({ raw }) => isAscii(raw)) === false) declared.add('8bit')
  }
  const width = widestOf(declared)
  const { headers } = node.view
  if (width > 0) headers.set('Content-Transfer-Encoding', IDENTITY_ENCODINGS[width]!)
  else headers.delete('Content-Transfer-Encoding')
}
