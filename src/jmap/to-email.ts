/** Gives a message as a JMAP Email. RFC 8621 §4.1, §4.2. */
import { optionsOf } from '../bytes/arguments.js'
import { preview } from '../html/message-text.js'
import type { Entity } from '../tree/entity.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import {
  type BlobId,
  bodyValue,
  DEFAULT_BODY_PROPERTIES,
  type EmailBodyPart,
  type EmailBodyValue,
  hashId,
  isContainer,
  isText,
  PartWriter,
  partId,
} from './body-parts.js'
import {
  allHeaders,
  type EmailAddress,
  type EmailHeader,
  type HeaderForm,
  headerValue,
  parseHeaderProperty,
} from './header-forms.js'

/** RFC 8621 §4.1: what can be said of a message by itself. Which properties are there is the caller's choice. */
export interface JmapEmail {
  /** Names the octets of the message. */
  blobId?: string
  /** Octets of the message. */
  size?: number
  /** All header fields, in order, in the form Raw. */
  headers?: EmailHeader[]
  /** Identifiers of Message-ID without angle brackets; null where there is none. */
  messageId?: string[] | null
  /** Identifiers of In-Reply-To; null where there is none. */
  inReplyTo?: string[] | null
  /** Identifiers of References; null where there is none. */
  references?: string[] | null
  /** Addresses of Sender; null where there is none. */
  sender?: EmailAddress[] | null
  /** Addresses of From; null where there is none. */
  from?: EmailAddress[] | null
  /** Addresses of To; null where there is none. */
  to?: EmailAddress[] | null
  /** Addresses of Cc; null where there is none. */
  cc?: EmailAddress[] | null
  /** Addresses of Bcc; null where there is none. */
  bcc?: EmailAddress[] | null
  /** Addresses of Reply-To; null where there is none. */
  replyTo?: EmailAddress[] | null
  /** Subject, decoded; null where there is none. */
  subject?: string | null
  /** Date of the Date field, as RFC 3339 with its offset; null where it cannot be read. */
  sentAt?: string | null
  /** The tree of body parts. */
  bodyStructure?: EmailBodyPart
  /** Texts of the parts that were asked for, by `partId`. */
  bodyValues?: Record<string, EmailBodyValue>
  /** What a reader of plain text is shown, in order (RFC 8621 §4.1.4). */
  textBody?: EmailBodyPart[]
  /** What a reader of HTML is shown, in order (RFC 8621 §4.1.4). */
  htmlBody?: EmailBodyPart[]
  /** All other parts, in order. */
  attachments?: EmailBodyPart[]
  /** True where there is something that a reader shows as an attachment (RFC 8621 §4.1.4). */
  hasAttachment?: boolean
  /** The beginning of the text, of at most 256 characters, on one line. */
  preview?: string
  [header: `header:${string}`]: unknown
}

/** The arguments of Email/get (RFC 8621 §4.2). */
export interface JmapEmailOptions {
  /** Names of the properties that are returned. Default: those of RFC 8621 §4.2. */
  readonly properties?: readonly string[] | null
  /** Names of the properties of each body part. Default: those of RFC 8621 §4.2. */
  readonly bodyProperties?: readonly string[]
  /** `bodyValues` has the texts of `textBody`. Default false. */
  readonly fetchTextBodyValues?: boolean
  /** `bodyValues` has the texts of `htmlBody`. Default false. */
  readonly fetchHTMLBodyValues?: boolean
  /** `bodyValues` has the texts of all text parts. Default false. */
  readonly fetchAllBodyValues?: boolean
  /** Octets of UTF-8 that a body value may have. What is longer is cut. Default 0: no limit. */
  readonly maxBodyValueBytes?: number
  /** Gives the blob id of octets. Default: `G` and their SHA-256, in hexadecimal digits. */
  readonly blobId?: BlobId
}

/** The properties that are fields: which, in which form. */
export const FIELD_PROPERTIES: Readonly<Record<string, readonly [name: string, form: HeaderForm]>> = {
  messageId: ['Message-ID', 'MessageIds'],
  inReplyTo: ['In-Reply-To', 'MessageIds'],
  references: ['References', 'MessageIds'],
  sender: ['Sender', 'Addresses'],
  from: ['From', 'Addresses'],
  to: ['To', 'Addresses'],
  cc: ['Cc', 'Addresses'],
  bcc: ['Bcc', 'Addresses'],
  replyTo: ['Reply-To', 'Addresses'],
  subject: ['Subject', 'Text'],
  sentAt: ['Date', 'Date'],
}

/** Properties that a server knows and a message does not: they are left to it. */
export const OF_THE_SERVER: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'id',
  'threadId',
  'mailboxIds',
  'keywords',
  'receivedAt',
])

const DEFAULT_PROPERTIES: readonly string[] = [
  'blobId',
  'size',
  'messageId',
  'inReplyTo',
  'references',
  'sender',
  'from',
  'to',
  'cc',
  'bcc',
  'replyTo',
  'subject',
  'sentAt',
  'hasAttachment',
  'preview',
  'bodyValues',
  'textBody',
  'htmlBody',
  'attachments',
]

