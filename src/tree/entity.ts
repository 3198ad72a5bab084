/** A message or a body part (RFC 2045 §2.4): a lazy view of a node. */
import { CR, LF } from '../bytes/ascii.js'
import { Spare } from '../bytes/kept.js'
import type { Source } from '../bytes/source.js'
import { type DecodedText, decodeLabelled } from '../charset/index.js'
import { type Memory, Scratch } from '../codec/shared-memory.js'
import { decodeTransfer } from '../codec/transfer.js'
import { ignore, type Report } from '../defects/defect.js'
import { type ContentType, defaultContentType, plainContentType } from '../field/mime/content-type.js'
import { type Disposition, plainDisposition } from '../field/mime/disposition.js'
import { safeFilename } from '../field/mime/filename.js'
import { isIdentityEncoding, isKnownEncoding, plainEncoding } from '../field/mime/transfer-encoding.js'
import { MESSAGE } from '../scan/sink.js'
import { isEncapsulating } from '../scan/skim.js'
import type { Role } from './body.js'
import type { EntityRange } from './field.js'
import { findEntity } from './find.js'
import { Headers } from './headers.js'
import { INSPECT, inspected } from './inspect-at-start.js'
import { ENTITY } from './is-message.js'
import type { ContentOptions, NewPart } from './kit.js'
import type { Message } from './message.js'
import type { Node } from './node.js'
import { parseEncoded } from './parse-tree.js'
import type { PartSpec } from './part-spec.js'
import { plainField, type ReadPlain } from './plain-field.js'
import { endOf, isMultipart } from './shape.js'

/** How a text was decoded. */
export interface UsedCharset {
  /** The charset parameter as declared, in lower case. Absent where there is none. */
  readonly declared?: string
  /** Canonical name of the charset that decoded it, in lower case: `utf-8`, `windows-1252`. */
  readonly used: string
  /** How many characters became U+FFFD. */
  readonly replaced: number
}

// All leaves share it.
const NO_PARTS: readonly Entity[] = /* @__PURE__ */ Object.freeze([])

/** Measured on newsletters in quoted-printable: texts are read 1.5 times as fast as from memory of their own. */
const SCRATCH = /* @__PURE__ */ new Spare<Scratch>()

/** A message or a body part (RFC 2045 §2.4). `parse` and `compose` make them. Each value is computed when it is first asked for, and kept. */
export class Entity {
  /** @internal */
  readonly node: Node
  private headersView: Headers | undefined
  private type: ContentType | undefined
  private encoding: string | undefined
  /** Null: there is none. */
  private dispositionRead: Disposition | null | undefined
  private partsView: readonly Entity[] | undefined
  private decodedBytes: Uint8Array | undefined
  private decodedText: DecodedText | undefined
  private usedCharset: UsedCharset | undefined
  private encapsulated: Message | null | undefined

  /** @internal */
  get [ENTITY](): true {
    return true
  }

  /** @internal Made by parse and compose. */
  constructor(node: Node) {
    this.node = node
    this.headersView = undefined
    this.type = undefined
    this.encoding = undefined
    this.dispositionRead = undefined
    this.partsView = undefined
    this.decodedBytes = undefined
    this.decodedText = undefined
    this.usedCharset = undefined
    this.encapsulated = undefined
  }

  /** Its header section. */
  get headers(): Headers {
    return (this.headersView ??= new Headers(this.node))
  }

  /**
   * Effective media type: the first Content-Type; text/plain where there is none (RFC 2045 §5.2), message/rfc822 inside multipart/digest
   * (RFC 2046 §5.1.5). QUIRK(RFC 2045 §6.4): an unknown transfer encoding does not turn it into application/octet-stream; `bytes()` gives the
   * octets as they are, and the defect says so. Sent by: mailers that write `7-bit` or `utf-8` there, over plain text.
   */
  get contentType(): ContentType {
    return (this.type ??= this.readType())
  }

  private readType(): ContentType {
    const { node } = this
    if (node.opaque && node.kind !== MESSAGE && node.fieldsFrom === node.fieldsTo && node.edits === undefined) {
      return defaultContentType('application/octet-stream')
    }
    const kept = node.edits === undefined ? node.type : undefined
    const own = kept ?? this.plain('content-type', plainContentType) ?? this.headers.contentType()
    if (own !== undefined) return own
    if (node.kind !== MESSAGE && node.parent !== undefined) (node.parent.typed ??= new Set()).add(node)
    return defaultContentType(inDigest(node) ? 'message/rfc822' : 'text/plain')
  }

