/** Checks a header section as a whole: counts of fields, missing ones, From against Sender (RFC 5322 §3.6). */
import { lowerAscii } from '../bytes/ascii.js'
import type { DefectCode } from '../defects/codes.js'
import type { AddressList } from '../field/address/address.js'
import { filenameDefects } from '../field/mime/filename.js'
import { MESSAGE } from '../scan/sink.js'
import type { Entity } from '../tree/entity.js'
import type { Field } from '../tree/field.js'

/** Fields that may stand once (RFC 5322 §3.6, RFC 2045 §3, RFC 2369 §3) → the code of a second one. */
export const ONCE: ReadonlyMap<string, DefectCode> = new Map<string, DefectCode>([
  ['from', 'multiple-from'],
  ['mime-version', 'duplicate-mime-version'],
  ['content-type', 'duplicate-content-type'],
  ['content-transfer-encoding', 'duplicate-content-transfer-encoding'],
  ['content-disposition', 'duplicate-content-disposition'],
  ...[
    'date',
    'sender',
    'reply-to',
    'to',
    'cc',
    'bcc',
    'message-id',
    'in-reply-to',
    'references',
    'subject',
    'content-id',
    'content-description',
  ].map((name): [string, DefectCode] => [name, 'duplicate-header']),
])

export function report(entity: Entity, code: DefectCode, field: Field | undefined): void {
  const { doc, start, blank } = entity.node
  const range = field?.range
  if (range !== undefined) doc.defect(code, range.start, range.end)
  else doc.defect(code, Math.max(0, start), Math.max(0, blank))
}

/** A defect of one parameter. */
export function reportParameter(entity: Entity, code: DefectCode, field: Field | undefined, name: string): void {
  const range = field?.parameterRange(name)
  if (range === undefined) report(entity, code, field)
  else entity.node.doc.defect(code, range.start, range.end)
}

/** Reads every field by its grammar, which reports what is wrong with each, then judges the section. */
export function checkHeader(entity: Entity): void {
  const seen = new Set<string>()
  let contentField: Field | undefined
  for (const field of entity.headers.fields()) {
    const name = field.name.toLowerCase()
    field.parsed
    const again = ONCE.get(name) ?? (name.startsWith('list-') ? 'duplicate-header' : undefined)
    if (again !== undefined) {
      if (seen.has(name)) report(entity, again, field)
      seen.add(name)
    }
    if (contentField === undefined && name.startsWith('content-')) contentField = field
  }
  if (entity.node.kind === MESSAGE) checkMessageHeader(entity, contentField)
  checkFilenames(entity)
}

function checkMessageHeader(message: Entity, contentField: Field | undefined): void {
  const { headers } = message
  if (contentField !== undefined && !headers.has('mime-version')) report(message, 'missing-mime-version', contentField)
  if (message.node.parent === undefined) {
    // Nothing stands there: the place is where the field could be added.
    const { doc } = message.node
    const blank = Math.max(0, message.node.blank)
    if (!headers.has('from')) doc.defect('missing-from', blank, blank)
    if (!headers.has('date')) doc.defect('missing-date', blank, blank)
    if (!headers.has('message-id')) doc.defect('missing-message-id', blank, blank)
  }
  const from = headers.field('from')
  const sender = headers.field('sender')
  const authors = headers.addresses('from')
  const senders = headers.addresses('sender')
  if (from !== undefined && hasGroup(authors)) report(message, 'group-in-from', from)
  if (sender !== undefined && hasGroup(senders)) report(message, 'group-in-from', sender)
  if (from !== undefined && sender === undefined && authors.mailboxes.length > 1)
    report(message, 'multiple-from-mailboxes', from)
  if (sender !== undefined && (senders.length !== 1 || senders.mailboxes.length !== 1))
    report(message, 'sender-not-single', sender)
  const actual = senders.mailboxes[0]
  if (actual !== undefined && authors.mailboxes.length > 0) {
    const address = lowerAscii(actual.address)
    if (!authors.mailboxes.some((author) => lowerAscii(author.address) === address))
      report(message, 'from-sender-mismatch', sender)
  }
}

function hasGroup(list: AddressList): boolean {
  return list.some((item) => item.kind === 'group')
}

/** `filename` of Content-Disposition, `name` of Content-Type. */
function checkFilenames(entity: Entity): void {
  const disposition = entity.headers.field('content-disposition')
  const type = entity.headers.field('content-type')
  // An empty one was reported where it was read, and is no name.
  const filename = entity.disposition?.params.filename || undefined
  const name = entity.headers.contentType()?.params.name || undefined
  if (filename !== undefined && name !== undefined && filename !== name)
    reportParameter(entity, 'conflicting-filename', disposition, 'filename')
  const shown = filename ?? name
  if (shown === undefined) return
  for (const code of filenameDefects(shown)) {
    if (filename !== undefined) reportParameter(entity, code, disposition, 'filename')
    else reportParameter(entity, code, type, 'name')
  }
}