const OPTIONS: readonly (keyof JmapEmailOptions)[] = [
  'properties',
  'bodyProperties',
  'fetchTextBodyValues',
  'fetchHTMLBodyValues',
  'fetchAllBodyValues',
  'maxBodyValueBytes',
  'blobId',
]

interface Asked {
  readonly message: Message
  readonly parts: PartWriter
  readonly options: JmapEmailOptions
  readonly blobId: BlobId
}

const READERS: Readonly<Record<string, (asked: Asked) => unknown>> = {
  blobId: ({ message, blobId }) => blobId(message.raw, message),
  size: ({ message }) => message.raw.length,
  headers: ({ message }) => allHeaders(message.headers),
  bodyStructure: ({ message, parts }) => parts.tree(message),
  bodyValues: ({ message, options }) => bodyValues(message, options),
  textBody: ({ message, parts }) => message.textBody.map((part) => parts.describe(part)),
  htmlBody: ({ message, parts }) => message.htmlBody.map((part) => parts.describe(part)),
  attachments: ({ message, parts }) => jmapAttachments(message).map((part) => parts.describe(part)),
  hasAttachment: ({ message }) => jmapAttachments(message).some((part) => part.disposition?.type !== 'inline'),
  preview: ({ message }) => preview(message),
}

/**
 * The Email object that JMAP shows of a message. Properties that only a server knows (`id`, `threadId`, `mailboxIds`, `keywords`, `receivedAt`) may be
 * asked for and are left to it.
 *
 * `attachments` is JMAP's list: pictures, sound and film that both bodies show are not in it; in `message.attachments` they are.
 * @throws TypeError, as `invalidArguments` wants it, for what is no Message, for unknown options and properties, for a form that does not fit
 * its field
 * @example
 * toJmapEmail(message, { properties: ['from', 'subject', 'header:List-Unsubscribe:asURLs'] })
 */
export function toJmapEmail(message: Message, given?: JmapEmailOptions): JmapEmail {
  assertMessage(message)
  const options = optionsOf(given, OPTIONS)
  const { maxBodyValueBytes = 0, blobId = hashId } = options
  if (!Number.isSafeInteger(maxBodyValueBytes) || maxBodyValueBytes < 0) {
    throw new TypeError('options.maxBodyValueBytes: expected a non-negative integer')
  }
  const properties = list(options.properties ?? DEFAULT_PROPERTIES, 'properties')
  const bodyProperties = list(options.bodyProperties ?? DEFAULT_BODY_PROPERTIES, 'bodyProperties')
  const asked: Asked = { message, parts: new PartWriter(bodyProperties, blobId), options, blobId }
  const out: Record<string, unknown> = {}
  for (const property of properties) {
    const field = Object.hasOwn(FIELD_PROPERTIES, property) ? FIELD_PROPERTIES[property] : undefined
    if (field !== undefined) {
      const [name, form] = field
      out[property] = headerValue(message.headers, { name: name.toLowerCase(), shown: property, form, all: false })
      continue
    }
    const header = parseHeaderProperty(property)
    if (header !== undefined) out[property] = headerValue(message.headers, header)
    else if (Object.hasOwn(READERS, property)) out[property] = READERS[property]!(asked)
    else if (!OF_THE_SERVER.has(property)) {
      throw new TypeError(`properties: no property ${property} (invalidArguments); RFC 8621 §4.1 has the list`)
    }
  }
  return out as JmapEmail
}

function list(value: readonly string[], what: string): readonly string[] {
  if (!Array.isArray(value) || value.some((one) => typeof one !== 'string'))
    throw new TypeError(`options.${what}: expected a list of names`)
  return value
}

/** Neither displayed, nor a container; and media that one body does not show. */
function jmapAttachments(message: Message): Entity[] {
  const text = new Set(message.textBody)
  const html = new Set(message.htmlBody)
  return message.attachments.filter((part) => !isContainer(part) && !(text.has(part) && html.has(part)))
}

function bodyValues(message: Message, options: JmapEmailOptions): Record<string, EmailBodyValue> {
  const wanted = new Set<Entity>()
  if (options.fetchTextBodyValues === true) for (const part of message.textBody) wanted.add(part)
  if (options.fetchHTMLBodyValues === true) for (const part of message.htmlBody) wanted.add(part)
  if (options.fetchAllBodyValues === true) {
    const work: Entity[] = [message]
    while (work.length > 0) {
      const part = work.pop()!
      wanted.add(part)
      for (const child of part.parts) work.push(child)
    }
  }
  const values: Record<string, EmailBodyValue> = Object.create(null) as Record<string, EmailBodyValue>
  for (const part of wanted) {
    const id = partId(part)
    if (id !== null && isText(part)) values[id] = bodyValue(part, options.maxBodyValueBytes ?? 0)
  }
  return values
}
