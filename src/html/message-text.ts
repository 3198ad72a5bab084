/** Makes the text of a message for people and for lists. RFC 8621 §4.1.4 (`textBody`, `preview`), RFC 3676 (flowed text, signatures). */
import type { Entity } from '../tree/entity.js'
import { decodeFlowed } from '../tree/flowed.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { htmlLines } from './html-lines.js'
import { joinLines } from './html-to-text.js'
import { FORWARD_SUBJECT } from './quote-phrases.js'
import { type MarkedLine, visibleLines } from './visible.js'

const BREAK = /\r\n|\r|\n/
/** Rules that are drawn with characters: a preview does without. */
const RULES = /[-_=*~#]{4,}/g

/**
 * All that a reader of plain text is shown: the parts of `textBody` in order, text/plain with flowed lines joined, text/html as `htmlToText` gives
 * it. Lines end with LF. `''` where nothing is displayed.
 * @throws TypeError for what is no Message
 * @example
 * plainText(parse('Content-Type: text/html\r\n\r\none<br>two')) // 'one\ntwo'
 */
export function plainText(message: Message): string {
  check(message)
  const pieces: string[] = []
  for (const part of message.textBody) {
    const lines = textLines(part)
    if (lines !== undefined) pieces.push(lines.join('\n'))
  }
  return pieces.join('\n')
}

/**
 * What the author of a message wrote: `plainText` without quoted messages, the lines that introduce them, and signatures. Quotes are known by
 * their marks (`>`, the elements and classes of Gmail, Outlook, Apple Mail, Thunderbird, Yahoo and others), by lines of attribution and blocks of
 * fields in many languages. Answers between quotes stay. What was passed on without a word of one's own is all that was written. Lines end with LF.
 *
 * It is a guess that suits display and search; nothing is to be decided by it.
 * @throws TypeError for what is no Message
 * @example
 * visibleText(parse('Subject: Re: Lunch\r\n\r\nYes.\r\n\r\nOn Wed, 1 May 2024, Bob wrote:\r\n> Shall we?')) // 'Yes.'
 */
export function visibleText(message: Message): string {
  check(message)
  return visible(message, true)
}

/**
 * One line for a list of messages (RFC 8621 §4.1.4): the beginning of what the author wrote, white space as one space, without quotes,
 * signatures and URLs of links.
 * @param length characters (UTF-16 code units) at most; what a reader sees as one character is not cut
 * @throws TypeError for what is no Message, for a length that is no non-negative integer
 * @example
 * preview(parse('Subject: x\r\n\r\nOne\r\ntwo three\r\n'), 7) // 'One two'
 */
export function preview(message: Message, length = 256): string {
  check(message)
  if (!Number.isSafeInteger(length) || length < 0)
    throw new TypeError('length: expected a non-negative integer, the most characters')
  const text = visible(message, false)
    .replace(RULES, ' ')
    .replace(/[\s\u200b\ufeff]+/g, ' ')
    .trim()
  return clipped(text, length)
}

function check(message: Message): void {
  assertMessage(message)
}

/** The lines of a part as they are displayed; undefined for what is no text. */
function textLines(part: Entity): string[] | undefined {
  const { mediaType } = part.contentType
  if (mediaType === 'text/html') return joinLines(htmlLines(part.decodeText(), { links: true })).split('\n')
  if (mediaType !== 'text/plain') return undefined
  const lines = plainLines(part)
  while (lines.length > 0 && lines[lines.length - 1] === '') lines.pop()
  return lines
}

function plainLines(part: Entity): string[] {
  const { params } = part.contentType
  const text = part.decodeText()
  if (params.format?.toLowerCase() !== 'flowed') return text.split(BREAK)
  return decodeFlowed(text, { delSp: params.delsp?.toLowerCase() === 'yes' }).split(BREAK)
}

function markedLines(part: Entity, links: boolean): MarkedLine[] | undefined {
  const { mediaType } = part.contentType
  if (mediaType === 'text/plain') return plainLines(part).map((text) => ({ text, mark: 'own' }))
  if (mediaType !== 'text/html') return undefined
  return htmlLines(part.decodeText(), { links }).map(({ prefix, text, mark }) => ({
    text: mark === 'own' || mark === 'block' ? prefix + text : text,
    mark,
  }))
}

function visible(message: Message, links: boolean): string {
  const own: string[] = []
  const all: string[] = []
  let forwarded = FORWARD_SUBJECT.test(message.subject ?? '')
  for (const part of message.textBody) {
    const marked = markedLines(part, links)
    if (marked === undefined) continue
    const found = visibleLines(marked)
    forwarded ||= found.forwarded
    if (found.lines.length > 0) own.push(found.lines.join('\n'))
    all.push(marked.map(({ text }) => text).join('\n'))
  }
  if (own.length > 0 || !forwarded) return own.join('\n')
  return all.join('\n').trim()
}

/** At most so many characters, none cut in two: graphemes where the platform knows them, else code points. */
function clipped(text: string, length: number): string {
  if (text.length <= length) return text
  let end = 0
  // What joins onto the last character stands near it.
  for (const piece of graphemes(text.slice(0, length + 64))) {
    if (end + piece.length > length) break
    end += piece.length
  }
  return text.slice(0, end).trimEnd()
}

function graphemes(text: string): Iterable<string> {
  if (typeof Intl === 'undefined' || Intl.Segmenter === undefined) return text
  return segmentsOf(text)
}

function* segmentsOf(text: string): Iterable<string> {
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) yield segment
}
