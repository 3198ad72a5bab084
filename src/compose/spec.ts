/** What a message is composed from, and how a refused one is told. RFC 5322 §3.6, RFC 2045, RFC 2183. */
import type { Source } from '../bytes/source.js'
import type { ListHeaders } from '../field/list.js'
import type { AddressValue, FieldValue } from '../field/registry.js'
import type { Message } from '../tree/message.js'

/** A content that is read once, when the message is written with `chunks()`. */
export type StreamContent =
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>

/** One mailbox, one group, or a list; a text is parsed and may hold a list. */
export type AddressSpec = AddressValue | readonly AddressValue[]

export type HeaderSpec = Readonly<Record<string, FieldValue>> | readonly (readonly [name: string, value: FieldValue])[]

export interface AttachmentSpec {
  /** As the receiver is to see it; any text without controls. Receivers take `safeFilename`. */
  filename?: string | undefined
  /** Octets are kept exactly; a string is UTF-8 text; a message is attached as message/rfc822, its lines ended by CRLF. */
  content: Source | StreamContent | Message
  /** Default: text/plain for a string, message/rfc822 for a message (message/global with `utf8`), else application/octet-stream. Parameters are allowed. */
  contentType?: string | undefined
  /** With `disposition: 'inline'` (the default where it is given beside `html`) the part stands in multipart/related with the HTML. */
  contentId?: string | undefined
  disposition?: 'attachment' | 'inline' | undefined
  description?: string | undefined
  /** Default: base64, which nothing on the way changes; for a message the first of 7bit, 8bit and binary that carries it. */
  transferEncoding?: string | undefined
  headers?: HeaderSpec | undefined
}

export interface AlternativeSpec {
  contentType: string
  content: Source
}

export interface CalendarSpec {
  /** RFC 6047 §2.4: REQUEST, REPLY, CANCEL … */
  method: string
  content: string
  filename?: string | undefined
}

export interface MessageSpec {
  from: AddressSpec
  /** One mailbox, also as an array of one. */
  sender?: AddressSpec | undefined
  replyTo?: AddressSpec | undefined
  to?: AddressSpec | undefined
  cc?: AddressSpec | undefined
  /** In the message that compose returns; left out when it is written, unless with `bcc: 'keep'`. */
  bcc?: AddressSpec | undefined
  subject?: string | undefined
  text?: string | undefined
  html?: string | undefined
  /** AMP for Email, between text and HTML. */
  amp?: string | undefined
  calendar?: CalendarSpec | undefined
  attachments?: readonly AttachmentSpec[] | undefined
  alternatives?: readonly AlternativeSpec[] | undefined
  /** Fields without a slot of their own. */
  headers?: HeaderSpec | undefined
  date?: Date | undefined
  messageId?: string | undefined
  inReplyTo?: string | readonly string[] | undefined
  references?: string | readonly string[] | undefined
  priority?: 'high' | 'normal' | 'low' | undefined
  autoSubmitted?: string | undefined
  list?: ListHeaders | undefined
}

/** With `boundary`, `now` and `hostname` given, the same spec gives the same bytes. */
export interface ComposeOptions {
  /** The n-th boundary drawn, from 0 on; a later one is asked for where a content holds it. */
  boundary?: ((n: number) => string) | undefined
  now?: (() => Date) | undefined
  /** The right side of a generated Message-ID. Default: the domain of the first author. */
  hostname?: string | undefined
  /** UTF-8 in header sections (RFC 6532) instead of encoded-words; needed for non-ASCII local parts. Default false. */
  utf8?: boolean | undefined
  /** Default 10,000. */
  maxRecipients?: number | undefined
  /** Levels of multiparts and attached messages. Default 100. */
  maxDepth?: number | undefined
  /** `text` as format=flowed (RFC 3676): its lines are paragraphs, spaces at their ends are left out. Default false. */
  flowed?: boolean | { readonly delSp?: boolean } | undefined
  /**
   * A filename that is not ASCII, or longer than a line, stands in Content-Disposition as RFC 2231 has it. True (default): and in `name` of
   * Content-Type as encoded-words, which RFC 2047 §5 does not allow there and readers that know no RFC 2231 want. False: there as RFC 2231
   * has it, too.
   */
  filenameWords?: boolean | undefined
}

/** What is wrong in a spec, and where: `to[1].address`, `attachments[0].filename`. */
export interface SpecFault {
  readonly path: string
  readonly message: string
}

/** A refused spec: nothing was composed. Holds every fault that was found. */
export class MessageSpecError extends TypeError {
  override readonly name = 'MessageSpecError'

  constructor(readonly faults: readonly SpecFault[]) {
    const shown = faults.slice(0, 5).map(({ path, message }) => `${path === '' ? 'spec' : path}: ${message}`)
    if (faults.length > shown.length) shown.push(`and ${faults.length - shown.length} more`)
    super(shown.join('; '))
  }
}

/** Gathers faults, so that a caller learns of all of them at once. */
export class Faults {
  readonly found: SpecFault[] = []

  add(path: string, message: string): void {
    this.found.push({ path, message })
  }

  /** What `make` gives; undefined if it refuses, which is then a fault at the path. */
  at<T>(path: string, make: () => T): T | undefined {
    try {
      return make()
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof RangeError)) throw error
      // What the writers of fields say begins with a name of theirs, which may be the path's own.
      const { message } = error
      this.add(path, message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message)
      return undefined
    }
  }

  /** @throws MessageSpecError if there is any */
  refuse(): void {
    if (this.found.length > 0) throw new MessageSpecError(this.found)
  }
}
