/** Quotes text with `> `, and reads and writes paragraphs that flow: RFC 3676 (format=flowed, delsp), RFC 3676 §4.3 for signatures. */

import { assertObject, assertString } from '../bytes/arguments.js'
import type { Entity } from '../tree/entity.js'
import { decodeFlowed, type FlowedOptions, quoteDepth } from '../tree/flowed.js'

import { assertMessage } from '../tree/is-message.js'

import { joinTexts } from '../tree/joined-texts.js'

import type { Message } from '../tree/message.js'

const BREAK = /\r\n|\r|\n/
const SIGNATURE = '-- '
/** RFC 3676 §4.2: lines of at most 78 characters; some are kept for later quotes. */
const MOST = 78
const CUT = 72

/** Each line with `> ` before it; `>` alone before lines that are quoted already. Line ends are CRLF. */
export function quoteText(text: string): string {
  assertString(text, 'text')
  const lines = text.split(BREAK)
  if (lines[lines.length - 1] === '') lines.pop()
  return lines.map((line) => (line === '' || line.startsWith('>') ? `>${line}` : `> ${line}`)).join('\r\n')
}

/** Options of `encodeFlowed` (RFC 3676). */
export interface EncodeFlowedOptions extends FlowedOptions {
  /** Characters of a line, at most 78 (RFC 3676 §4.2). Default: lines of more than 78 are broken at 72. */
  readonly lineLength?: number
}

function spacesEnd(line: string): number {
  let end = line.length
  while (end > 0 && line[end - 1] === ' ') end--
  return end
}

/**
 * Text for `text/plain; format=flowed`. Each line is a paragraph; those over the length are cut after a space (anywhere, with `delSp`, where
 * there is none). Lines that begin with `>` are quotes and stay so. Spaces at the end of a line cannot be said and are left out, save
 * in `-- `. `decodeFlowed` gives the rest back exactly, line ends as CRLF.
 */
export function encodeFlowed(text: string, options: EncodeFlowedOptions = {}): string {
  assertObject(options, 'options')
  assertString(text, 'text')
  const { delSp = false, lineLength = CUT } = options
  const most = options.lineLength ?? MOST
  if (!Number.isSafeInteger(lineLength) || lineLength < 20 || lineLength > 78) {
    throw new TypeError('lineLength: expected an integer from 20 to 78')
  }
  const out: string[] = []
  for (const line of text.split(BREAK)) {
    const depth = quoteDepth(line)
    const rest = line.slice(depth)
    if (rest === SIGNATURE || rest === ` ${SIGNATURE}`) {
      out.push(line)
      continue
    }
    const marks = line.slice(0, depth)
    const paragraph = rest.slice(0, spacesEnd(rest))
    let first = true
    const room = line.length <= most ? paragraph.length : Math.max(lineLength - depth - 1, 10)
    for (const piece of cut(paragraph, room, delSp)) {
      // A quote is written as it stands; all other lines are stuffed where they would be taken for something else.
      const stuff = first ? depth === 0 && /^(?: |From )/.test(piece) : depth > 0 || /^(?:[ >]|From )/.test(piece)
      out.push(`${marks}${stuff ? ' ' : ''}${piece}`)
      first = false
    }
  }
  return out.join('\r\n')
}

/** The lines of a paragraph, each but the last with the space that makes it flow. */
function cut(paragraph: string, room: number, delSp: boolean): string[] {
  const lines: string[] = []
  let from = 0
  // A paragraph without spaces to its end is not searched for one again.
  let spaces = true
  while (paragraph.length - from > room) {
    let at = spaces ? breakAfterSpace(paragraph, from, room) : -1
    if (at === -1) spaces = false
    if (at === -1 && delSp) {
      at = from + room - 1
      const c = paragraph.charCodeAt(at)
      if (c >= 0xdc00 && c <= 0xdfff) at--
    }
    if (at === -1) break
    lines.push(paragraph.slice(from, at) + (delSp ? ' ' : ''))
    from = at
  }
  lines.push(paragraph.slice(from))
  return lines
}

/** Index after the last space that fits, else after the first one; -1 if there is none. Never so that the line would be `-- `. */
function breakAfterSpace(text: string, from: number, room: number): number {
  for (let at = from + room; at > from + 1; at--) if (isBreak(text, from, at)) return at
  for (let at = from + room + 1; at < text.length; at++) if (isBreak(text, from, at)) return at
  return -1
}

function isBreak(text: string, from: number, at: number): boolean {
  if (text[at - 1] !== ' ' || at >= text.length) return false
  // `-- ` and ` -- ` alone on a line are signatures.
  return !(at - from <= 4 && text.slice(from, at).trim() === '--')
}

/** The displayed text of a message as `Message.text` has it, with the lines of flowed parts joined (RFC 3676 §4.2). */
export function unflowedText(message: Message): string | undefined {
  assertMessage(message)
  const parts: Entity[] = []
  const work: Entity[] = [message]
  while (work.length > 0) {
    const part = work.pop()!
    for (let i = part.parts.length - 1; i >= 0; i--) work.push(part.parts[i]!)
    if (part.contentType.mediaType === 'text/plain' && part.role.is === 'body') parts.push(part)
  }
  if (!parts.some(isFlowed)) return message.text
  return joinTexts(
    parts.map((part) => {
      const delSp = part.contentType.params.delsp?.toLowerCase() === 'yes'
      return isFlowed(part) ? decodeFlowed(part.decodeText(), { delSp }) : part.decodeText()
    }),
  )
}

function isFlowed(part: Entity): boolean {
  return part.contentType.params.format?.toLowerCase() === 'flowed'
}