  /** As `plainField`, before anybody asked for `headers`. */
  private plain<T>(lowered: string, read: ReadPlain<T>): T | undefined {
    return this.headersView === undefined ? plainField(this.node, lowered, read) : undefined
  }

  /** Transfer encoding in lower case, known or not. '7bit' where none is declared (RFC 2045 §6.1). */
  get transferEncoding(): string {
    return (this.encoding ??=
      this.plain('content-transfer-encoding', plainEncoding) ?? this.headers.transferEncoding() ?? '7bit')
  }

  /** Content-Disposition (RFC 2183). Undefined where there is none, or one that says nothing. */
  get disposition(): Disposition | undefined {
    if (this.dispositionRead === undefined) {
      this.dispositionRead = this.plain('content-disposition', plainDisposition) ?? this.headers.disposition() ?? null
    }
    return this.dispositionRead ?? undefined
  }

  /** The filename of Content-Disposition, else the `name` of Content-Type, decoded, otherwise as received: never a path. Undefined where there is none. */
  get filename(): string | undefined {
    const name = this.disposition?.filename ?? this.contentType.params.name
    return name === '' ? undefined : name
  }

  /** `filename` as the last component of a path that every common system takes; `attachment` where nothing is left of it. */
  get safeFilename(): string {
    return safeFilename(this.filename)
  }

  /** Content-ID without angle brackets (RFC 2045 §7). Undefined where there is none. */
  get contentId(): string | undefined {
    return this.headers.id('content-id')
  }

  /** Content-Description, decoded (RFC 2045 §8). Undefined where there is none. */
  get description(): string | undefined {
    return this.headers.filled('content-description')?.text
  }

  /** The multipart, or the message/rfc822, that holds it. Undefined for the root. */
  get parent(): Entity | undefined {
    return this.node.parent?.view
  }

  /**
   * Its part numbers as IMAP counts them (RFC 9051 §6.4.5.1), from 1: [] for the root, [1, 2] for the second part of its first part. Of an encapsulated
   * message, a multipart has the path of the part that holds it, a leaf that path with a 1 behind it. In a root of message/rfc822 all paths begin with a 1.
   */
  get path(): readonly number[] {
    const path: number[] = []
    for (let node = this.node; node.parent !== undefined; node = node.parent) {
      if (node.kind === MESSAGE) {
        if (node.view.parts.length === 0) path.push(1)
        if (node.parent.parent === undefined) path.push(1)
      } else path.push(node.index + 1)
    }
    return path.reverse()
  }

  /** The parts of a multipart, in order. Empty for any other entity. */
  get parts(): readonly Entity[] {
    if (this.partsView !== undefined) return this.partsView
    const { children } = this.node
    if (children.length === 0 || children[0]!.kind === MESSAGE) return (this.partsView = NO_PARTS)
    return (this.partsView = children.map(({ view }) => view))
  }

  /** The message that a message/rfc822, message/global or message/news holds, under a transfer encoding or not; else undefined. */
  get message(): Message | undefined {
    if (this.encapsulated === undefined) {
      const held = this.node.children[0]
      let value: Entity | undefined
      if (held !== undefined) value = held.kind === MESSAGE ? held.view : undefined
      else if (this.node.inner !== undefined) value = this.node.inner.view
      else if (this.holdsEncodedMessage()) value = parseEncoded(this.node, this.bytes())
      this.encapsulated = (value as Message | undefined) ?? null
    }
    return this.encapsulated ?? undefined
  }

  private holdsEncodedMessage(): boolean {
    const { type, subtype } = this.contentType
    return (
      type === 'message' && isEncapsulating(subtype) && !this.node.opaque && !isIdentityEncoding(this.transferEncoding)
    )
  }

  /** Octets of a multipart before its first delimiter (RFC 2046 §5.1.1). Undefined for any other entity. */
  get preamble(): Uint8Array | undefined {
    const { node } = this
    if (node.firstDelimiter < 0 || !isMultipart(node)) return undefined
    return node.doc.source.subarray(node.bodyStart, node.firstDelimiter)
  }

