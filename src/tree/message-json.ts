/** The shape of a message as plain data, which `Message.toJSON()` gives. */
import type { Defect } from '../defects/defect.js'
import type { Group, Mailbox } from '../field/address/address.js'

/** One entity of the tree. */
export interface EntityJson {
  path: number[]
  type: string
  encoding: string
  params: Record<string, string>
  disposition?: string
  filename?: string
  contentId?: string
  description?: string
  role: string
  range: { start: number; bodyStart: number; end: number }
  headers: [name: string, value: string][]
  parts: EntityJson[]
  message?: MessageJson
}

/** A message: what Message's properties say, its tree, its defects so far. Contents are not in it: `Entity.bytes()` has them. */
export interface MessageJson extends EntityJson {
  subject?: string
  from: (Mailbox | Group)[]
  sender?: Mailbox
  replyTo: (Mailbox | Group)[]
  to: (Mailbox | Group)[]
  cc: (Mailbox | Group)[]
  bcc: (Mailbox | Group)[]
  date?: string
  messageId?: string
  inReplyTo: string[]
  references: string[]
  text?: string
  html?: string
  attachments: {
    path: number[]
    type: string
    filename?: string
    safeFilename: string
    contentId?: string
    size: number
  }[]
  defects: Defect[]
}
