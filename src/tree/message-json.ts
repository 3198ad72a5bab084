/** The shape of a message as plain data, which `Message.toJSON()` gives. */
import type { Defect } from '../defects/defect.js'
import type { Group, Mailbox } from '../field/address/address.js'

/** One entity of the tree. */
export interface EntityJson {
  /** As `Entity.path`. */
  path: number[]
  /** Effective media type, `type/subtype`. */
  type: string
  /** Effective transfer encoding, lower case. */
  encoding: string
  /** Parameters of the media type, by name in lower case. */
  params: Record<string, string>
  /** Lower case: `attachment`, `inline`. */
  disposition?: string
  /** As received, decoded: never a path. */
  filename?: string
  /** Content-ID without angle brackets. */
  contentId?: string
  /** Content-Description, decoded. */
  description?: string
  /** As `Entity.role.is`. */
  role: string
  /** Byte offsets in the source. */
  range: {
    /** Offset of the header section. */
    start: number
    /** Offset of the body. */
    bodyStart: number
    /** Offset behind the body. */
    end: number
  }
  /** Fields in order, names as written, values decoded. */
  headers: [name: string, value: string][]
  /** Parts of a multipart, in order; empty otherwise. */
  parts: EntityJson[]
  /** The encapsulated message. */
  message?: MessageJson
}

/** A message: what Message's properties say, its tree, its defects so far. Contents are not in it: `Entity.bytes()` has them. */
export interface MessageJson extends EntityJson {
  /** As `Message.subject`. */
  subject?: string
  /** Addresses of From, groups kept. */
  from: (Mailbox | Group)[]
  /** The first mailbox of Sender. */
  sender?: Mailbox
  /** Addresses of Reply-To, groups kept. */
  replyTo: (Mailbox | Group)[]
  /** Addresses of To, groups kept. */
  to: (Mailbox | Group)[]
  /** Addresses of Cc, groups kept. */
  cc: (Mailbox | Group)[]
  /** Addresses of Bcc, groups kept. */
  bcc: (Mailbox | Group)[]
  /** As RFC 3339 in UTC: `2024-10-02T14:00:00.000Z`. */
  date?: string
  /** Without angle brackets. */
  messageId?: string
  /** Without angle brackets. */
  inReplyTo: string[]
  /** Without angle brackets, oldest first. */
  references: string[]
  /** As `Message.text`. */
  text?: string
  /** As `Message.html`. */
  html?: string
  /** As `Message.attachments`, without contents. */
  attachments: {
    /** Path of the part. */
    path: number[]
    /** Its media type. */
    type: string
    /** As received, decoded: never a path. */
    filename?: string
    /** A last path component that is safe on every system. */
    safeFilename: string
    /** Content-ID without angle brackets. */
    contentId?: string
    /** Octets of its decoded content. */
    size: number
  }[]
  /** As `Message.defects`. */
  defects: Defect[]
}
