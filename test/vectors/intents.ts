/** The intents of the composing vectors, as specs. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MessageSpec } from '../../src/compose/spec.js'

export interface Person {
  name?: string
  address: string
}

interface Attached {
  filename: string
  contentType: string
  content_b64: string
  cid?: string
}

export interface Intent {
  from: Person[]
  to: Person[]
  cc?: Person[]
  bcc?: Person[]
  subject: string
  text?: string
  html?: string
  attachments?: Attached[]
  inline?: Attached[]
  messageId?: string
  date?: string
}

export interface Vector {
  id: string
  description: string
  intent: Intent
  expect: {
    mayReject?: boolean
    textLoose?: boolean
    sevenBit?: boolean
    alternative?: boolean
    related?: boolean
    forbidHeaders?: string[]
    forbidText?: string[]
    addrAccept?: Record<string, string[]>
    filenameAccept?: string[][]
  }
}

const folder = process.env.MAIL_VECTORS

/** Empty without MAIL_VECTORS. */
export const vectors: Vector[] =
  folder === undefined
    ? []
    : (JSON.parse(readFileSync(join(folder, 'compose.json'), 'utf8')) as { cases: Vector[] }).cases

export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
}

export function toSpec(intent: Intent): MessageSpec {
  const { from, to, cc, bcc, subject, text, html, messageId, date } = intent
  const file = ({ filename, contentType, content_b64 }: Attached) => ({
    filename,
    contentType,
    content: bytesOf(content_b64),
  })
  return {
    from,
    to,
    cc,
    bcc,
    subject,
    text,
    html,
    messageId,
    date: date === undefined ? undefined : new Date(date),
    attachments: [
      ...(intent.inline ?? []).map((one) => ({ ...file(one), contentId: one.cid, disposition: 'inline' as const })),
      ...(intent.attachments ?? []).map(file),
    ],
  }
}
