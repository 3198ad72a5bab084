/** The schema of what `Message.toJSON()` gives, for programs that are sent it: plain data, by the shapes of RFC 5322 §3.6 and RFC 2045 §2. */
import * as z from 'zod/mini'
import type { EntityJson, MessageJson } from '../tree/message-json.js'

const text = z.string()
const optionalText = z.optional(text)
const texts = z.array(text)
const count = z.int().check(z.nonnegative())
/** Part numbers as in IMAP. */
const path = z.array(z.int().check(z.positive()))

const mailbox = z.strictObject({
  kind: z.literal('mailbox'),
  name: optionalText,
  address: text,
  local: text,
  domain: text,
  route: z.optional(texts),
  comment: optionalText,
  invalid: optionalText,
})
const group = z.strictObject({ kind: z.literal('group'), name: text, members: z.array(mailbox) })
const addresses = z.array(z.union([mailbox, group]))

/** Byte offsets; of what was composed, -1. */
const offset = z.int().check(z.gte(-1))

const entityShape: Readonly<Record<keyof EntityJson, z.ZodMiniType>> = {
  path,
  type: text,
  encoding: text,
  params: z.record(text, text),
  disposition: optionalText,
  filename: optionalText,
  contentId: optionalText,
  description: optionalText,
  role: z.enum(['body', 'alternative', 'related', 'attachment', 'container']),
  range: z.strictObject({ start: offset, bodyStart: offset, end: offset }),
  headers: z.array(z.tuple([text, text])),
  parts: z.array(z.lazy(() => entity)),
  message: z.optional(z.lazy(() => messageJson)),
}

const entity: z.ZodMiniType = z.strictObject(entityShape)

const attachment = z.strictObject({
  path,
  type: text,
  filename: optionalText,
  safeFilename: text.check(z.minLength(1)),
  contentId: optionalText,
  size: count,
})

const defect = z.strictObject({
  code: text,
  severity: z.enum(['info', 'warning', 'error']),
  start: count,
  end: count,
  rfc: text,
  message: text,
})

/** Accepts what `toJSON()` gives, as it is and after JSON. */
export const messageJson: z.ZodMiniType<MessageJson, MessageJson> = z.strictObject({
  ...entityShape,
  subject: optionalText,
  from: addresses,
  sender: z.optional(mailbox),
  replyTo: addresses,
  to: addresses,
  cc: addresses,
  bcc: addresses,
  date: optionalText,
  messageId: optionalText,
  inReplyTo: texts,
  references: texts,
  text: optionalText,
  html: optionalText,
  attachments: z.array(attachment),
  defects: z.array(defect),
}) as unknown as z.ZodMiniType<MessageJson, MessageJson>
