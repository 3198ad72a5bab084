/** Passes messages between news and mail: says which fields are dropped, kept or renamed. RFC 5537 §3.10. */

import { assertObject } from '../bytes/arguments.js'
import { trimWsp } from '../bytes/ascii.js'
import { digestOf } from '../bytes/fnv.js'
import { writable } from '../compose/whole.js'
import { isAddrSpec } from '../field/address/addr-spec.js'
import { formatDate } from '../field/date.js'
import type { AddressValue } from '../field/registry.js'
import { parse } from '../message/parse.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { article } from './article.js'
import { checkArticle } from './check.js'

/** How an article becomes mail. */
export interface ToMailOptions {
  /** Name of the gateway, a domain: it tags what it passes on, so that it does not come back. */
  readonly gateway: string
  /** Whom the mail is for. Default: the field is left as it is. */
  readonly to?: AddressValue | readonly AddressValue[]
}

/** How mail becomes an article. */
export interface ToNewsOptions {
  /** Name of the gateway, a domain: it tags what it passes on, so that it does not come back. */
  readonly gateway: string
  /** Groups that it is posted to; at least one. */
  readonly newsgroups: readonly string[]
  /** Mailbox of the gateway's administrator: the Sender of the article. */
  readonly administrator: AddressValue
  /** Date of an article whose mail has none. Default: the clock. */
  readonly now?: () => Date
}

/** `refused`: why nothing is passed on; then there is no message. */
export interface Gated {
  /** What is to be passed on. */
  readonly message?: Message
  /** Why nothing is passed on. */
  readonly refused?: string
}

/** What a gateway writes into what it passes on, and looks for in what it gets. */
const TAG = 'X-Gateway'
/** Fields of the news that mean nothing in mail, or would be believed there. */
const NEWS_ONLY = [
  'Path',
  'Xref',
  'Injection-Info',
  'Injection-Date',
  'NNTP-Posting-Host',
  'NNTP-Posting-Date',
  'Lines',
]
/** Trace and envelope of mail: no part of an article (RFC 5537 §3.10.2). */
const MAIL_ONLY = [
  'Received',
  'Return-Path',
  'Delivered-To',
  'X-Received',
  'Bcc',
  'Resent-Bcc',
  'DKIM-Signature',
  ...NEWS_ONLY,
]

function checkGateway(gateway: unknown): asserts gateway is string {
  if (typeof gateway !== 'string' || !/^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/.test(gateway)) {
    throw new TypeError('options.gateway: expected the domain name of the gateway')
  }
}

/** A copy that can be changed: the message itself stays as it is. */
function copyOf(message: Message): Message {
  return parse(writable(message).toBytes({ bcc: 'keep' }).slice())
}

function passed(message: Message, gateway: string): boolean {
  const { path } = article(message)
  const tagged = message.headers.getAll(TAG).some((value) => value.split(' ')[0] === gateway)
  return tagged || (path?.entries.some(({ identity }) => identity.toLowerCase() === gateway.toLowerCase()) ?? false)
}

/**
 * An article as a mail (RFC 5537 §3.10.1): Message-ID and Date stay, the fields of the news go, the groups are told in Posted-To, and the
 * gateway tags it. Control messages are refused, as is what it passed on before.
 * @throws TypeError for a wrong option
 */
export function toMail(message: Message, options: ToMailOptions): Gated {
  assertObject(options, 'options')
  assertMessage(message)
  checkGateway(options.gateway)
  if (passed(message, options.gateway)) return { refused: 'it came through this gateway before' }
  const { control, newsgroups } = article(message)
  if (control !== undefined) return { refused: `control message ${control.verb.slice(0, 40)}: no mail` }
  const mail = copyOf(message)
  const { headers } = mail
  for (const name of [...NEWS_ONLY, 'Newsgroups', 'Followup-To', 'Distribution', 'Approved', 'Supersedes'])
    headers.delete(name)
  const groups = newsgroups.filter((group) => /^[\x21-\x7e]+$/.test(group) && !/[(),]/.test(group))
  if (groups.length > 0) headers.set('Posted-To', groups)
  if (options.to !== undefined) headers.set('To', options.to)
  headers.append(TAG, `${options.gateway} news to mail`)
  return { message: mail }
}

/**
 * A mail as a proto-article for an injecting agent (RFC 5537 §3.10.2): trace and envelope go, Sender becomes Original-Sender, Control and
 * Supersedes lose their power, References are made of In-Reply-To where there are none. A Message-ID that the news does not take is replaced by
 * one that the same mail always gives.
 * @throws TypeError for a wrong option
 */
export function toNews(message: Message, options: ToNewsOptions): Gated {
  assertObject(options, 'options')
  assertMessage(message)
  checkGateway(options.gateway)
  if (!Array.isArray(options.newsgroups) || options.newsgroups.length === 0) {
    throw new TypeError('options.newsgroups: expected at least one group')
  }
  if (passed(message, options.gateway)) return { refused: 'it came through this gateway before' }
  if (message.from.length === 0) return { refused: 'no author: From cannot be read' }
  const posting = copyOf(message)
  const { headers } = posting
  for (const name of MAIL_ONLY) headers.delete(name)
  for (const [from, to] of [
    ['Sender', 'Original-Sender'],
    ['Control', 'X-Original-Control'],
    ['Supersedes', 'X-Original-Supersedes'],
    ['Approved', 'X-Original-Approved'],
  ] as const) {
    const value = headers.get(from)
    if (value !== undefined && value !== '') headers.set(to, cleanText(value))
    headers.delete(from)
  }
  headers.set('Sender', options.administrator)
  headers.set('Newsgroups', [...options.newsgroups])
  if (message.subject === undefined || trimWsp(message.subject) === '') headers.set('Subject', '(no subject)')
  if (message.date === undefined) headers.set('Date', formatDate((options.now ?? (() => new Date()))()))
  const { messageId } = message
  if (messageId === undefined || checkArticle(posting).some(({ field }) => field.toLowerCase() === 'message-id')) {
    headers.set('Message-ID', `<${digest(message)}@${options.gateway}>`)
  }
  if (message.references.length === 0 && message.inReplyTo.length > 0) {
    const known = message.inReplyTo.filter(isAddrSpec)
    if (known.length > 0) headers.set('References', known)
  }
  headers.append(TAG, `${options.gateway} mail to news`)
  return { message: posting }
}

/** Text of a stranger's field, fit to be written: controls out. */
function cleanText(text: string): string {
  return (
    text
      .replace(/[\x00-\x1f\x7f]+/g, ' ')
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .trim() || '-'
  )
}

/** Over author, date, subject and body: the same mail has the same name, whatever trace it picked up. */
function digest(message: Message): string {
  const fields = ['From', 'Date', 'Subject'].flatMap((name) => message.headers.field(name)?.raw ?? [])
  return digestOf([...fields, message.rawBody])
    .map((sum) => sum.toString(36))
    .join('.')
}
