/** The schema of MessageSpec, for programs that are sent one: the same shape and the same faults as compose has. */
import * as z from 'zod/mini'
import { Message } from '../tree/message.js'
import { specFaults } from './compose.js'
import { isFieldRecord, isStream } from './compose-shape.js'
import type { MessageSpec } from './spec.js'

const text = z.string()
const optionalText = z.optional(text)
const mailbox = z.strictObject({
  kind: z.optional(z.literal('mailbox')),
  name: optionalText,
  address: text,
  local: optionalText,
  domain: optionalText,
  route: z.optional(z.array(text)),
  comment: optionalText,
})
const group = z.strictObject({
  kind: z.optional(z.literal('group')),
  name: text,
  members: z.array(z.union([text, mailbox])),
})
const address = z.union([text, mailbox, group])
const addresses = z.union([address, z.array(address)])
const ids = z.union([text, z.array(text)])
const isSource = (value: unknown) =>
  typeof value === 'string' || value instanceof Uint8Array || value instanceof ArrayBuffer
const headers = z.custom<MessageSpec['headers']>(
  (value) =>
    isFieldRecord(value) ||
    (Array.isArray(value) &&
      value.every((pair) => Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string')),
)
const urls = z.optional(z.array(text))

const shape = z.strictObject({
  from: addresses,
  sender: z.optional(addresses),
  replyTo: z.optional(addresses),
  to: z.optional(addresses),
  cc: z.optional(addresses),
  bcc: z.optional(addresses),
  subject: optionalText,
  text: optionalText,
  html: optionalText,
  amp: optionalText,
  calendar: z.optional(z.strictObject({ method: text, content: text, filename: optionalText })),
  attachments: z.optional(
    z.array(
      z.strictObject({
        filename: optionalText,
        content: z.custom((value) => isSource(value) || value instanceof Message || isStream(value)),
        contentType: optionalText,
        contentId: optionalText,
        disposition: z.optional(z.enum(['attachment', 'inline'])),
        description: optionalText,
        transferEncoding: optionalText,
        headers: z.optional(headers),
      }),
    ),
  ),
  alternatives: z.optional(z.array(z.strictObject({ contentType: text, content: z.custom(isSource) }))),
  headers: z.optional(headers),
  date: z.optional(z.custom((value) => value instanceof Date)),
  messageId: optionalText,
  inReplyTo: z.optional(ids),
  references: z.optional(ids),
  priority: z.optional(z.enum(['high', 'normal', 'low'])),
  autoSubmitted: optionalText,
  list: z.optional(
    z.strictObject({
      id: z.optional(z.strictObject({ id: text, description: optionalText })),
      post: z.optional(z.union([z.literal('NO'), z.array(text)])),
      help: urls,
      subscribe: urls,
      unsubscribe: urls,
      owner: urls,
      archive: urls,
      oneClick: z.optional(z.boolean()),
    }),
  ),
})

/** `to[0].name` as ['to', 0, 'name']. */
function steps(path: string): (string | number)[] {
  return [...path.matchAll(/[^.[\]]+/g)].map(([step]) => (/^[0-9]+$/.test(step) ? Number(step) : step))
}

/** Accepts what `compose` accepts with default options; an issue for each fault, with its path. */
export const messageSpec: z.ZodMiniType<MessageSpec, MessageSpec> = shape.check((context) => {
  for (const { path, message } of specFaults(context.value)) {
    context.issues.push({ code: 'custom', input: context.value, path: steps(path), message })
  }
}) as unknown as z.ZodMiniType<MessageSpec, MessageSpec>
