/** Reads MAIL and RCPT commands as an envelope. RFC 5321 §4.1.1.2, §4.1.1.3, §4.1.2; parameters of RFC 1870, 6152, 3030, 6531, 3461. */

import { upperAscii } from '../bytes/ascii.js'
import type { Notify } from './dsn-parameters.js'
import { isEnvelopeAddress } from './envelope-safe.js'
import { decodeXtext, parseOrcpt, type TypedAddress } from './xtext.js'

/** A recipient as a client gave it. */
export interface ParsedRecipient {
  /** Without angle brackets and source route. */
  readonly address: string
  /** Parameters by keyword in upper case; true where there is no value. */
  readonly parameters: Readonly<Record<string, string | true>>
  /** NOTIFY: 'NEVER', or when. */
  readonly notify?: 'NEVER' | readonly Notify[]
  /** ORCPT, decoded. */
  readonly orcpt?: TypedAddress
}

/** An envelope as a client gave it. */
export interface ParsedEnvelope {
  /** Reverse path without angle brackets; '' is the null path. Absent where no MAIL command could be read. */
  readonly from?: string
  /** Recipients whose commands could be read, in order. */
  readonly to: readonly ParsedRecipient[]
  /** Of MAIL. */
  readonly parameters: Readonly<Record<string, string | true>>
  /** SIZE, as a number of octets. */
  readonly size?: number
  /** BODY (RFC 6152, RFC 3030). */
  readonly body?: '7BIT' | '8BITMIME' | 'BINARYMIME'
  /** SMTPUTF8 (RFC 6531). */
  readonly utf8: boolean
  /** RET (RFC 3461 §4.3). */
  readonly ret?: 'FULL' | 'HDRS'
  /** ENVID, decoded. */
  readonly envid?: string
  /** Commands that a server answers with an error, and why. What they held is in none of the above. */
  readonly refused: readonly {
    /** The command, as it was given. */
    readonly line: string
    /** What is wrong with it. */
    readonly because: string
  }[]
}

/** No session has more; what follows is not read. */
const MAX_LINES = 100_000
/** RFC 5321 §4.5.3.1.4 gives 512, extensions add: none so much. */
const MAX_LINE = 4096

/**
 * Reads the commands of an envelope. Never throws on what a client sends: a command that cannot be read so is refused with the reason, as its
 * server would. Other commands are passed over.
 *
 * @param commands lines, or all of them as one string
 * @throws TypeError for anything else
 * @example
 * parseEnvelope('MAIL FROM:<ada@example.org> RET=HDRS ENVID=x+2B1\r\nRCPT TO:<bob@example.net> NOTIFY=NEVER\r\n').envid // 'x+1'
 */
export function parseEnvelope(commands: string | readonly string[]): ParsedEnvelope {
  if (typeof commands !== 'string' && !Array.isArray(commands))
    throw new TypeError('commands: expected a string or an array of lines')
  const lines: readonly unknown[] =
    typeof commands === 'string' ? commands.split(/\r?\n/, MAX_LINES) : commands.slice(0, MAX_LINES)
  const to: ParsedRecipient[] = []
  const refused: { line: string; because: string }[] = []
  let mail: Omit<ParsedEnvelope, 'to' | 'refused'> | undefined
  for (const given of lines) {
    const line = String(given)
    const command = /^(MAIL[ \t]+FROM|RCPT[ \t]+TO):/i.exec(line)
    if (command === null) continue
    const isMail = command[1]![0]!.toUpperCase() === 'M'
    const read = isMail && mail !== undefined ? 'a second MAIL command' : readCommand(line, command[0].length, isMail)
    const done = typeof read === 'string' ? read : isMail ? mailOf(read) : recipientOf(read)
    if (typeof done === 'string') refused.push({ line: line.slice(0, 200), because: done })
    else if ('address' in done) to.push(done)
    else mail = done
  }
  return { parameters: {}, utf8: false, ...mail, to, refused }
}

interface Command {
  readonly path: string
  readonly parameters: Readonly<Record<string, string | true>>
}

