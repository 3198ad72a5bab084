/**
 * Moves fields from the header section to the first body part, which begins with `RFC-822-Headers:`, and back. RFC 2156 Appendix B,
 * RFC 1327 §5.3.2.
 */
import { trimWsp } from '../../bytes/ascii.js'
import { fromLatin1, fromUtf8, isUtf8, latin1, utf8 } from '../../bytes/platform.js'
import { parse } from '../../message/parse.js'
import { join } from '../../render/serialize.js'
import type { Entity } from '../../tree/entity.js'
import type { Message } from '../../tree/message.js'
import type { GatewayLoss } from './gateway-loss.js'

const HEAD = 'RFC-822-Headers:'
/** What a body part may have of its own. */
const OF_THE_BODY = /^(?:content-[^:]*|mime-version)$/i
/** Fields that a stranger's text must not add to a header: who gets it, and what was found out on the way. */
const NOT_FROM_BODY = /^(?:resent-.*|delivered-to|authentication-results|arc-.*|received-spf|x-original-to)$/i

interface Moved {
  readonly message: Message
  readonly moved: string[]
}

/** Takes the fields that the map does not have out of the header. */
export function fieldsToBody(copy: Message, map: ReadonlyMap<string, string>, losses: GatewayLoss[]): Moved {
  const moved: string[] = []
  const lines: string[] = []
  const kept: Uint8Array[] = []
  const content: Uint8Array[] = []
  for (const { name, raw } of copy.headers) {
    const line = map.has(name.toLowerCase()) || OF_THE_BODY.test(name) ? undefined : fieldText(raw)
    if (line === undefined) {
      if (!map.has(name.toLowerCase()) && !OF_THE_BODY.test(name)) {
        losses.push({ field: name, what: 'no text that a body can hold: left in the header' })
      }
      if (OF_THE_BODY.test(name)) content.push(lineOf(raw))
      else kept.push(lineOf(raw))
      continue
    }
    moved.push(name)
    lines.push(line)
    if (/^(?:dkim-signature|arc-seal|arc-message-signature)$/i.test(name)) {
      losses.push({ field: name, what: 'no longer valid: the message was changed' })
    } else if (NOT_FROM_BODY.test(name)) {
      losses.push({ field: name, what: 'not taken out of a body again: the header has to say it itself' })
    }
  }
  if (moved.length === 0) return { message: copy, moved }
  const isMixed = copy.contentType.mediaType === 'multipart/mixed' && copy.parts.length > 0
  const rest = isMixed ? content : content.filter((line) => /^mime-version/i.test(latin1(line, 0, 12)))
  const body = copy.rawBody
  const text = `${HEAD}\r\n${lines.join('')}`
  if (isMixed) {
    const made = parse(join([...kept, ...rest, fromLatin1('\r\n'), body]))
    return insertFirst(made, text, losses) ? { message: made, moved } : { message: copy, moved: [] }
  }
  // A leaf, or a multipart whose parts belong together, becomes the second part as it is.
  const boundary = freeBoundary(body)
  const part = content.filter((line) => !/^mime-version/i.test(latin1(line, 0, 12)))
  const whole = parse(
    join([
      ...kept,
      fromLatin1(`MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n`),
      fromLatin1(`\r\n--${boundary}\r\n\r\n\r\n--${boundary}\r\n`),
      ...part,
      fromLatin1('\r\n'),
      body,
      fromLatin1(`\r\n--${boundary}--\r\n`),
    ]),
  )
  whole.parts[0]!.setContent(text, { contentType: isAscii(text) ? 'text/plain' : 'text/plain; charset=utf-8' })
  // The type of the whole says what it carries (RFC 2045 §6.4).
  const encoding = copy.transferEncoding
  if (encoding === '8bit' || encoding === 'binary') whole.headers.set('Content-Transfer-Encoding', encoding)
  return { message: parse(whole.toBytes({ bcc: 'keep' })), moved }
}

/** Puts a text before the other parts. Past a limit nothing was read, so that no part can be put there: false. */
function insertFirst(message: Message, text: string, losses: GatewayLoss[]): boolean {
  try {
    message.insert(0, { text })
    return true
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    losses.push({ what: `fields left in the header: ${error.message}` })
    return false
  }
}

