/** What hosts write for people when mail cannot be delivered: recipients and reasons, line by line. The forms of Exim, qmail, Sendmail, Postfix, Exchange, Gmail, Office 365 … */
import { statusOf } from './dsn.js'

/** A recipient found in text; offsets in UTF-16 code units. */
export interface TextRecipient {
  readonly address: string
  readonly status?: string
  /** The reply code of SMTP. */
  readonly code?: number
  readonly diagnostic?: string
  readonly start: number
  readonly end: number
  /** Where the reason stands. */
  readonly reasonStart?: number
  readonly reasonEnd?: number
}

/** Behind such a line the text is that of the message sent, not of the report. */
const ORIGINAL =
  /^[\s>*=_-]{0,20}(?:-{2,}.{0,60}\b(?:original|copy of|unsent|below this line|returned|headers?|message follows)\b|(?:original (?:message|mail)|the header of the original|received:|return-path:|x-received:|message-id:|the following is a copy|this is a copy of)|begin of original)/i
/** Words that make a status where no code is given (RFC 3463 §3). */
const WORDS: readonly (readonly [status: string, words: RegExp])[] = [
  ['5.2.2', /\b(?:quota|mailbox (?:is )?full|storage|insufficient (?:disk|space)|over ?quota)\b/i],
  ['5.3.4', /\b(?:too (?:large|big)|size (?:limit|exceed)|exceed\w* (?:the )?(?:maximum )?(?:message )?size)\b/i],
  [
    '5.1.2',
    /\b(?:host (?:unknown|not found)|unknown host|domain (?:name )?(?:not found|does not exist)|unrouteable|no such domain|couldn't find any host)\b/i,
  ],
  [
    '5.1.1',
    /\b(?:user unknown|unknown user|no such (?:user|recipient|mailbox|address|person|local)|no mailbox|mailbox (?:not found|unavailable|unknown)|(?:user|recipient|address|account)\b.{0,60}\b(?:unknown|not found|not exist|n't exist|not recognized|invalid|rejected|disabled|inactive|suspended)|does ?n[o']t (?:like|have)|unknown (?:recipient|address))/i,
  ],
  [
    '5.7.1',
    /\b(?:spam|blocked|denied|policy|blacklist|rejected|relay\w*|not permitted|prohibited|not allowed|refused)\b/i,
  ],
  [
    '5.4.7',
    /\b(?:time out|timed? ?out|connection|connect|retry time|expired|unreachable|no route|giving up|loop|too many hops)\b/i,
  ],
]
const ENHANCED = /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/
const REPLY = /(?:^|[^\d.])([45][0-7]\d)(?:[ -]|$)/
const MAX_LINE = 1000
/** A reason is looked for in that many lines behind a recipient. */
const REASON_LINES = 12
const MAX_RECIPIENTS = 1000

interface Line {
  readonly text: string
  readonly at: number
}

interface Found {
  readonly address: string
  readonly line: number
  readonly start: number
  readonly end: number
}

/** Recipients of failed mail in a text. Never throws; linear, since lines are cut and each is looked at a fixed number of times. */
export function recipientsInText(text: string, own: ReadonlySet<string>): TextRecipient[] {
  const lines = reportLines(text)
  const strong: Found[] = []
  const weak: Found[] = []
  const seen = new Set<string>()
  lines.forEach(({ text: line, at }, i) => {
    for (const { address, from, to } of addressesIn(line)) {
      const key = address.toLowerCase()
      if (strong.length + weak.length >= MAX_RECIPIENTS) return
      const strength = strengthOf(line, from, to)
      if (strength === 0 || (own.has(key) && strength < 2)) continue
      if (seen.has(`${strength > 1} ${key}`)) continue
      seen.add(`${strength > 1} ${key}`)
      ;(strength > 1 ? strong : weak).push({ address, line: i, start: at + from, end: at + to })
    }
  })
  const found = strong.length > 0 ? strong : weak
  return found.map((one, i) => {
    const next = found[i + 1]
    const until = Math.min(
      lines.length,
      one.line + REASON_LINES,
      next === undefined || next.line === one.line ? lines.length : next.line,
    )
    const reason = reasonIn(lines, one.line, Math.max(until, one.line + 1)) ?? reasonIn(lines, 0, lines.length)
    return { address: one.address, start: one.start, end: one.end, ...reason }
  })
}

/** The lines of the report, without those of the message sent. */
function reportLines(text: string): Line[] {
  const lines: Line[] = []
  for (let at = 0; at < text.length; ) {
    const lf = text.indexOf('\n', at)
    const end = lf === -1 ? text.length : lf
    const line = text.slice(at, Math.min(end, at + MAX_LINE))
    if (lines.length > 0 && ORIGINAL.test(line)) break
    lines.push({ text: line, at })
    at = end + 1
  }
  return lines
}

const LOCAL = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]/
const DOMAIN = /[A-Za-z0-9.-]/

