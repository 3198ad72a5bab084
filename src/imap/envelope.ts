/** Makes ENVELOPE: the fields of a message that an IMAP server gives parsed. RFC 9051 §7.5.2, RFC 3501 §7.4.2. */

import { assertArray, assertObject } from '../bytes/arguments.js'
import { readUndecodedAddresses } from '../field/address/address.js'
import type { Group, Mailbox } from '../field/address/address-list.js'
import type { Entity } from '../tree/entity.js'
import { assertEntity } from '../tree/is-message.js'
import { formatValue, type ImapValue } from './value.js'

/**
 * An address. A group is opened by one that has a `mailbox` and no `host` (its name), and closed by one that has neither (RFC 9051 §7.5.2).
 */
export interface EnvelopeAddress {
  /** The display name as it stands in the field (where there is no phrase, the comment beside the address): quotes undone, encoded-words kept. */
  readonly name?: string
  /** Source route, `@a,@b` (SMTP at-domain-list). */
  readonly adl?: string
  /** The local part. At the beginning of a group: the name of the group. Absent at its end. */
  readonly mailbox?: string
  /** The domain; empty where the address has none. Absent at the beginning and at the end of a group. */
  readonly host?: string
}

/** Field bodies are unfolded, never decoded: decoding encoded-words is the client's work. Absent fields are undefined. */
export interface Envelope {
  /** Date, as it stands. */
  readonly date?: string
  /** Subject, encoded-words kept. */
  readonly subject?: string
  /** Addresses of From. */
  readonly from: readonly EnvelopeAddress[]
  /** Addresses of Sender; those of `from` where it is absent or empty (RFC 9051 §7.5.2). */
  readonly sender: readonly EnvelopeAddress[]
  /** Addresses of Reply-To; those of `from` where it is absent or empty (RFC 9051 §7.5.2). */
  readonly replyTo: readonly EnvelopeAddress[]
  /** Addresses of To. */
  readonly to: readonly EnvelopeAddress[]
  /** Addresses of Cc. */
  readonly cc: readonly EnvelopeAddress[]
  /** Addresses of Bcc. */
  readonly bcc: readonly EnvelopeAddress[]
  /** In-Reply-To, as it stands. */
  readonly inReplyTo?: string
  /** Message-ID with its angle brackets, as it stands. */
  readonly messageId?: string
}

/** Reads the ENVELOPE of a message (of the root, or of one that a part encapsulates). Never throws. */
export function envelope(message: Entity): Envelope {
  assertEntity(message, 'message')
  const from = addresses(message, 'from')
  const sender = addresses(message, 'sender')
  const replyTo = addresses(message, 'reply-to')
  return {
    ...optional('date', value(message, 'date')),
    ...optional('subject', value(message, 'subject')),
    from,
    sender: sender.length > 0 ? sender : from,
    replyTo: replyTo.length > 0 ? replyTo : from,
    to: addresses(message, 'to'),
    cc: addresses(message, 'cc'),
    bcc: addresses(message, 'bcc'),
    ...optional('inReplyTo', value(message, 'in-reply-to')),
    ...optional('messageId', value(message, 'message-id')),
  }
}

function optional<K extends string>(key: K, text: string | undefined): { readonly [key in K]?: string } {
  return (text === undefined ? {} : { [key]: text }) as { readonly [key in K]?: string }
}

/** The first field of that name that is not empty, unfolded. */
function value(message: Entity, name: string): string | undefined {
  return message.headers.filled(name)?.value
}

function addresses(message: Entity, name: string): EnvelopeAddress[] {
  const out: EnvelopeAddress[] = []
  for (const field of message.headers.fields(name)) {
    for (const entry of readUndecodedAddresses(field.readable, field.quiet())) {
      if (entry.kind === 'mailbox') out.push(address(entry))
      else group(entry, out)
    }
  }
  return out
}

function address({ name, route, local, domain }: Mailbox): EnvelopeAddress {
  return {
    ...optional('name', name),
    ...optional('adl', route?.map((domain) => `@${domain}`).join(',')),
    mailbox: local,
    // QUIRK(RFC 9051 §7.5.2): a mailbox without domain has an empty host; NIL would open a group. Sent by: local mail of Unix hosts.
    // Fixture: imap/imap.test.ts, "without a domain".
    host: domain,
  }
}

function group(entry: Group, out: EnvelopeAddress[]): void {
  out.push({ mailbox: entry.name })
  for (const member of entry.members) out.push(address(member))
  out.push({})
}

/** The ENVELOPE as a value of a response. */
export function envelopeValue(envelope: Envelope): ImapValue {
  const { date, subject, from, sender, replyTo, to, cc, bcc, inReplyTo, messageId } = envelope
  return [date, subject, ...[from, sender, replyTo, to, cc, bcc].map(list), inReplyTo, messageId]
}

function list(addresses: readonly EnvelopeAddress[]): ImapValue {
  assertArray(addresses, 'envelope addresses')
  if (addresses.length === 0) return undefined
  return [{ adjacent: addresses.map(addressValue) }]
}

function addressValue(address: EnvelopeAddress): ImapValue {
  assertObject(address, 'envelope address')
  return [address.name, address.adl, address.mailbox, address.host]
}

/** The ENVELOPE as octets: `("date" "subject" …)`. */
export function formatEnvelope(envelope: Envelope): Uint8Array {
  assertObject(envelope, 'envelope')
  return formatValue(envelopeValue(envelope))
}
