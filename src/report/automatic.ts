/** Was a message sent by a program, and may a program answer it? RFC 3834 §2. */
import { checkOptions } from '../bytes/arguments.js'
import { trimWsp } from '../bytes/ascii.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { sentByProgram } from '../tree/sent-by-program.js'
import { isAutoReplySubject } from './auto-reply-subject.js'
import { isRobot } from './robot-address.js'

/** Whether a message was sent by a program, and whether a program may answer it (RFC 3834). */
export interface Automatic {
  /**
   * `no`; or by what sign: a report, an answer by a machine, something a machine made, a list, bulk mail. `maybe`: only the subject says so, and a person may
   * have written it.
   */
  readonly is: 'no' | 'maybe' | 'report' | 'auto-replied' | 'auto-generated' | 'list' | 'bulk'
  /** May a program answer it? Only where `is` is `no`, nothing asks for silence, and somebody would read the answer. */
  readonly mayAnswer: boolean
  /** What decided, in words; empty where nothing speaks for it. */
  readonly reasons: readonly string[]
}

/** What is known beside the message. */
export interface AutomaticOptions {
  /** The reverse path of the envelope, with or without angle brackets: `''` is the null path. Default: the Return-Path field. */
  readonly returnPath?: string | undefined
}

/** Fields that responders put in what they write. No standard names them. */
const RESPONDER = [
  'x-autoreply',
  'x-autorespond',
  'x-autoresponse',
  'x-autoresponder',
  'x-auto-reply',
  'x-autoreply-from',
  'x-mail-autoreply',
  'x-post-messageclass',
]
const LIST = ['x-beenthere', 'mailing-list', 'x-mailing-list', 'x-mailinglist', 'x-listname']

/**
 * Tells programs from people by the fields of a message. Never throws on bytes. A sign is no proof: it is what a responder has to go by.
 *
 * @param options what the envelope says, where it is at hand
 * @throws TypeError for a wrong option
 * @example
 * if (isAutomatic(message, { returnPath: envelope.from }).mayAnswer) send(answer)
 */
export function isAutomatic(message: Message, options: AutomaticOptions = {}): Automatic {
  assertMessage(message)
  const path = pathOf(message, options)
  const found = [
    ...signsOfAnswers(message),
    ...signsOfReports(path),
    ...signsOfLists(message),
    ...signsOfPrograms(message),
  ]
  if (found.length === 0 && isAutoReplySubject(message.subject ?? ''))
    found.push(['maybe', 'its subject is that of an automatic answer'])
  const suppress = fieldValue(message, 'x-auto-response-suppress')
  const silent = suppress !== undefined && /\b(?:all|autoreply|oof)\b/.test(suppress)
  const reasons = found.map(([, reason]) => reason)
  if (silent) reasons.push('X-Auto-Response-Suppress asks for no answer')
  if (message.from.length === 0 && message.replyTo.length === 0) reasons.push('there is nobody to answer')
  return { is: found[0]?.[0] ?? 'no', mayAnswer: reasons.length === 0, reasons }
}

/** What speaks for a kind of automatic message, and how that is said. The first that is found decides. */
type Sign = [is: Automatic['is'], reason: string]

/** The value of a field, cut and in lower case. */
function fieldValue({ headers }: Message, name: string): string | undefined {
  return headers.field(name)?.value.toLowerCase().slice(0, 200)
}

function says(message: Message, name: string): boolean {
  const said = fieldValue(message, name)
  return said !== undefined && !/^\s*(?:no|false|0)?\s*$/.test(said)
}

/** `it has`, and the name as it is written. */
function itHas({ headers }: Message, name: string): string {
  return `it has ${headers.field(name)!.name}`
}

function precedenceOf(message: Message): string | undefined {
  return /^[a-z_-]+/.exec(trimWsp(fieldValue(message, 'precedence') ?? ''))?.[0]
}

function signsOfAnswers(message: Message): Sign[] {
  const { headers } = message
  const found: Sign[] = []
  if (message.contentType.mediaType === 'multipart/report')
    found.push(['report', 'it is a multipart/report (RFC 6522)'])
  const submitted = sentByProgram(headers)
  if (submitted !== undefined) {
    const is = submitted.startsWith('auto-replied') || submitted === 'auto-notified' ? 'auto-replied' : 'auto-generated'
    found.push([is, `Auto-Submitted says ${submitted.slice(0, 40)} (RFC 3834 §5)`])
  }
  for (const name of RESPONDER) if (says(message, name)) found.push(['auto-replied', itHas(message, name)])
  const delivered = headers
    .fields('delivered-to')
    .some((field) => /^\s*autoresponder\b/i.test(field.value.slice(0, 40)))
  if (delivered) found.push(['auto-replied', 'Delivered-To names an autoresponder'])
  const precedence = precedenceOf(message)
  if (precedence !== undefined && /^auto[-_]?reply$/.test(precedence))
    found.push(['auto-replied', `Precedence says ${precedence}`])
  return found
}

function signsOfReports(path: string | undefined): Sign[] {
  return path === '' ? [['report', 'its return path is null (RFC 5321 §4.5.5)']] : []
}

function signsOfLists(message: Message): Sign[] {
  const found: Sign[] = []
  const list = LIST.find((name) => message.headers.has(name)) ?? listField(message)
  if (list !== undefined) found.push(['list', `${itHas(message, list)} (RFC 2369, RFC 2919)`])
  const precedence = precedenceOf(message)
  if (precedence === 'list') found.push(['list', 'Precedence says list'])
  else if (precedence === 'bulk' || precedence === 'junk') found.push(['bulk', `Precedence says ${precedence}`])
  if (message.headers.has('feedback-id')) found.push(['bulk', itHas(message, 'feedback-id')])
  return found
}

function signsOfPrograms(message: Message): Sign[] {
  const found: Sign[] = []
  for (const name of ['x-fc-machinegenerated', 'x-loop'])
    if (says(message, name)) found.push(['auto-generated', itHas(message, name)])
  const robot = [message.sender, ...message.from, ...message.replyTo].find(
    (one) => one !== undefined && isRobot(one.local),
  )
  if (robot !== undefined) found.push(['auto-generated', `${robot.address.slice(0, 100)} is the name of a program`])
  return found
}

/** The reverse path without angle brackets; undefined where nothing tells it. */
function pathOf(message: Message, options: AutomaticOptions): string | undefined {
  checkOptions(options, ['returnPath'])
  // The null path is '', so that null is no way to say it, nor that there is none.
  const { returnPath } = options
  if (returnPath === undefined) return message.headers.field('return-path')?.parsed as string | undefined
  if (typeof returnPath !== 'string')
    throw new TypeError("options.returnPath: expected the reverse path as a string, '' for the null path")
  return returnPath.trim().replace(/^<(.*)>$/s, '$1')
}

/** The first field of RFC 2369, RFC 2919 or RFC 8058, or another whose name begins with `List-`. */
function listField(message: Message): string | undefined {
  for (const field of message.headers) if (/^list-/i.test(field.name.slice(0, 5))) return field.name
  return undefined
}
