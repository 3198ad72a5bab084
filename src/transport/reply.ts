/** Replies of SMTP servers, read and written. RFC 5321 §4.2, §4.5.3.1.5; enhanced status codes: RFC 2034 §4, RFC 3463. */
import { assertObject } from '../bytes/arguments.js'
import { latin1, utf8 } from '../bytes/platform.js'
import { readStatusCode, type StatusCode } from './status-codes.js'

/** What a reply asks of the client (RFC 5321 §4.2.1). */
export type ReplyKind = 'completion' | 'intermediate' | 'transient' | 'permanent' | 'unknown'

/** One reply of a server. */
export interface Reply {
  /** The code of three digits; 0 where there is none. */
  readonly code: number
  /** By the first digit: 2 completion, 3 intermediate, 4 transient, 5 permanent. */
  readonly kind: ReplyKind
  /** The enhanced code, where its class is that of `code` (RFC 2034 §4). */
  readonly status?: StatusCode
  /** Text of each line, without code and enhanced code. */
  readonly lines: readonly string[]
  /** The lines, joined by LF. For people. */
  readonly text: string
  /** Did the last line come? Where not, more has to be read. */
  readonly complete: boolean
  /** Where the reply ends in the input: in octets, of a string in code units, of an array in lines. What follows is the next reply. */
  readonly consumed: number
  /** What is not as RFC 5321 has it, in words; empty where nothing is. */
  readonly defects: readonly string[]
}

/** More lines than any server sends; what follows is left unread, and the reply incomplete. */
const MAX_LINES = 1000
/** RFC 5321 §4.5.3.1.5: a reply line with its code and CRLF. */
const MAX_LINE = 512

const KINDS: Readonly<Record<string, ReplyKind>> = {
  2: 'completion',
  3: 'intermediate',
  4: 'transient',
  5: 'permanent',
}

/** The next line of a text and where it ends; undefined where its line end has not come. */
function lineAt(text: string, at: number): { line: string; end: number } | undefined {
  const lf = text.indexOf('\n', at)
  if (lf === -1) return undefined
  return { line: text.slice(at, lf > at && text[lf - 1] === '\r' ? lf - 1 : lf), end: lf + 1 }
}

/**
 * Reads the first reply: `250-…` lines and the `250 …` that ends them. Never throws on what a server sends. A text whose last line has no line
 * end is not complete; lines given as an array have none.
 *
 * @param input octets or text as they came, or lines without their line ends
 * @throws TypeError for anything else
 * @example
 * parseReply('550 5.1.1 No such user\r\n').status.meaning // 'bad destination mailbox address'
 */
export function parseReply(input: Uint8Array | string | readonly string[]): Reply {
  const defects: string[] = []
  const lines: string[] = []
  let code = ''
  let status: StatusCode | undefined
  let complete = false
  let consumed = 0
  const take = next(input)
  while (!complete && lines.length < MAX_LINES) {
    const got = take(consumed)
    if (got === undefined) break
    consumed = got.end
    const [, digits, separator = '', rest] = /^(\d{3})(?:([ -])(.*))?$/s.exec(got.line) ?? []
    if (digits === undefined) {
      // QUIRK(RFC 5321 §4.2.1): a line without a code inside a reply is text of it. Sent by: servers that paste a banner. Fixture: reply.test.ts.
      defects.push(`line ${lines.length + 1} has no code`)
      lines.push(got.line)
      if (code === '') {
        complete = true
        break
      }
      continue
    }
    if (code === '') code = digits
    else if (digits !== code) defects.push(`line ${lines.length + 1} has the code ${digits}, the first ${code}`)
    if (got.line.length > MAX_LINE - 2) defects.push(`line ${lines.length + 1} is over ${MAX_LINE} octets`)
    const read = withoutStatus(rest ?? '', code, defects)
    status ??= read.status
    lines.push(read.text)
    complete = separator !== '-'
  }
  if (code !== '' && !/^[2-5][0-5]/.test(code)) defects.push(`${code} is no code of a reply (RFC 5321 §4.2)`)
  return {
    code: Number(code),
    kind: KINDS[code[0] ?? ''] ?? 'unknown',
    ...(status === undefined ? {} : { status }),
    lines,
    text: lines.join('\n'),
    complete,
    consumed,
    defects,
  }
}

