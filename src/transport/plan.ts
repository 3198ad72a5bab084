/** plan(): finds which SMTP extensions a message needs, and recodes it for a server that lacks them. RFC 6152, 3030, 6531, 1870, 5321 §4.5.3. */

import { givenOptions, isObject } from '../bytes/arguments.js'
import { isAscii } from '../bytes/platform.js'
import { writable } from '../compose/whole.js'
import { type Traits, traitsOf } from '../render/content.js'
import type { Entity } from '../tree/entity.js'
import { assertMessage } from '../tree/is-message.js'
import type { SerializeOptions } from '../tree/kit.js'
import type { Message } from '../tree/message.js'
import { type DsnOptions, dsnParameters, type PlannedRecipient } from './dsn-parameters.js'
import type { Ehlo } from './ehlo.js'
import { type Envelope, envelope as envelopeOf } from './envelope.js'
import { assertEnvelopeSafe } from './envelope-safe.js'

/** What is known of the envelope. */
export interface PlanOptions {
  /** Paths of the envelope. Default: `envelope(message)`. What `assertEnvelopeSafe` refuses is refused here. */
  readonly envelope?: Pick<Envelope, 'from' | 'to'>
  /** What is asked of delivery status notifications (RFC 3461). Default: nothing. */
  readonly dsn?: DsnOptions
}

/** How a message is sent to a server: `possible` tells the two kinds apart. */
export type Plan = PossiblePlan | ImpossiblePlan

/** The message can be sent. */
export interface PossiblePlan extends PlanBase {
  /** It can be sent to this server. */
  readonly possible: true
  /** The message as it is written for this server; not yet dot-stuffed. */
  readonly bytes: Uint8Array
}

/** The message cannot be sent. */
export interface ImpossiblePlan extends PlanBase {
  /** It cannot be sent to this server: `impossible` says why. */
  readonly possible: false
  /** Nothing is written. */
  readonly bytes?: never
}

/** What is planned in either case. */
export interface PlanBase {
  /** Extensions that are used, as EHLO names them. */
  readonly extensions: readonly string[]
  /** Parameters of MAIL FROM. */
  readonly parameters: Readonly<Record<string, string | number | true>>
  /** How the message is sent: BDAT (RFC 3030) where it is binary, else DATA with dot-stuffing. */
  readonly command: 'DATA' | 'BDAT'
  /** For `toBytes`: how the message is written for this server. */
  readonly options: SerializeOptions
  /** Parts that are written under another transfer encoding, or whose header section is. */
  readonly recode: readonly {
    /** Path of the part. */
    readonly path: readonly number[]
    /** Why, in words. */
    readonly because: string
  }[]
  /** Why it cannot be sent, in words; empty where it can. */
  readonly impossible: readonly string[]
  /** Signatures that hold no longer when the message is written so. */
  readonly brokenSignatures: readonly string[]
  /** With `options.dsn`: each RCPT command with its parameters. */
  readonly recipients?: readonly PlannedRecipient[]
  /** With `options.dsn`: true where nothing was asked because the server has no DSN. The sender may then hear of nothing (RFC 3461 §5.2.2). */
  readonly dsnOmitted?: boolean
}

/** What the message holds that not every server takes. */
interface Needs {
  eightBit: boolean
  binary: boolean
  utf8: boolean
  readonly parts: { readonly part: Entity; readonly traits: Traits; readonly utf8: boolean }[]
}

/**
 * Plans the sending of a message to a server that answered EHLO so. What the server takes goes as it is; what it does not is re-encoded, part by
 * part, where no signature stands against it. The message itself is not changed; it is written once.
 * @throws TypeError for a wrong option, and for an envelope that would become other commands
 */
export function plan(message: Message, ehlo: Ehlo, given?: PlanOptions): Plan {
  assertMessage(message)
  if (!(isObject(ehlo) && ehlo.extensions instanceof Map)) throw new TypeError('ehlo: expected what parseEhlo gives')
  const options = givenOptions(given, ['envelope', 'dsn'])
  const envelope = options.envelope === undefined ? envelopeOf(message) : checked(options.envelope)
  const needs = needsOf(message)
  const asked: Asked = { ehlo, extensions: [], parameters: {}, impossible: [] }
  const transport = transportFor(needs, asked)
  askUtf8(envelope, needs, asked)
  const written: SerializeOptions = {
    bcc: 'omit',
    transport,
    ...(needs.utf8 ? { utf8: has(ehlo, 'SMTPUTF8') } : {}),
    // Lines end in CRLF on the wire (RFC 5321 §2.3.8); octets of a binary part are no lines.
    ...(transport === 'binary' ? {} : { eol: 'crlf' as const }),
  }
  const dsn = options.dsn === undefined ? undefined : dsnParameters(options.dsn, envelope.to)
  if (dsn !== undefined && has(ehlo, 'DSN')) ask(asked, ['DSN'], dsn.mail)
  const bytes = bytesFor(message, written, asked)
  const recode = recodeOf(needs, transport, written.utf8)
  const { extensions, parameters, impossible } = asked
  const planned: PlanBase = {
    extensions,
    parameters,
    command: transport === 'binary' ? 'BDAT' : 'DATA',
    options: written,
    recode,
    impossible,
    brokenSignatures: recode.length > 0 ? dkimOf(message) : [],
    ...(dsn === undefined ? {} : plannedRecipients(dsn.recipients, has(ehlo, 'DSN'))),
  }
  return bytes === undefined || impossible.length > 0
    ? { possible: false, ...planned }
    : { possible: true, bytes, ...planned }
}

/** What a plan asks of the server so far, and what speaks against it. */
interface Asked {
  readonly ehlo: Ehlo
  readonly extensions: string[]
  readonly parameters: Record<string, string | number | true>
  readonly impossible: string[]
}