function readCommand(line: string, at: number, isMail: boolean): Command | string {
  if (line.length > MAX_LINE) return `over ${MAX_LINE} octets`
  // QUIRK(RFC 5321 §4.1.1.2): white space before the path. Sent by: many clients. Fixture: parse-envelope.test.ts.
  const rest = line.slice(at).replace(/^[ \t]+/, '')
  const end = pathEnd(rest)
  if (end === -1) return 'the path is not in angle brackets'
  const inner = rest.slice(1, end)
  // A source route is taken and ignored (RFC 5321 §4.1.1.3, appendix C).
  const path = inner.replace(/^@[^\x00-\x20:"<>\x7f-\x9f\u2028\u2029]+:/, '')
  if (path === '' ? !isMail : !isEnvelopeAddress(path) && !(!isMail && /^postmaster$/i.test(path)))
    return 'the path is no address'
  const parameters: Record<string, string | true> = Object.create(null) as Record<string, string | true>
  for (const word of rest.slice(end + 1).split(/[ \t]+/)) {
    if (word === '') continue
    const [, name, value] =
      /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([^\x00-\x20=\x7f-\x9f\u2028\u2029\ud800-\udfff]+))?$/u.exec(word) ?? []
    if (name === undefined) return `${JSON.stringify(word.slice(0, 40))} is no parameter (RFC 5321 §4.1.2)`
    const key = name.toUpperCase()
    if (key in parameters) return `${key} stands there twice`
    parameters[key] = value ?? true
  }
  return { path, parameters: { ...parameters } }
}

/** Where the angle bracket closes that the text begins with: one in a quoted string does not count. */
function pathEnd(text: string): number {
  if (text[0] !== '<') return -1
  let quoted = false
  for (let i = 1; i < text.length; i++) {
    if (quoted && text[i] === '\\') i++
    else if (text[i] === '"') quoted = !quoted
    else if (text[i] === '>' && !quoted) return i
  }
  return -1
}

function mailOf({ path, parameters }: Command): Omit<ParsedEnvelope, 'to' | 'refused'> | string {
  const { SIZE, BODY, RET, ENVID, SMTPUTF8 } = parameters
  if (SIZE !== undefined && !/^\d{1,20}$/.test(String(SIZE))) return 'SIZE is no number (RFC 1870 §4)'
  const body = upperAscii(String(BODY))
  if (BODY !== undefined && body !== '7BIT' && body !== '8BITMIME' && body !== 'BINARYMIME')
    return 'BODY is none of 7BIT, 8BITMIME, BINARYMIME (RFC 6152, RFC 3030)'
  const ret = upperAscii(String(RET))
  if (RET !== undefined && ret !== 'FULL' && ret !== 'HDRS') return 'RET is neither FULL nor HDRS (RFC 3461 §4.3)'
  const envid = typeof ENVID === 'string' && ENVID.length <= 100 ? decodeXtext(ENVID) : undefined
  if (ENVID !== undefined && (envid === undefined || !isPrintable(envid))) return 'ENVID is no xtext (RFC 3461 §4.4)'
  return {
    from: path,
    parameters,
    utf8: SMTPUTF8 !== undefined,
    ...(SIZE === undefined ? {} : { size: Math.min(Number(SIZE), Number.MAX_SAFE_INTEGER) }),
    ...(BODY === undefined ? {} : { body: body as '7BIT' }),
    ...(RET === undefined ? {} : { ret: ret as 'FULL' }),
    ...(envid === undefined ? {} : { envid }),
  }
}

function recipientOf({ path: address, parameters }: Command): ParsedRecipient | string {
  const { NOTIFY, ORCPT } = parameters
  const words = typeof NOTIFY === 'string' ? upperAscii(NOTIFY).split(',') : []
  const isNever = words.length === 1 && words[0] === 'NEVER'
  if (
    NOTIFY !== undefined &&
    !isNever &&
    (words.length === 0 || words.some((word) => !/^(?:SUCCESS|FAILURE|DELAY)$/.test(word)))
  )
    return 'NOTIFY is neither NEVER nor some of SUCCESS, FAILURE, DELAY (RFC 3461 §4.1)'
  const orcpt = typeof ORCPT === 'string' && ORCPT.length <= 500 ? parseOrcpt(ORCPT) : undefined
  if (ORCPT !== undefined && (orcpt === undefined || (orcpt.type !== 'utf-8' && !isPrintable(orcpt.address))))
    return 'ORCPT is no address type with xtext (RFC 3461 §4.2)'
  return {
    address,
    parameters,
    ...(NOTIFY === undefined ? {} : { notify: isNever ? ('NEVER' as const) : (words as Notify[]) }),
    ...(orcpt === undefined ? {} : { orcpt }),
  }
}

/** RFC 3461 §4.2, §4.4: printable before encoding, so that no line end comes out of a `+0A`. */
function isPrintable(text: string): boolean {
  return /^[\x20-\x7e\t]*$/.test(text)
}
