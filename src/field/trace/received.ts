/** Reads trace fields: Received, as clauses in any order and as loose as they come. RFC 5322 §3.6.7, RFC 5321 §4.4. */
import { assertObject, assertString } from '../../bytes/arguments.js'
import { COMMA, DIGIT, FWS, GT, is, LPAREN, LT, QUOTE, SEMICOLON } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { commentText, formatComment } from '../address/comment.js'
import { formatDate, type MailDate, readDate } from '../date.js'
import { Lexer, takeQuotedString } from '../lexer.js'
import { text, toOctets } from '../octets.js'
import { refuseUnwritable } from '../refuse.js'

/** One hop of the way that a message came. Trust only what your own hosts wrote: any host before them may have invented it. */
export interface Received {
  /** The host that sent, as the receiver wrote it first: its HELO name, or with qmail and Exim its name in the DNS. */
  readonly from?: string
  /** What the sending host said in HELO or EHLO. Absent where that is not clear. */
  readonly helo?: string
  /** Name of the sending host in the DNS. Absent where no comment tells it. */
  readonly hostname?: string
  /** Address of the sending host, without brackets and `IPv6:`. Absent where it is not told. */
  readonly ip?: string
  /** The host that received. */
  readonly by?: string
  /** The link, as `TCP`. Absent where it is not told. */
  readonly via?: string
  /** Protocol: `ESMTPS`, or free text as `Microsoft SMTP Server`. */
  readonly with?: string
  /** Identifier that the receiver gave it, as its log has it. */
  readonly id?: string
  /** Envelope recipient without angle brackets. */
  readonly for?: string
  /** When it was received. Absent where it cannot be read. */
  readonly date?: MailDate
  /** All comments before the date, in order. */
  readonly comments: readonly string[]
}

/** What `formatReceived` takes: a date may be a `Date`. */
export interface ReceivedSpec extends Omit<Partial<Received>, 'date'> {
  /** When it was received. */
  readonly date: Date | Pick<MailDate, 'date' | 'offsetMinutes'>
}

type Clause = 'from' | 'by' | 'via' | 'with' | 'id' | 'for'
type Filled = { -readonly [K in keyof Received]: Received[K] }

const CLAUSES: ReadonlySet<string> = new Set(['from', 'by', 'via', 'with', 'id', 'for'])
/**
 * QUIRK(RFC 5321 §4.4): clauses of other mailers, which end the one before them. Sent by: Exim, sendmail's descendants. Fixture: received unit
 * test.
 */