function has({ extensions }: Ehlo, name: string): boolean {
  return extensions.has(name)
}

function ask(
  asked: Asked,
  extensions: readonly string[],
  parameters: Readonly<Record<string, string | number | true>>,
) {
  asked.extensions.push(...extensions)
  Object.assign(asked.parameters, parameters)
}

/** The widest transport that the message needs and the server has (RFC 3030, RFC 6152). */
function transportFor(needs: Needs, asked: Asked): '7bit' | '8bit' | 'binary' {
  const { ehlo } = asked
  if (needs.binary && has(ehlo, 'BINARYMIME') && has(ehlo, 'CHUNKING')) {
    ask(asked, ['BINARYMIME', 'CHUNKING'], { BODY: 'BINARYMIME' })
    return 'binary'
  }
  if (!needs.eightBit || !has(ehlo, '8BITMIME')) return '7bit'
  ask(asked, ['8BITMIME'], { BODY: '8BITMIME' })
  return '8bit'
}

/** SMTPUTF8 for UTF-8 in fields and paths; without it a path that is not ASCII cannot be said (RFC 6531 §3.2). */
function askUtf8({ from, to }: Pick<Envelope, 'from' | 'to'>, needs: Needs, asked: Asked): void {
  const paths = [from, ...to].filter((path) => /[^\x00-\x7f]/.test(path))
  if (!has(asked.ehlo, 'SMTPUTF8')) {
    for (const path of paths)
      asked.impossible.push(`${path.slice(0, 100)}: not ASCII, and the server has no SMTPUTF8 (RFC 6531)`)
  } else if (needs.utf8 || paths.length > 0) ask(asked, ['SMTPUTF8'], { SMTPUTF8: true })
}

/** The octets to send, with their SIZE (RFC 1870); undefined where the message cannot be written so. */
function bytesFor(message: Message, written: SerializeOptions, asked: Asked): Uint8Array | undefined {
  const { ehlo, impossible } = asked
  let bytes: Uint8Array
  try {
    bytes = writable(message).toBytes(written)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    impossible.push(error.message)
    return undefined
  }
  if (!has(ehlo, 'SIZE')) return bytes
  ask(asked, ['SIZE'], { SIZE: bytes.length })
  if (ehlo.maxSize !== undefined && bytes.length > ehlo.maxSize)
    impossible.push(`${bytes.length} octets: the server takes ${ehlo.maxSize} (RFC 1870)`)
  return bytes
}

/** An envelope of the caller's: its paths go into commands as they are. */
function checked(envelope: Pick<Envelope, 'from' | 'to'>): Pick<Envelope, 'from' | 'to'> {
  const { from, to: given } = envelope ?? {}
  if (typeof from !== 'string' || !Array.isArray(given))
    throw new TypeError("options.envelope: expected { from, to }: a path or '', and an array of paths")
  // What is checked is what goes into commands: an array may give another path when it is asked again.
  const to: string[] = [...given]
  try {
    assertEnvelopeSafe({ from, to })
  } catch (error) {
    if (error instanceof TypeError) throw new TypeError(`options.envelope.${error.message}`)
    throw error
  }
  return { from, to }
}

function plannedRecipients(recipients: readonly PlannedRecipient[], hasDsn: boolean): Partial<Plan> {
  if (hasDsn) return { recipients, dsnOmitted: false }
  return { recipients: recipients.map(({ address }) => ({ address, parameters: {} })), dsnOmitted: true }
}

function needsOf(message: Message): Needs {
  const needs: Needs = { eightBit: false, binary: false, utf8: false, parts: [] }
  for (const part of message.walk()) {
    const { raw, rawBody } = part
    const utf8 = !isAscii(raw.subarray(0, raw.length - rawBody.length))
    if (utf8) needs.utf8 = true
    const isLeaf = part.parts.length === 0 && part.message === undefined
    const traits = traitsOf(isLeaf ? rawBody : new Uint8Array(0))
    if (traits.eightBit) needs.eightBit = true
    if (traits.nul || traits.longLine || traits.bareBreak) needs.binary = true
    if (isLeaf || utf8) needs.parts.push({ part, traits, utf8 })
  }
  // A message that ends its lines in LF holds no CRLF: its lines are lines all the same.
  if (needs.binary && !needs.parts.some(({ traits }) => traits.nul || traits.longLine) && !holdsCr(message))
    needs.binary = false
  return needs
}

function holdsCr(message: Message): boolean {
  return message.raw.includes(0x0d)
}

function recodeOf(needs: Needs, transport: '7bit' | '8bit' | 'binary', utf8: boolean | undefined): Plan['recode'] {
  const recode: { path: readonly number[]; because: string }[] = []
  for (const { part, traits, utf8: isUtf8 } of needs.parts) {
    const { path } = part
    if (isUtf8 && utf8 === false) recode.push({ path, because: 'its header section is not ASCII' })
    if (transport === 'binary') continue
    if (traits.nul) recode.push({ path, because: 'it holds NUL' })
    else if (traits.longLine) recode.push({ path, because: 'it has lines over 998 octets' })
    else if (traits.bareBreak && needs.binary) recode.push({ path, because: 'it has bare line ends' })
    else if (traits.eightBit && transport === '7bit') recode.push({ path, because: 'it holds octets above 7F' })
  }
  return recode
}

/** Signatures over the whole message: whatever is re-encoded, they do not hold (RFC 6376 §5.3). */
function dkimOf(message: Message): string[] {
  return message.headers.fields('dkim-signature').map((field) => {
    const { tags } = field.parsed as { readonly tags: ReadonlyMap<string, string> }
    return `DKIM-Signature d=${tags.get('d') ?? ''} s=${tags.get('s') ?? ''}`
  })
}
