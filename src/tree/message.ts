/** Message: an entity with what programs ask of mail (who, when, what, texts, attachments). Each value is read once, when it is first asked for. */

import { assertString } from '../bytes/arguments.js'
import { hexValue, PERCENT } from '../bytes/ascii.js'
import { fromUtf8, latin1, utf8 } from '../bytes/platform.js'
import { type Defect, MessageError } from '../defects/defect.js'
import type { Mailbox } from '../field/address/address.js'
import { MESSAGE } from '../scan/sink.js'
import { type BodyStructure, type Role, sortBody } from './body.js'
import { Entity, newPart } from './entity.js'
import { INSPECT, inspected } from './inspect-at-start.js'
import { joinedHtml, joinedText } from './joined-texts.js'
import type { SerializeOptions } from './kit.js'
import type { MessageJson } from './message-json.js'
import type { Node } from './node.js'
import type { PartSpec } from './part-spec.js'

/**
 * A message (RFC 5322): an Entity with people, dates, subject, texts and attachments. `parse`, `parseStream` and `compose` make it. Each value
 * is computed when you first ask for it.
 */
export class Message extends Entity {
  private sorted: BodyStructure | undefined = undefined
  private roles: Map<Entity, Role> | undefined = undefined
  private identified: Map<string, Entity> | undefined = undefined
  private checked = false

  /**
   * The subject as it is displayed: unfolded, decoded (RFC 5322 §3.6.5). Of several Subject fields the first that is not empty. Undefined where there
   * is none.
   */
  get subject(): string | undefined {
    const text = this.headers.first('subject')?.text
    return text === '' ? this.headers.filled('subject')?.text : text
  }

  /** Mailboxes of the first From that names anybody, those of groups among them (RFC 5322 §3.6.2). Empty where there is none. */
  get from(): readonly Mailbox[] {
    return this.headers.mailboxes('from')
  }

  /** The first mailbox of Sender (RFC 5322 §3.6.2). Undefined where there is none. */
  get sender(): Mailbox | undefined {
    return this.headers.mailboxes('sender')[0]
  }

  /** Mailboxes of the first Reply-To that names anybody, those of groups among them. Empty where there is none. */
  get replyTo(): readonly Mailbox[] {
    return this.headers.mailboxes('reply-to')
  }

  /** Mailboxes of all To fields, those of groups among them (RFC 5322 §3.6.3). Empty where there is none. */
  get to(): readonly Mailbox[] {
    return this.headers.mailboxes('to')
  }

  /** Mailboxes of all Cc fields, those of groups among them (RFC 5322 §3.6.3). Empty where there is none. */
  get cc(): readonly Mailbox[] {
    return this.headers.mailboxes('cc')
  }

  /** Mailboxes of all Bcc fields, those of groups among them (RFC 5322 §3.6.3). Empty where there is none. */
  get bcc(): readonly Mailbox[] {
    return this.headers.mailboxes('bcc')
  }

  /** The Date field as a Date (RFC 5322 §3.6.1). Undefined where there is none or it cannot be read: it is never the present time. */
  get date(): Date | undefined {
    return this.headers.date()?.date
  }

  /** Message-ID without angle brackets (RFC 5322 §3.6.4). Undefined where there is none. */
  get messageId(): string | undefined {
    return this.headers.id('message-id')
  }

  /** Identifiers of In-Reply-To without angle brackets; empty where there is none. */
  get inReplyTo(): readonly string[] {
    return this.headers.ids('in-reply-to')
  }

  /** Identifiers of References without angle brackets, oldest first; empty where there is none. */
  get references(): readonly string[] {
    return this.headers.ids('references')
  }

  private get structure(): BodyStructure {
    return (this.sorted ??= sortBody(this))
  }

  /**
   * What a reader of plain text is shown, in order (RFC 8621 §4.1.4): text/plain, text/html where it has no other form, and pictures, sound and
   * film where they stand between them. Empty where nothing is displayed.
   */
  get textBody(): readonly Entity[] {
    return this.structure.text
  }

  /**
   * What a reader of HTML is shown, in order (RFC 8621 §4.1.4): text/html, text/plain where it has no other form, and pictures, sound and film
   * where they stand between them. Mail of strangers is rendered part by part, each in a frame of its own: an open comment or quote in one
   * part swallows the next, decrypted ones too (EFAIL).
   * @example
   * for (const part of message.htmlBody) if (part.contentType.mediaType === 'text/html') show(part.decodeText())
   */
  get htmlBody(): readonly Entity[] {
    return this.structure.html
  }

  /** The text/plain parts of `textBody`, joined at line ends; no conversion from HTML. Undefined where there are none. */
  get text(): string | undefined {
    return joinedText(this.textBody)
  }

  /**
   * `htmlBody` as one string: text/html as it stands, text/plain escaped, `<br>` between two. One HTML part alone is exactly that part.
   * Undefined where there is no text/html. Not sanitised; what renders mail of strangers goes by `htmlBody`.
   */
  get html(): string | undefined {
    return joinedHtml(this.htmlBody)
  }

  /**
   * All that is not displayed text, in order: files, messages, calendars, reports, and pictures, those among them that are shown in their place (RFC
   * 8621 §4.1.4).
   */
  get attachments(): readonly Entity[] {
    return this.structure.attachments
  }

