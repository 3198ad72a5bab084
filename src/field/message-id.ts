/**
 * Message identifiers of Message-ID, In-Reply-To, References, Content-ID and their Resent- forms, without angle brackets.
 * RFC 5322 §3.6.4 and §4.5.4, RFC 2045 §7, RFC 2392.
 */
import { AT, COMMA, DOT, FWS, GT, is, LF, LPAREN, LT, QUOTE } from '../bytes/ascii.js'
import { ignore, type Report } from '../defects/defect.js'
import { Lexer } from './lexer.js'
import { text, toOctets } from './octets.js'

/** RFC 5322 §3.6.4: dot-atom-text "@" (dot-atom-text / no-fold-literal), octets ≥ 80 as RFC 6532 allows. Anchored, no overlap. */
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x80-\\xff-]+"
const STRICT_ID = new RegExp(`^${ATOM}(?:\\.${ATOM})*@(?:${ATOM}(?:\\.${ATOM})*|\\[[!-Z^-~]*\\])$`)
const ENCODED_WORD = /=\?[^?]+\?[bq]\?/i
/** What no identifier may hold, whichever grammar: controls, SP, angles. */
const FORBIDDEN = /[\x00-\x20<>\x7f]/

const PLAIN_ATOM = "[A-Za-z0-9!#$%&'*+/=^_`{|}~-]+"
const PLAIN_ID = `<${PLAIN_ATOM}(?:\\.${PLAIN_ATOM})*@${PLAIN_ATOM}(?:\\.${PLAIN_ATOM})*>`
/** Sound identifiers in angles, ASCII without `?`, with nothing but white space between them: what nearly all of these fields hold. */
const PLAIN = new RegExp(`^[ \\t\\r\\n]*(?:${PLAIN_ID}[ \\t\\r\\n]*)+$`)
/** The pattern is for short values. */
const PLAIN_LENGTH = 1000

function isPlain(octets: string): boolean {
  return octets.length <= PLAIN_LENGTH && PLAIN.test(octets)
}

/** The identifiers of a value that the pattern accepts; undefined for all others. */
function plainIds(octets: string): string[] | undefined {
  if (!isPlain(octets)) return undefined
  const ids: string[] = []
  for (let at = octets.indexOf('<'); at !== -1; ) {
    const to = octets.indexOf('>', at)
    ids.push(octets.slice(at + 1, to))
    at = octets.indexOf('<', to)
  }
  return ids
}

/** All identifiers `<left@right>` of a value, in order, without angles; comments, phrases and commas between them are skipped. */
export function readMessageIds(octets: string, report: Report): string[] {
  return plainIds(octets) ?? readIdsByGrammar(octets, report)
}

/** As readMessageIds, without the short way for sound values. */
export function readIdsByGrammar(octets: string, report: Report): string[] {
  const ids: string[] = []
  const lex = new Lexer(octets, report)
  let valid = true
  for (;;) {
    lex.skipCfws()
    const c = lex.peek()
    if (c === -1) break
    if (c === LT) {
      const id = readAngled(lex, report)
      if (id === undefined) valid = false
      else {
        if (!STRICT_ID.test(id.octets) || id.loose) valid = false
        ids.push(text(id.octets, report, id.from))
      }
      continue
    }
    // QUIRK(RFC 5322 §4.5.4): phrases and commas between ids. Sent by: "In-Reply-To: Your message of … <id>"; Notes joins with commas.
    valid = false
    if (c === QUOTE) lex.quotedString()
    else skipText(lex)
  }
  if (ids.length === 0 || !valid) report('invalid-message-id', 0, octets.length)
  return ids
}

/** The one identifier of Message-ID or Content-ID: the first, or the bare text when it has no white space. */
export function readMessageId(octets: string, report: Report): string | undefined {
  if (isPlain(octets)) {
    const to = octets.indexOf('>')
    if (octets.indexOf('<', to) === -1) return octets.slice(octets.indexOf('<') + 1, to)
  }
  let flagged = false
  const ids = readIdsByGrammar(octets, (code, from, to) => {
    if (code === 'invalid-message-id') flagged = true
    report(code, from, to)
  })
  if (ids.length > 1 && !flagged) report('invalid-message-id', 0, octets.length)
  if (ids.length > 0) return ids[0]
  // QUIRK(RFC 2045 §7): no angles, or no "@". Sent by: mail merge tools; Content-ID of many HTML generators.
  const lex = new Lexer(octets, ignore)
  lex.skipCfws()
  const from = lex.peek() === LT ? lex.pos + 1 : lex.pos
  lex.pos = from
  while (!lex.done && !is(lex.peek(), FWS) && lex.peek() !== LPAREN) lex.pos++
  let to = lex.pos
  lex.skipCfws()
  if (!lex.done) return undefined
  if (to > from && octets.charCodeAt(to - 1) === GT) to--
  const bare = octets.slice(from, to)
  if (bare === '' || FORBIDDEN.test(bare)) return undefined
  if (ENCODED_WORD.test(bare)) report('encoded-word-in-address', from, to)
  return text(bare, report, from)
}

