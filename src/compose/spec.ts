/** What a message is composed from, and how a refused one is told. RFC 5322 §3.6, RFC 2045, RFC 2183. */
import { assertArray, isObject, readKey } from '../bytes/arguments.js'
import type { Mailbox } from '../field/address/address.js'
import type { ListHeaders } from '../field/list.js'
import type { AddressValue } from '../field/registry.js'
import type { HeaderSpec, PartSpec } from '../tree/part-spec.js'

export type { ContentPartSpec, HeaderSpec, PartSpec, StreamContent } from '../tree/part-spec.js'

/** One mailbox, one group, or a list; a text is parsed and may hold a list. */
export type AddressSpec = AddressValue | readonly AddressValue[]

/** Lists of URLs may be one text. */
export type ListSpec = {
  readonly [K in keyof ListHeaders]?:
    | (ListHeaders[K] extends readonly string[] | undefined ? string : never)
    | ListHeaders[K]
    | null
}

/** An invitation or its answer: a text/calendar part beside the text (RFC 6047). */
export interface CalendarSpec {
  /** The iTIP method (RFC 6047 §2.4): REQUEST, REPLY, CANCEL … */
  method: string
  /** The iCalendar object (RFC 5545). A METHOD line in it must say the same as `method` (RFC 6047 §2.4). */
  content: string
  /** Name of the file that `attach` adds. Default `invite.ics`. */
  filename?: string | null | undefined
  /**
   * True: the same content once more as a file (`filename`, else invite.ics), for readers that know no calendar among the alternatives. Default
   * false.
   */
  attach?: boolean | null | undefined
}

/** What a message is composed from. `null` is absent, as `undefined` is. */
export interface MessageSpec {
  /** The authors; at least one (RFC 5322 §3.6.2). */
  from: AddressSpec
  /** One mailbox, also as an array of one. Required where there are several authors. */
  sender?: AddressSpec | null | undefined
  /** Reply-To: where answers go, if not to the authors. */
  replyTo?: AddressSpec | null | undefined
  /** To: the recipients (RFC 5322 §3.6.3). */
  to?: AddressSpec | null | undefined
  /** Cc: who gets a copy (RFC 5322 §3.6.3). */
  cc?: AddressSpec | null | undefined
  /**
   * Bcc: who gets a copy that the others do not see. It is in the message that compose returns, and left out when that is written, unless with `bcc:
   * 'keep'`.
   */
  bcc?: AddressSpec | null | undefined
  /** Subject: one line of text; what is not ASCII is written as encoded-words (RFC 2047). */
  subject?: string | null | undefined
  /** The body as text, in us-ascii or utf-8. */
  text?: string | null | undefined
  /** The body as HTML; with `text` beside it, the preferred of two alternatives. */
  html?: string | null | undefined
  /** The body as AMP for Email (text/x-amp-html), between text and HTML among the alternatives. */
  amp?: string | null | undefined
  /** An invitation or another scheduling message, among the alternatives (RFC 6047). */
  calendar?: CalendarSpec | null | undefined
  /** Files, messages, inline pictures (with `cid`), in order. */
  attachments?: readonly PartSpec[] | null | undefined
  /** Further forms of the text, the best one last (RFC 2046 §5.1.4). They have no Content-Disposition unless `disposition` is given. */
  alternatives?: readonly PartSpec[] | null | undefined
  /** Fields without a key of their own in this spec. */
  headers?: HeaderSpec | null | undefined
  /** Date. Default: `now` of the options, else the clock. */
  date?: Date | null | undefined
  /** Message-ID, with or without angle brackets. Default: one that is made up. */
  messageId?: string | null | undefined
  /** Identifiers of the messages that are answered; one text may hold several. */
  inReplyTo?: string | readonly string[] | null | undefined
  /** Identifiers of the thread, oldest first; one text may hold several. */
  references?: string | readonly string[] | null | undefined
  /** Priority, written as Importance, Priority and X-Priority. Default: none of these. */
  priority?: 'high' | 'normal' | 'low' | null | undefined
  /** Auto-Submitted (RFC 3834 §5): `auto-generated`, `auto-replied`. */
  autoSubmitted?: string | null | undefined
  /** List-* fields (RFC 2369, RFC 2919, RFC 8058). */
  list?: ListSpec | null | undefined
  /** What `reply` and `forward` left out, for the program to show. `compose` does not look at it. */
  omitted?: readonly Omitted[] | null | undefined
}

/** A mailbox that was read and cannot be written to. */
export interface Omitted {
  /** The field that it stood in. */
  readonly field: string
  /** The mailbox, as read. */
  readonly mailbox: Mailbox
  /** Why, in a sentence for people. */
  readonly because: string
}

/** With `boundary`, `now` and `hostname` given, the same spec gives the same bytes. */
export interface ComposeOptions {
  /** Gives the n-th boundary, from 0. Where a content holds it, the next one is asked for. Default: drawn at random. */
  boundary?: ((n: number) => string) | undefined
  /** The clock, for Date and Message-ID. Default: that of the machine. */
  now?: (() => Date) | undefined
  /** The right side of a generated Message-ID. Default: the domain of the first author. */
  hostname?: string | undefined
  /** UTF-8 in header sections (RFC 6532) instead of encoded-words; needed for non-ASCII local parts. Default false. */
  utf8?: boolean | undefined
  /** Recipients at most, those of To, Cc and Bcc together. Default 10,000. */
  maxRecipients?: number | undefined
  /** Levels of multiparts and attached messages inside each other, at most. Default 100. */
  maxDepth?: number | undefined
  /** `text` as format=flowed (RFC 3676): its lines are paragraphs, spaces at their ends are left out. Default false. */
  flowed?:
    | boolean
    | {
        /** DelSp=yes: the space at the end of a broken line is no part of the text (RFC 3676 §4.2). */
        readonly delSp?: boolean
      }
    | undefined
  /**
   * How a filename that is not ASCII, or longer than a line, is written in `name` of Content-Type. True (default): as encoded-words, which RFC 2047
   * §5 does not allow there, and which readers without RFC 2231 want. False: as RFC 2231 has it. Content-Disposition always has it as RFC 2231 says.
   */
  filenameWords?: boolean | undefined
}

/** What is wrong in a spec, and where: `to[1].address`, `attachments[0].filename`. */
export interface SpecFault {
  /** Where in the spec: `to[1].address`; '' for the whole. */
  readonly path: string
  /** What is wrong, and what was expected. */
  readonly message: string
}

/** @throws TypeError unless each is `{ path, message }` */
export function assertFaults(faults: unknown): void {
  assertArray(faults, 'faults')
  for (const fault of faults as readonly unknown[]) {
    if (!isObject(fault) || typeof readKey(fault, 'path') !== 'string' || typeof readKey(fault, 'message') !== 'string')
      throw new TypeError('faults: expected { path, message } as each')
  }
}

/** A spec that cannot be written. Nothing was composed. `faults` lists all that is wrong with it. */
export class MessageSpecError extends TypeError {
  /** `MessageSpecError`. */
  override readonly name = 'MessageSpecError'

  /** `compose`, and all that takes a part or an address, throws it. */
  constructor(
    /** Every fault that was found, in the order of the spec. */
    readonly faults: readonly SpecFault[],
  ) {
    assertFaults(faults)
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