/** The text of a line without the enhanced status code that it begins with (RFC 2034 §4), which has to be of the class of `code`. */
function withoutStatus(rest: string, code: string, defects: string[]): { text: string; status?: StatusCode } {
  const status = readStatusCode(rest)
  if (status === undefined) return { text: rest }
  if (String(status.class) === code[0]) return { text: rest.slice(status.code.length).replace(/^[ \t]/, ''), status }
  defects.push(`${status.code} is not of the class of ${code} (RFC 2034 §4)`)
  return { text: rest }
}

function next(
  input: Uint8Array | string | readonly string[],
): (at: number) => { line: string; end: number } | undefined {
  if (typeof input === 'string') return (at) => lineAt(input, at)
  if (input instanceof Uint8Array) {
    const octets = latin1(input, 0, input.length)
    return (at) => {
      const got = lineAt(octets, at)
      // RFC 6531 §3.7.4.1: replies may be UTF-8.
      return got && { line: utf8(input, at, at + got.line.length), end: got.end }
    }
  }
  if (!Array.isArray(input) || input.some((line) => typeof line !== 'string'))
    throw new TypeError('input: expected octets, text or an array of lines')
  return (at) => (at < input.length ? { line: String(input[at]).replace(/\r?\n$/, ''), end: at + 1 } : undefined)
}

/** What `formatReply` writes. */
export interface ReplySpec {
  /** The code, 200 to 559. */
  readonly code: number
  /** As `5.1.1`: its class must be that of `code`. */
  readonly status?: string
  /** Lines; in a text LF or CRLF separates them. Too long ones are cut at white space. Default: none. */
  readonly text?: string | readonly string[]
}

/**
 * Writes a reply with CRLF: each line with its code, and with the enhanced code where there is one (RFC 2034 §4).
 *
 * @param options `utf8`: text beyond ASCII may be written, to a client that said SMTPUTF8. Default false
 * @throws TypeError for a code that is none, and for text that no line can hold
 * @example
 * formatReply({ code: 550, status: '5.1.1', text: 'No such user' }) // '550 5.1.1 No such user\r\n'
 */
export function formatReply(
  reply: ReplySpec,
  options: {
    /** Is the text allowed to be UTF-8 (SMTPUTF8, RFC 6531)? Default false. */
    readonly utf8?: boolean
  } = {},
): string {
  assertObject(reply, 'reply')
  assertObject(options, 'options')
  const { code, status, text = '' } = reply
  if (!Number.isInteger(code) || !/^[2-5][0-5]\d$/.test(String(code)))
    throw new TypeError('reply.code: expected three digits from 200 to 559 (RFC 5321 §4.2)')
  if (status !== undefined) {
    const read = typeof status === 'string' ? readStatusCode(status) : undefined
    if (read?.code !== status || read.class !== Math.floor(code / 100))
      throw new TypeError(
        `reply.status: expected as ${Math.floor(code / 100)}.1.1, of the class of ${code} (RFC 2034 §4)`,
      )
  }
  const head = status === undefined ? '' : `${status} `
  const given = typeof text === 'string' ? text.split(/\r?\n/) : text
  if (!Array.isArray(given) || given.some((line) => typeof line !== 'string'))
    throw new TypeError('reply.text: expected a string or an array of strings')
  const lines = given.flatMap((line, i) => {
    if (/[\x00-\x08\x0a-\x1f\x7f]/.test(line))
      throw new TypeError(`reply.text[${i}]: control characters, which would end the line: leave them out`)
    if (options.utf8 !== true && /[^\x00-\x7f]/.test(line))
      throw new TypeError(`reply.text[${i}]: not ASCII: give { utf8: true } to a client that said SMTPUTF8 (RFC 6531)`)
    return cut(line, MAX_LINE - 6 - head.length)
  })
  return lines.map((line, i) => `${code}${i === lines.length - 1 ? ' ' : '-'}${head}${line}\r\n`).join('')
}

/** Pieces of at most so many octets, at white space where there is some. */
function cut(line: string, octets: number): string[] {
  const pieces: string[] = []
  let piece = ''
  let size = 0
  let space = -1
  for (const character of line) {
    const width = character < '\u0080' ? 1 : character < '\u0800' ? 2 : character.length === 2 ? 4 : 3
    if (size + width > octets) {
      const at = space === -1 ? piece.length : space
      pieces.push(piece.slice(0, at))
      piece = piece.slice(space === -1 ? at : at + 1)
      size = new TextEncoder().encode(piece).length
      space = -1
    }
    if (character === ' ') space = piece.length
    piece += character
    size += width
  }
  pieces.push(piece)
  return pieces
}