  /** Octets of a multipart behind its closing delimiter. Undefined where there is none. */
  get epilogue(): Uint8Array | undefined {
    const { node } = this
    if (node.closeEnd < 0 || !isMultipart(node)) return undefined
    const { source } = node.doc
    // The line end of the closing delimiter stands before it (RFC 2046 §5.1.1: close-delimiter [CRLF epilogue]).
    let at = node.closeEnd
    while (at < node.end && source[at] === CR) at++
    return source.subarray(at < node.end && source[at] === LF ? at + 1 : node.closeEnd, node.end)
  }

  /** Header section and body as received: a view of the source (rendered, where it was changed). */
  get raw(): Uint8Array {
    const { node } = this
    if (node.edits !== undefined) return node.doc.kit.raw(node)
    return node.doc.source.subarray(node.start, endOf(node))
  }

  /** The encoded body as received: a view of the source (rendered, where it was changed). */
  get rawBody(): Uint8Array {
    const { node } = this
    if (node.edits !== undefined) return node.doc.kit.rawBody(node)
    return node.doc.source.subarray(node.bodyStart, node.end)
  }

  /** Byte offsets in the source; of what stood under a transfer encoding, in the decoded body that holds it. */
  get range(): EntityRange {
    const { start, bodyStart, end } = this.node
    return { start, bodyStart, end }
  }

  /**
   * The content: the body with its transfer encoding undone, once, and kept. Never throws: what is wrong is a defect. It may be a view of an ArrayBuffer that
   * holds other contents, too: give a worker a copy, not its `buffer`.
   */
  bytes(): Uint8Array {
    return (this.decodedBytes ??= this.decodeBody(this.node.doc.shared))
  }

  private decodeBody(shared: Memory): Uint8Array {
    const raw = this.rawBody
    const encoding = this.transferEncoding
    // Parts of a multipart are found in the body as it stands, so that is its content.
    if (isIdentityEncoding(encoding) || !isKnownEncoding(encoding) || this.node.children.length > 0) return raw
    const { doc, bodyStart, edits } = this.node
    const report: Report = (code, from, to) => doc.defect(code, bodyStart + from, bodyStart + to)
    // Of what was decoded to text, that was told already.
    const told = this.decodedText !== undefined || edits?.body !== undefined
    const max = doc.options.limits.maxDecodedBytes
    return decodeTransfer(raw, encoding, { shared, max, report: told ? ignore : report })
  }

  /**
   * `bytes()` as text in the declared charset; where none is declared, known and safe, as UTF-8 if well-formed, else in `fallbackCharset`. Decoded once and
   * kept. Never throws: octets that mean nothing are U+FFFD, with a defect.
   */
  decodeText(): string {
    return this.textDecoded().text
  }

  /** Which charset `decodeText()` used, and how well it fitted. */
  get charset(): UsedCharset {
    const { charset: used, replaced } = this.textDecoded()
    const declared = this.contentType.params.charset?.toLowerCase()
    return (this.usedCharset ??= declared ? { declared, used, replaced } : { used, replaced })
  }

  private textDecoded(): DecodedText {
    if (this.decodedText === undefined) {
      const { doc, bodyStart, end } = this.node
      const { type, mediaType, params } = this.contentType
      const label = params.charset || undefined
      const use = mediaType === 'text/plain' || type === 'multipart' ? 'plain' : 'body'
      if (this.node.children.length > 0 && this.node.edits === undefined && bodyStart >= 0)
        return (this.decodedText = doc.containers.read(bodyStart, end, label, use))
      const scratch = SCRATCH.take() ?? new Scratch()
      const bytes = this.decodedBytes ?? this.decodeBody(scratch)
      const decoded = decodeLabelled(bytes, label, doc.options.fallbackCharset, use)
      SCRATCH.give(scratch)
      if (type === 'text') {
        for (const code of decoded.problems) {
          // An unknown or unsafe label is wrong where it stands; all else is wrong in the body.
          const label = code.endsWith('-charset')
            ? this.headers.first('content-type')?.parameterRange('charset')
            : undefined
          doc.defect(code, label?.start ?? bodyStart, label?.end ?? end)
        }
      }
      this.decodedText = decoded
    }
    return this.decodedText
  }