interface Angled {
  octets: string
  /** Where it begins in the value. */
  from: number
  /** White space was taken out. */
  loose: boolean
}

/**
 * At `<`: takes up to the `>`. A further `<` begins anew, so that a flood of them stays linear; `undefined` when it is no `left@right`.
 *  > | <left@right>
 *      ^
 */
function readAngled(lex: Lexer, report: Report): Angled | undefined {
  const { text, end } = lex
  let open = lex.pos
  let at = open + 1
  let c = -1
  for (; at < end; at++) {
    c = text.charCodeAt(at)
    if (c === GT) break
    if (c === LT) open = at
  }
  const restarted = open !== lex.pos
  lex.pos = at < end ? at + 1 : end
  // Never closed: what stands there is only good as the bare text of readMessageId.
  if (at >= end) return undefined
  const content = text.slice(open + 1, at)
  const octets = removeFws(content)
  if (ENCODED_WORD.test(octets)) report('encoded-word-in-address', open + 1, at)
  const middle = octets.indexOf('@')
  if (middle < 1 || middle === octets.length - 1 || FORBIDDEN.test(octets)) return undefined
  return { octets, from: open + 1, loose: restarted || octets.length !== content.length }
}

/**
 * Takes out white space that the obsolete grammar allows (next to `@` and `.`, at the ends) and folds; other white space stays, and
 * makes the identifier invalid. QUIRK(RFC 5322 §4.5.4): ids folded in the middle. Sent by: gateways that cut long lines.
 */
function removeFws(content: string): string {
  let out = ''
  let from = 0
  for (let at = 0; at < content.length; at++) {
    if (!is(content.charCodeAt(at), FWS)) continue
    const start = at
    let fold = false
    while (at < content.length && is(content.charCodeAt(at), FWS)) fold = content.charCodeAt(at++) === LF || fold
    if (fold || start === 0 || at === content.length || isJoint(content, start - 1) || isJoint(content, at)) {
      out += content.slice(from, start)
      from = at
    }
  }
  return from === 0 ? content : out + content.slice(from)
}

function isJoint(content: string, at: number): boolean {
  const c = content.charCodeAt(at)
  return c === AT || c === DOT
}

/** Skips what is neither CFWS, an identifier nor a quoted string. */
function skipText(lex: Lexer): void {
  lex.pos++
  while (!lex.done) {
    const c = lex.peek()
    if (c === LT || c === LPAREN || c === QUOTE || c === COMMA || is(c, FWS)) return
    lex.pos++
  }
}

/** As `readMessageIds`, for text or bytes and without defects. */
export function parseMessageIds(value: string | Uint8Array): string[] {
  return readMessageIds(toOctets(value), ignore)
}

/**
 * One identifier for writing, given with or without angles; returned without.
 * @throws TypeError unless it is one `left@right` of ASCII without white space, controls and angles (RFC 5322 §3.6.4)
 */
export function checkMessageId(value: string): string {
  if (typeof value !== 'string') throw new TypeError('message id: expected a string')
  const id = value.startsWith('<') && value.endsWith('>') ? value.slice(1, -1) : value
  for (let at = 0; at < id.length; at++) {
    const c = id.charCodeAt(at)
    if (c <= 0x20 || c >= 0x7f || c === LT || c === GT) {
      throw new TypeError(
        `message id: U+${c.toString(16).toUpperCase().padStart(4, '0')} at ${at}; expected one left@right of printable ASCII`,
      )
    }
  }
  const middle = id.indexOf('@')
  if (middle < 1 || middle === id.length - 1)
    throw new TypeError('message id: expected one left@right (RFC 5322 §3.6.4)')
  if (id.length > 900) throw new TypeError('message id: over 900 octets, which no line can hold')
  return id
}

/** Identifiers as a value, each in angles, apart by one space. @throws TypeError as `checkMessageId` */
export function formatMessageIds(ids: string | readonly string[]): string {
  const list = typeof ids === 'string' ? [ids] : ids
  if (!Array.isArray(list)) throw new TypeError('message ids: expected a string or an array of strings')
  return list.map((id) => `<${checkMessageId(id)}>`).join(' ')
}