const FOREIGN = /^(?:envelope-(?:from|sender|to)(?:=.*)?|(?:helo|ehlo|ident)=.*)$/
const GREETING = /^(?:helo|ehlo)=(.+)$/i
const WEEKDAY = /^(?:sun|mon|tue|wed|thu|fri|sat)$/i
const ADDRESS = /^\[?(?:IPv6:)?((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]*:[0-9a-f]*:[0-9a-f.:]*(?:%\w+)?)\]?$/i
const HOSTNAME = /^(?:[^@\s]*@)?([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?\.?)$/
/** A comment longer than this says nothing clear about a host. */
const MAX_PEER_COMMENT = 512

/** Reads one Received value; never throws, gives what it finds. The date stands after the last `;`. */
export function readReceived(octets: string, report: Report): Received {
  return new ReceivedReader(octets, report).read()
}

class ReceivedReader {
  private readonly lex: Lexer
  private readonly found: Filled
  private readonly comments: string[] = []
  private readonly peer: string[] = []
  private clause: Clause | undefined
  private words: string[] = []
  /** Where the date begins, or -1. */
  private dateFrom = -1
  private commentsAtDate = 0

  constructor(
    private readonly octets: string,
    private readonly report: Report,
  ) {
    this.lex = new Lexer(octets, report)
    this.found = { comments: this.comments }
  }

  read(): Received {
    const { lex } = this
    for (;;) {
      lex.skipFws()
      const c = lex.peek()
      if (c === -1) break
      if (c === LPAREN) this.comment()
      else if (c === SEMICOLON) {
        lex.pos++
        this.mark(lex.pos)
        this.close()
      } else this.token()
    }
    this.close()
    if (this.dateFrom >= 0) {
      this.comments.length = this.commentsAtDate
      this.readDate(this.dateFrom)
    }
    this.findPeer()
    return this.found
  }

  private comment(): void {
    this.lex.skipComment()
    const comment = commentText(this.lex)
    this.comments.push(comment)
    if (this.clause === 'from') this.peer.push(comment)
  }

  private mark(at: number): void {
    this.dateFrom = at
    this.commentsAtDate = this.comments.length
  }

  private token(): void {
    const { lex } = this
    const from = lex.pos
    let angle = false
    if (lex.peek() === QUOTE) takeQuotedString(lex)
    while (!lex.done) {
      const c = lex.peek()
      if (c === LT) angle = true
      else if (c === GT) angle = false
      else if (is(c, FWS) || c === LPAREN || (c === SEMICOLON && !angle)) break
      lex.pos++
    }
    const token = lex.text.slice(from, lex.pos)
    // QUIRK(RFC 5322 §3.6.7): no ";" before the date. Sent by: gateways that cut the field. A day name, a comma and a digit begin it.
    if (this.dateFrom < 0 && token.length <= 4 && token.charCodeAt(3) === COMMA && WEEKDAY.test(token.slice(0, 3))) {
      const after = new Lexer(lex.text, ignore, lex.pos, Math.min(lex.end, lex.pos + 80))
      after.skipFws()
      if (is(after.peek(), DIGIT)) {
        this.close()
        this.mark(from)
        return
      }
    }
    const keyword = token.toLowerCase()
    if (CLAUSES.has(keyword)) {
      this.close()
      this.clause = keyword as Clause
    } else if (this.clause !== 'from' && FOREIGN.test(keyword)) {
      this.close()
      const greeting = GREETING.exec(token)
      if (greeting !== null) this.found.helo ??= text(greeting[1]!, ignore, 0)
    } else if (this.clause !== undefined) this.words.push(token)
  }

  /** Ends the open clause; the first of a name counts. */
  private close(): void {
    const { clause, found } = this
    if (clause !== undefined && this.words.length > 0 && found[clause] === undefined) {
      let value = this.words.join(' ')
      // One word (RFC 5321 §4.4): what other mailers write behind it is no part of it.
      if (clause === 'id') value = this.words[0]!
      if (clause === 'from' && this.words.length > 1) {
        this.peer.push(this.words.slice(1).join(' '))
        value = this.words[0]!
      }
      if (clause === 'for' && value.startsWith('<') && value.endsWith('>')) value = value.slice(1, -1)
      found[clause] = text(value, ignore, 0)
    }
    this.clause = undefined
    this.words = []
  }

  private readDate(from: number): void {
    const rest = new Lexer(this.octets, ignore, from)
    rest.skipCfws()
    if (rest.done) return
    const date = readDate(this.octets.slice(from), (code, start, end) => {
      // The comments of the date were already read, and reported, on the way.
      if (code !== 'unterminated-comment') this.report(code, from + start, from + end)
    })
    if (date !== undefined) this.found.date = date
  }

  /** Tells the names and the address of the sending host apart: Sendmail, Postfix, qmail, Exim and Exchange write them so. */
  private findPeer(): void {
    const { found } = this
    for (const comment of this.peer) {
      if (comment.length > MAX_PEER_COMMENT) continue
      const words = comment.split(' ', 8)
      for (let i = 0; i < words.length; i++) this.peerWord(words, i)
    }
    if (found.from === undefined) return
    const literal = ADDRESS.exec(found.from)
    if (literal !== null) found.ip ??= literal[1]!
    if (found.helo === undefined) found.helo = found.from
    else if (found.hostname === undefined && literal === null && found.from !== 'unknown') found.hostname = found.from
  }

  private peerWord(words: string[], at: number): void {
    const { found } = this
    const word = words[at]!
    const next = words[at + 1]
    if (/^(?:helo|ehlo)$/i.test(word) && next !== undefined) found.helo ??= next
    else if (/^(?:helo|ehlo)=./i.test(word)) found.helo ??= word.slice(5)
    else {
      const address = ADDRESS.exec(word)
      if (address !== null) found.ip ??= address[1]!
      else if (at === 0 && next !== undefined && ADDRESS.test(next)) {
        const name = HOSTNAME.exec(word)
        if (name !== null && name[1] !== 'unknown') found.hostname ??= name[1]!
      }
    }
  }
}

/** As `readReceived`, for text or bytes and without defects. */
export function parseReceived(value: string | Uint8Array): Received {
  return readReceived(toOctets(value), ignore)
}

const NOT_IN_WORD = /[\s()<>;,"\\]/

function word(value: string, what: string): string {
  refuseUnwritable(value, what)
  if (value === '' || NOT_IN_WORD.test(value) || CLAUSES.has(value.toLowerCase())) {
    throw new TypeError(`${what}: expected one word without white space, ()<>;,"\\ that is no clause name`)
  }
  return value
}

/**
 * One Received value: `from helo (hostname [ip]) by host via link with protocol id x for <a> (comments); date`.
 * @throws TypeError for what a clause cannot hold, or without a date (RFC 5321 §4.4)
 */
export function formatReceived(value: ReceivedSpec): string {
  assertObject(value, 'value')
  const out: string[] = []
  let comments = value.comments ?? []
  if (value.from !== undefined) {
    out.push('from', word(value.from, 'received.from'))
    const peer = formatPeer(value)
    if (peer !== '') {
      out.push(formatComment(peer))
      if (comments[0] === peer) comments = comments.slice(1)
    }
  }
  if (value.by !== undefined) out.push('by', word(value.by, 'received.by'))
  for (const name of ['via', 'with'] as const) {
    const words = value[name]
    if (words === undefined) continue
    assertString(words, `received.${name}`)
    out.push(name, ...words.split(' ').map((w) => word(w, `received.${name}`)))
  }
  if (value.id !== undefined) {
    const bare = value.id.startsWith('<') && value.id.endsWith('>') ? value.id.slice(1, -1) : value.id
    word(bare, 'received.id')
    out.push('id', value.id)
  }
  if (value.for !== undefined) out.push('for', `<${word(value.for, 'received.for')}>`)
  for (const comment of comments) out.push(formatComment(comment))
  if (value.date === undefined) throw new TypeError('received.date: expected a date (RFC 5321 §4.4)')
  return `${out.join(' ')}; ${formatDate(value.date)}`
}

function formatPeer(value: ReceivedSpec): string {
  const out: string[] = []
  if (value.helo !== undefined && value.helo !== value.from) {
    out.push('HELO', word(value.helo, 'received.helo'))
    if (value.ip !== undefined) out.push(`[${checkedIp(value.ip)}]`)
    return out.join(' ')
  }
  if (value.hostname !== undefined) {
    if (!HOSTNAME.test(value.hostname)) throw new TypeError('received.hostname: expected a host name')
    out.push(value.hostname)
  }
  if (value.ip !== undefined) {
    const ip = checkedIp(value.ip)
    out.push(ip.includes(':') ? `[IPv6:${ip}]` : `[${ip}]`)
  }
  return out.join(' ')
}

function checkedIp(ip: string): string {
  if (ADDRESS.exec(ip)?.[1] !== ip)
    throw new TypeError('received.ip: expected an IPv4 or IPv6 address without brackets')
  return ip
}