/** Puts the fields of such a body part back at the end of the header. Nothing that the header has to say itself is taken. */
export function fieldsFromBody(copy: Message, map: ReadonlyMap<string, string>, losses: GatewayLoss[]): Moved {
  const moved: string[] = []
  const first = copy.parts[0]
  if (copy.contentType.mediaType !== 'multipart/mixed' || first?.contentType.mediaType !== 'text/plain') {
    return { message: copy, moved }
  }
  const text = first.decodeText().replace(/\r\n/g, '\n')
  if (!text.toLowerCase().startsWith(`${HEAD.toLowerCase()}\n`)) return { message: copy, moved }
  const back: string[] = []
  const left: string[] = []
  for (const entry of entriesOf(text.slice(HEAD.length + 1))) {
    const name = /^([\x21-\x39\x3b-\x7e]{1,76}):/.exec(entry)?.[1]
    if (name === undefined) {
      if (trimWsp(entry) !== '')
        losses.push({ path: [1], what: `${JSON.stringify(entry.slice(0, 40))} is no field: left in the body` })
    } else if (map.has(name.toLowerCase()) || OF_THE_BODY.test(name) || NOT_FROM_BODY.test(name)) {
      losses.push({ field: name, what: 'not taken from the body: the header has to say it itself' })
    } else if (/[\x00\r]|\p{Surrogate}/u.test(entry)) {
      losses.push({ field: name, what: 'not taken from the body: controls in it' })
    } else {
      moved.push(name)
      back.push(`${entry.replace(/\n/g, '\r\n')}\r\n`)
      continue
    }
    if (trimWsp(entry) !== '') left.push(`${entry.replace(/\n/g, '\r\n')}\r\n`)
  }
  if (moved.length === 0) return { message: copy, moved }
  const header = [...copy.headers].map(({ name, raw }) => ({ name, line: lineOf(raw) }))
  const added = fromUtf8(back.join(''))
  if (left.length > 0) {
    first.setContent(`${HEAD}\r\n${left.join('')}`)
    return { message: rebuilt(header, added, copy.rawBody, () => true), moved }
  }
  if (copy.parts.length !== 2) {
    first.remove()
    return { message: rebuilt(header, added, copy.rawBody, () => true), moved }
  }
  const second = copy.parts[1]!
  return { message: unwrapped(header, added, second), moved }
}

function unwrapped(header: readonly Line[], added: Uint8Array, second: Entity): Message {
  const own = [...second.headers].filter(({ name }) => OF_THE_BODY.test(name)).map(({ raw }) => lineOf(raw))
  return rebuilt(header, join([added, ...own]), second.rawBody, (name) => !/^content-/i.test(name))
}

interface Line {
  readonly name: string
  readonly line: Uint8Array
}

function rebuilt(
  header: readonly Line[],
  added: Uint8Array,
  body: Uint8Array,
  keep: (name: string) => boolean,
): Message {
  const lines = header.filter(({ name }) => keep(name)).map(({ line }) => line)
  return parse(join([...lines, added, fromLatin1('\r\n'), body]))
}

/** Fields of a text, a fold with the line before it; until an empty line. */
function entriesOf(text: string): string[] {
  const entries: string[] = []
  let entry: string[] = []
  const lines = text.split('\n')
  for (const line of lines) {
    if ((line.startsWith(' ') || line.startsWith('\t')) && entry.length > 0) entry.push(line)
    else {
      if (entry.length > 0) entries.push(entry.join('\n'))
      entry = [line]
    }
  }
  entries.push(entry.join('\n'))
  return entries
}

/** A field as lines of text ending in CRLF; undefined where it is none that comes back as it was. */
function fieldText(raw: Uint8Array): string | undefined {
  if (!isUtf8(raw)) return undefined
  const text = utf8(raw, 0, raw.length).replace(/\r?\n/g, '\n')
  const line = text.endsWith('\n') ? text.slice(0, -1) : text
  if (/[\x00\r]/.test(line) || !/^[\x21-\x39\x3b-\x7e]{1,76}:/.test(line)) return undefined
  return `${line.replace(/\n/g, '\r\n')}\r\n`
}

/** The octets of a field with a line end, which the last one of a message may lack. */
function lineOf(raw: Uint8Array): Uint8Array {
  return raw[raw.length - 1] === 0x0a ? raw : join([raw, fromLatin1('\r\n')])
}

/** A boundary that begins no line of the body: its number is one that does not occur. */
function freeBoundary(body: Uint8Array): string {
  const text = latin1(body, 0, body.length)
  const taken = new Set<string>()
  for (const [, number] of text.matchAll(/--gateway-(\d{1,9})/g)) taken.add(number!)
  let number = 1
  while (taken.has(String(number))) number++
  return `gateway-${number}-`
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text)
}