  /** This entity and all below it, in the order of the source, those in attached messages included. */
  *walk(): IterableIterator<Entity> {
    const stack: Entity[] = [this]
    while (stack.length > 0) {
      const entity = stack.pop()!
      yield entity
      if (entity.message !== undefined) stack.push(entity.message)
      for (let i = entity.parts.length - 1; i >= 0; i--) stack.push(entity.parts[i]!)
    }
  }

  /** The first entity in `walk()` order with a predicate, a media type ('text/html', 'image/*') or a path. @throws TypeError for anything else */
  find(wanted: ((entity: Entity) => boolean) | string | readonly number[]): Entity | undefined {
    return findEntity(this, wanted)
  }

  /** What a mail reader does with it, and why (RFC 8621 §4.1.4). */
  get role(): Role {
    let top = this.node
    while (top.kind !== MESSAGE && top.parent !== undefined) top = top.parent
    return top.view.roleOf(this)
  }

  /** @internal The message decides the roles of its parts. */
  roleOf(_part: Entity): Role {
    return { is: 'attachment', because: 'not part of a message' }
  }

  /**
   * Gives the entity new content. Its parts, or the message that it held, leave the message. Text is written with CRLF line breaks (those of the message) in
   * the charset of its type, or in utf-8 where that lacks a character. Octets are kept exactly. Content-Type and Content-Transfer-Encoding are written where
   * they change, Content-MD5 is left out, all other fields stay.
   *
   * @throws TypeError for a content type that no leaf has, for an encoding that does not carry the content, for what was not read past a limit
   */
  setContent(content: Source, options?: ContentOptions): this {
    this.node.doc.kit.setContent(this.node, content, options)
    return this
  }

  /**
   * Adds a part at the end of this very multipart; see `insert`. In a multipart/alternative that is one more form of the text, in a
   * multipart/related one more resource of the page: a file there is not shown as a file. `attach` of a message puts a file beside the body.
   * @example
   * parse(bytes).append({ text: 'Sent through the list.' })
   */
  append(part: Entity | PartSpec): Entity {
    return this.insert(isMultipart(this.node) ? this.node.children.length : 1, part)
  }

  /**
   * Adds a part at a place among the others, and returns it. An entity without parts first becomes a multipart/mixed, and its content, octet
   * for octet, becomes part 0. A removed part is put in as it is, a part of a message is copied, a message is attached as message/rfc822. A
   * multipart whose boundary begins a line of the new part gets another one.
   *
   * @throws MessageSpecError for a spec that is refused; TypeError for an index that is none, for an entity put into itself, for what was not
   * read past a limit
   */
  insert(index: number, part: Entity | PartSpec): Entity {
    return this.node.doc.kit.insert(this.node, index, newPart(part)).view
  }

  /**
   * Removes this part from its multipart. You can add it to a message again. A multipart without parts is written with one empty part, because
   * it must have one (RFC 2046 §5.1.1). @throws TypeError for a message
   */
  remove(): void {
    this.node.doc.kit.remove(this.node)
  }

  /** Puts another part in the place of this one and returns it; see `insert`. @throws TypeError for a message */
  replaceWith(part: Entity | PartSpec): Entity {
    return this.node.doc.kit.replace(this.node, newPart(part)).view
  }

  /** @internal */
  [INSPECT](): unknown {
    return inspected(this)
  }

  /** @internal Its parts are others now. */
  refreshParts(): void {
    this.partsView = undefined
  }

  /** @internal Drops cached readings after an edit. */
  refresh(): void {
    this.type = undefined
    this.encoding = undefined
    this.dispositionRead = undefined
    this.decodedBytes = undefined
    this.decodedText = undefined
    this.usedCharset = undefined
    this.encapsulated = undefined
  }
}

/** @internal The node of a part; a part of another copy of this library, which has nodes of its own, is taken by what it says. */
export function newPart(part: Entity | PartSpec): NewPart {
  return part instanceof Entity ? part.node : part
}

function inDigest(node: Node): boolean {
  if (node.kind === MESSAGE || node.parent === undefined) return false
  const { type, subtype } = node.parent.view.contentType
  return type === 'multipart' && subtype === 'digest'
}
