/**
 * Signatures that edits invalidate: DKIM-Signature (RFC 6376 §3.5, §5.4) and multipart/signed (RFC 1847 §2.1). Nothing is verified: a
 * signature counts as broken when octets that it covers are no longer those of the source.
 */
import { latin1 } from '../bytes/platform.js'
import { ignore } from '../defects/defect.js'
import { readTagList } from '../field/trace/tag-list.js'
import { type Edits, sourceField } from '../render/edits.js'
import { bodyPieces, type Piece, pieces } from '../render/serialize.js'
import { MESSAGE } from '../scan/sink.js'
import type { Entity } from '../tree/entity.js'
import { Field } from '../tree/field.js'
import type { Node } from '../tree/node.js'

/**
 * Names of the broken signatures, outermost first. One that went with all that it covered (a part that was removed or replaced) is not
 * among them.
 */
export function brokenBy(message: Entity): string[] {
  const broken: string[] = []
  const work: Node[] = [message.node]
  while (work.length > 0) {
    const node = work.pop()!
    // What was not changed, nor anything in it, has no mark; what was composed had no signature to break.
    if (node.edits === undefined) continue
    if (node.start >= 0) {
      if (node.kind === MESSAGE) brokenDkim(node, broken)
      if (isSigned(node) && signedChanged(node, node.edits)) {
        const path = node.view.path.join('.')
        broken.push(path === '' ? 'multipart/signed' : `multipart/signed ${path}`)
      }
    }
    if (node.inner !== undefined) work.push(node.inner)
    for (let i = node.children.length - 1; i >= 0; i--) work.push(node.children[i]!)
  }
  return broken
}

/** By the type in the source: a changed one does not undo the signature. */
function isSigned(node: Node): boolean {
  if (node.firstDelimiter < 0) return false
  const type = sourceField(node, 'content-type')
  return type !== undefined && /^\s*multipart\/signed\b/i.test(type.value)
}

/** Is it no longer the signed part as it was, and its signature (RFC 1847 §2.1)? */
function signedChanged(node: Node, edits: Edits): boolean {
  const before = edits.before ?? node.children
  const now = edits.body === undefined ? node.children : []
  if (now.length !== before.length || now.some((part, i) => part !== before[i])) return true
  const [content, signature] = now
  if (content !== undefined && !isAsBefore(content, pieces(content), content.start)) return true
  return signature !== undefined && !isAsBefore(signature, bodyPieces(signature), signature.bodyStart)
}

/** Are these octets those of the source from an offset to the end of the node? */
function isAsBefore(node: Node, list: readonly Piece[], from: number): boolean {
  if (node.edits === undefined) return true
  const { source } = node.doc
  let at = from
  for (const piece of list) {
    if (!(piece instanceof Uint8Array) || at + piece.length > node.end) return false
    // Most pieces are views of the very octets that they are compared with.
    const same = piece.buffer === source.buffer && piece.byteOffset === source.byteOffset + at
    for (let i = 0; !same && i < piece.length; i++) if (piece[i] !== source[at + i]) return false
    at += piece.length
  }
  return at === node.end
}

/** The header section as it was parsed. */
function sourceFields(node: Node): Field[] {
  const { source, spans } = node.doc
  const fields: Field[] = []
  for (let i = node.fieldsFrom; i < node.fieldsTo; i++) {
    fields.push(new Field(source, spans[3 * i]!, spans[3 * i + 1]!, spans[3 * i + 2]!, undefined))
  }
  return fields
}

function brokenDkim(node: Node, broken: string[]): void {
  const before = sourceFields(node)
  const signatures = before.filter((field) => field.name.toLowerCase() === 'dkim-signature')
  if (signatures.length === 0) return
  const after = node.view.headers.fields()
  // RFC 6376 §3.7: the body is all behind the header section, header sections of parts included.
  const bodyChanged = !isAsBefore(node, bodyPieces(node), node.bodyStart)
  for (const signature of signatures) {
    const { tags } = readTagList(signature.octets, ignore)
    const names = new Set(
      (tags.get('h') ?? '')
        .toLowerCase()
        .split(':')
        .map((name) => name.trim()),
    )
    names.add('dkim-signature')
    const changed =
      bodyChanged || [...names].some((name) => written(before, name, signature) !== written(after, name, signature))
    if (changed) broken.push(`DKIM-Signature d=${tags.get('d') ?? ''} s=${tags.get('s') ?? ''}`)
  }
}

/** The octets of all fields of a name, in order; of DKIM-Signature only the one in question: it covers itself, and the others may come and go. */
function written(fields: readonly Field[], name: string, signature: Field): string {
  const own = latin1(signature.raw, 0, signature.raw.length)
  const all = fields.filter((field) => field.name.toLowerCase() === name).map(({ raw }) => latin1(raw, 0, raw.length))
  return name === 'dkim-signature' ? String(all.includes(own)) : all.join('')
}