/** Addresses of a line, found from their `@` outward. */
function addressesIn(line: string): { address: string; from: number; to: number }[] {
  const found: { address: string; from: number; to: number }[] = []
  for (let at = line.indexOf('@'); at !== -1; at = line.indexOf('@', at + 1)) {
    let from = at
    while (from > 0 && LOCAL.test(line[from - 1]!)) from--
    let to = at + 1
    while (to < line.length && DOMAIN.test(line[to]!)) to++
    while (to > at + 1 && /[.-]/.test(line[to - 1]!)) to--
    while (from < at && /['*=.]/.test(line[from]!)) from++
    if (from < at && line.slice(at, to).includes('.')) found.push({ address: line.slice(from, to), from, to })
  }
  return found
}

/** 2: the line names who did not get it. 1: it may. 0: it names somebody else. */
function strengthOf(line: string, from: number, to: number): number {
  const before = line.slice(0, from)
  const after = line.slice(to)
  if (
    /\b(?:mail from|from|sender|envelope-from|reply-to|contact|postmaster at|return-path|message-id|by|help|mailto)\b[^a-z]{0,4}$/i.test(
      before,
    )
  )
    return 0
  if (/^(?:postmaster|mailer-daemon|abuse)@/i.test(line.slice(from, to))) return 0
  if (/^[\s*>|"'<•-]{0,40}(?:<|\()?$/.test(before)) return 2
  if (
    /\b(?:rcpt to|recipients?|addressed to|delivered to|deliver(?:y)? to|sent to|user|mailbox|address(?:es)?)\b[^a-z]{0,6}$/i.test(
      before,
    )
  )
    return 2
  if (
    /(?:^|[\s<])[45]\d\d[ -]/.test(before) ||
    /^>?\.{3}|^>?:? .{0,40}(?:unknown|not found|rejected|does not)/i.test(after)
  )
    return 2
  return /^\s*(?:to|cc|recipient|final-recipient)\s*:/i.test(line) || /^\s*to\b/i.test(before) ? 1 : 0
}

type Reason = Pick<TextRecipient, 'status' | 'code' | 'diagnostic' | 'reasonStart' | 'reasonEnd'>

function reasonIn(lines: readonly Line[], from: number, to: number): Reason | undefined {
  let best: { line: Line; status: string | undefined; code: number | undefined } | undefined
  for (let i = from; i < to; i++) {
    const line = lines[i]!
    const status = statusOf(ENHANCED.exec(line.text)?.[1])
    const reply = REPLY.exec(line.text)?.[1]
    if (status === undefined && reply === undefined) continue
    best = { line, status, code: reply === undefined ? undefined : Number(reply) }
    break
  }
  if (best === undefined) {
    for (const [status, words] of WORDS) {
      const line = lines.slice(from, to).find(({ text }) => words.test(text))
      if (line === undefined) continue
      best = { line, status, code: undefined }
      break
    }
  }
  if (best === undefined) return undefined
  const { line, code } = best
  const status =
    best.status ?? wordsStatus(line.text, code) ?? (code === undefined ? undefined : `${Math.floor(code / 100)}.0.0`)
  return {
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
    diagnostic: line.text.trim(),
    reasonStart: line.at,
    reasonEnd: line.at + line.text.length,
  }
}

/** The status that a reply of a server tells: by its enhanced code, else by its code and words. */
export function statusOfReply(text: string): string | undefined {
  return reasonIn([{ text: text.slice(0, MAX_LINE), at: 0 }], 0, 1)?.status
}

/** Subject and detail by the words of a line, class by its code. */
function wordsStatus(text: string, code: number | undefined): string | undefined {
  const status = WORDS.find(([, words]) => words.test(text))?.[0]
  return status === undefined || code === undefined ? status : `${Math.floor(code / 100)}${status.slice(1)}`
}
