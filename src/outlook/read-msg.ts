/** Reads message files of Outlook (.msg) as messages. MS-OXMSG §2, MS-OXCMSG §2.2, MS-OXOMSG §2.2. */
import { type Source, toBytes } from '../bytes/source.js'
import { concat } from '../bytes/writer.js'
import { compose } from '../compose/compose.js'
import { type ContentPartSpec, type MessageSpec, MessageSpecError } from '../compose/spec.js'
import { budgetOf, type LegacyOptions } from '../legacy/files/found.js'
import { parse } from '../message/parse.js'
import { isMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { attachmentsOf } from './attachments.js'
import { bodiesOf } from './bodies.js'
import { NotCompound, readCompound, type Storage } from './compound-file.js'
import { calendarOf, headerFields, specFields } from './headers.js'
import { complainAt, type MsgContext, type MsgDefect } from './msg-defects.js'
import { MsgProperties, type MsgProperty, readNames } from './msg-properties.js'

/** A file as it was read. */
export interface MsgFile {
  /** The message; an empty one where the file cannot be read. Its octets are new: it can be changed and written. */
  readonly message: Message
  /** `IPM.Note`, `IPM.Appointment` … */
  readonly messageClass?: string
  /** Properties of the message, named ones with their names, for what no header field holds. */
  readonly properties: readonly MsgProperty[]
  /** What is wrong with the file or is not carried over; empty where nothing is. */
  readonly defects: readonly MsgDefect[]
}

/** Embedded messages inside each other. */
const MAX_EMBEDDED = 20
const PR_MESSAGE_CLASS = 0x001a
/** Octets of the property stream before its first entry (MS-OXMSG §2.4.1). */
const TOP_HEADER = 32
const EMBEDDED_HEADER = 24

/**
 * Reads a .msg file: the header section is that of the transport where the file has one, else made from properties; bodies are text, HTML and
 * what RTF was made from; attachments by value, embedded messages as message/rfc822, OLE objects as compound files; a meeting gets a
 * text/calendar part. Never throws for octets: what is wrong is in `defects`.
 *
 * @param options `maxBytes`: octets that RTF bodies may be decompressed to; default 256 MiB
 * @throws TypeError for a wrong argument
 * @example
 * const { message, defects } = readMsg(readFileSync('letter.msg'))
 * writeFileSync('letter.eml', message.toBytes())
 */
export function readMsg(bytes: Source, options?: LegacyOptions): MsgFile {
  const budget = budgetOf(options)
  const root = readCompound(toBytes(bytes))
  if (root instanceof NotCompound)
    return { message: parse(''), properties: [], defects: [{ code: 'invalid', path: '', message: root.because }] }
  const context: MsgContext = { names: readNames(root), budget, defects: [] }
  const { octets, properties } = readStorage(root, context, '', 0, undefined)
  const messageClass = properties.text(PR_MESSAGE_CLASS)
  return {
    message: parse(octets),
    ...(messageClass === undefined ? {} : { messageClass }),
    properties: properties.all(),
    defects: context.defects,
  }
}

/** A message of a file: the outermost, or an embedded one. Calls itself for those: at most MAX_EMBEDDED deep. */
function readStorage(
  storage: Storage,
  context: MsgContext,
  path: string,
  depth: number,
  codepage: string | undefined,
): { octets: Uint8Array; properties: MsgProperties } {
  const complain = complainAt(context, path)
  const header = depth === 0 ? TOP_HEADER : EMBEDDED_HEADER
  const properties = new MsgProperties(storage, header, context.names, codepage, complain)
  const fields = headerFields(properties)
  const spec = specFields(storage, properties, context, path)
  const bodies = bodiesOf(properties, context.budget, complain)
  const calendar = calendarOf(properties, spec)
  const attachments = attachmentsOf(storage, properties, context, path, bodies.html ?? '', (inner, at) => {
    if (depth >= MAX_EMBEDDED) {
      complainAt(context, at)('too-deep', `over ${MAX_EMBEDDED} messages inside each other`)
      return undefined
    }
    return parse(readStorage(inner, context, at, depth + 1, properties.codepage).octets)
  })
  const whole: OwnSpec = {
    ...spec.spec,
    ...(bodies.text === undefined ? {} : { text: bodies.text }),
    ...(bodies.html === undefined ? {} : { html: bodies.html }),
    ...(bodies.rtf === undefined ? {} : { alternatives: [{ contentType: 'application/rtf', content: bodies.rtf }] }),
    ...(calendar === undefined ? {} : { calendar }),
    attachments,
  }
  return { octets: write(whole, fields, complain), properties }
}

/** What is composed here: attachments with a content alone. */
type OwnSpec = Omit<MessageSpec, 'text' | 'html' | 'attachments'> & {
  readonly text?: string | undefined
  readonly html?: string | undefined
  readonly attachments: readonly ContentPartSpec[]
}

const NOBODY = 'nobody@invalid'

/** The octets of a message: composed, with the fields that the file itself has in front. */
function write(spec: OwnSpec, fields: readonly Uint8Array[], complain: ReturnType<typeof complainAt>): Uint8Array {
  const message = composed({ ...spec, from: spec.from ?? NOBODY }, complain)
  if (fields.length > 0) {
    for (const { name } of message.headers.fields())
      if (!/^(?:content-|mime-version$)/i.test(name)) message.headers.delete(name)
    return concat([...fields, message.toBytes({ bcc: 'keep' })])
  }
  if (spec.from === undefined) message.headers.delete('from')
  if (spec.date === undefined) message.headers.delete('date')
  if (spec.messageId === undefined) message.headers.delete('message-id')
  return message.toBytes({ bcc: 'keep' })
}

const boundary = (n: number): string => `=_msg_${n.toString(36)}_`

/** What compose refuses is left out: first the names and types of attachments and the fields, then all but the text. */
function composed(spec: OwnSpec, complain: ReturnType<typeof complainAt>): Message {
  const { text = '', html, attachments } = spec
  const plain = attachments.map(({ content }) =>
    isMessage(content) ? { content } : { content, filename: 'attachment', contentType: 'application/octet-stream' },
  )
  const bodies = { from: NOBODY, text, ...(html === undefined ? {} : { html }) }
  for (const tried of [spec, { ...bodies, attachments: plain }, bodies]) {
    try {
      return compose(tried, { boundary })
    } catch (error) {
      if (!(error instanceof MessageSpecError)) throw error
      complain('invalid', `it cannot all be written: ${error.message.slice(0, 300)}`)
    }
  }
  return compose({ from: NOBODY }, { boundary })
}