  /** @internal */
  override roleOf(part: Entity): Role {
    if (this.roles === undefined) {
      const roles = new Map<Entity, Role>()
      sortBody(this, roles)
      // Not before: a limit may have thrown.
      this.roles = roles
    }
    return this.roles.get(part) ?? super.roleOf(part)
  }

  /** The part that a `cid:` URL names (RFC 2392), the first of several. `<`, `>` and the scheme may be left out. Undefined where there is none. */
  byContentId(id: string): Entity | undefined {
    assertString(id, 'id')
    const literal = id.replace(/^cid:/i, '').replace(/^<|>$/g, '')
    // In a URL octets are percent-encoded (RFC 2392 §2); many programs put the identifier there as it is.
    const decoded = literal.length < id.length && /^cid:/i.test(id) ? percentDecoded(literal) : literal
    const known = this.byIdentifier
    return known.get(decoded) ?? known.get(literal)
  }

  /** The first part of each Content-ID, found in one walk: a page may name thousands. */
  private get byIdentifier(): ReadonlyMap<string, Entity> {
    if (this.identified === undefined) {
      this.identified = new Map()
      for (const entity of this.walk()) {
        const { contentId } = entity
        if (contentId !== undefined && !this.identified.has(contentId)) this.identified.set(contentId, entity)
      }
    }
    return this.identified
  }

  /** The part whose Content-Location is that URL (RFC 2557 §4), the first of several. Undefined where there is none. */
  byContentLocation(url: string): Entity | undefined {
    return this.find((entity) => entity.headers.get('content-location') === url)
  }

  /**
   * All defects found so far, in the order in which they were found. Reading a field or a body for the first time may add to it; after `check()` it
   * is complete.
   */
  get defects(): readonly Defect[] {
    return this.node.doc.defects.items
  }

  /** Reads every field and body of this message, and of the messages in it. Returns the whole list of defects. A bundle for browsers or workers has it by `useChecks`. */
  check(): readonly Defect[] {
    if (!this.checked) {
      this.node.doc.kit.check(this)
      this.checked = true
    }
    return this.defects
  }

  /** Names of the signatures that edits made so far invalidate, as `DKIM-Signature d=… s=…` and `multipart/signed 1.2`. A bundle for browsers or workers has it by `useChecks`. */
  get brokenSignatures(): readonly string[] {
    return this.node.doc.kit.brokenSignatures(this)
  }

  /**
   * Adds a file where every reader shows it, and returns its part: at the end of a multipart/mixed. Any other message first becomes a
   * multipart/mixed of its former content (octet for octet, with its Content fields) and the file.
   *
   * @throws MessageSpecError for a spec that is refused; TypeError for what was not read past a limit
   * @example
   * parse(bytes).attach({ filename: 'plan.pdf', content: pdf })
   */
  attach(part: Entity | PartSpec): Entity {
    return this.node.doc.kit.attach(this.node, newPart(part)).view
  }

  /** The message as bytes: for one that was parsed and not edited, the very bytes it was parsed from (a view of them). */
  toBytes(options?: SerializeOptions): Uint8Array {
    return this.node.doc.kit.write(this, options)
  }

  /** The message in pieces. Contents that are streams are read now, once. */
  chunks(options?: SerializeOptions): AsyncIterable<Uint8Array> {
    return this.node.doc.kit.chunks(this, options)
  }

  /** `toBytes()` as a string with one code unit for each octet (latin-1). */
  override toString(options?: SerializeOptions): string {
    const bytes = this.toBytes(options)
    return latin1(bytes, 0, bytes.length)
  }

  /**
   * The message as plain data, as JSON.stringify takes it: what its properties say, the tree, and the defects found so far. Contents are not in it.
   */
  toJSON(): MessageJson {
    return this.node.doc.kit.toJson(this)
  }

  /** @internal */
  override [INSPECT](): unknown {
    return inspected(this)
  }

  /** @internal */
  override refresh(): void {
    super.refresh()
    this.sorted = undefined
    this.roles = undefined
    this.identified = undefined
  }
}

/** The view of a node: a Message for messages, an Entity for body parts. */
export function makeView(node: Node): Entity {
  return node.kind === MESSAGE ? new Message(node) : new Entity(node)
}

/** Percent-encoding undone (RFC 3986 §2.1); what encodes nothing stays. */
function percentDecoded(url: string): string {
  if (url.indexOf('%') === -1) return url
  const bytes = fromUtf8(url)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const c = bytes[at]!
    const octet =
      c === PERCENT && at + 2 < bytes.length ? (hexValue(bytes[at + 1]!) << 4) | hexValue(bytes[at + 2]!) : -1
    bytes[length++] = octet < 0 ? c : octet
    if (octet >= 0) at += 2
  }
  return utf8(bytes, 0, length)
}

/** Throws what `strict` promises: MessageError if there is any defect of level error. */
export function assertStrict(message: Message): void {
  const error = message.check().find((defect) => defect.severity === 'error')
  if (error === undefined) return
  throw new MessageError(
    `${error.code} at octet ${error.start}: ${error.message}; parse without strict to read it all the same`,
    message.defects,
  )
}
