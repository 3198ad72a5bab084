/**
 * Reads text/enriched (RFC 1896, RFC 1563) and its forerunner text/richtext (RFC 1341 §7.1.3), and gives plain text or HTML. One reader makes
 * events of commands and text; the writers are formatted-text.ts and formatted-html.ts.
 */
import { trimWsp } from '../../bytes/ascii.js'
import type { Entity } from '../../tree/entity.js'
import { assertEntity } from '../../tree/is-message.js'
import type { FormatSink } from './format-sink.js'
import { HtmlWriter } from './formatted-html.js'
import { BLOCKS, TextWriter } from './formatted-text.js'

/** Formatted text in two forms. */
export interface FormattedText {
  /** Plain text, lines end in LF: excerpts are quoted with `> `, what is indented is indented. */
  readonly text: string
  /** A fragment of HTML: all text escaped; no scripts, links, images, ids or classes; only elements and styles that are made here. */
  readonly html: string
}

/** RFC 1896: 60 characters, RFC 1341: 40; `/` not counted. */
const MAX_COMMAND = 60
const COMMAND = /^\/?[A-Za-z0-9-]{1,60}$/
/** Open commands; deeper ones have no effect. Real texts have four. */
const MAX_OPEN = 64
const MAX_PARAMETER = 256
/** Commands of text/enriched that a `<param>` may follow. */
const WITH_PARAMETER: ReadonlySet<string> = new Set(['fontfamily', 'color', 'paraindent', 'excerpt', 'lang'])

/**
 * Decoded text of text/enriched (RFC 1896) as plain text and as HTML.
 * @throws TypeError for anything but a string
 * @example
 * ```ts
 * readEnriched('<bold>Now</bold>').html // '<b>Now</b>'
 * ```
 */
export function readEnriched(source: string): FormattedText {
  return both(source, enriched)
}

/**
 * Decoded text of text/richtext (RFC 1341) as plain text and as HTML.
 * @throws TypeError for anything but a string
 */
export function readRichtext(source: string): FormattedText {
  return both(source, richtext)
}

/** A part of type text/enriched or text/richtext as text and as HTML; undefined for any other. */
export function formattedText(part: Entity): FormattedText | undefined {
  assertEntity(part)
  const { mediaType } = part.contentType
  if (part.parts.length > 0) return undefined
  if (mediaType === 'text/enriched') return readEnriched(part.decodeText())
  if (mediaType === 'text/richtext') return readRichtext(part.decodeText())
  return undefined
}

function both(source: string, read: (source: string, sink: FormatSink) => void): FormattedText {
  if (typeof source !== 'string') throw new TypeError('expected the decoded text: a string')
  const text = new TextWriter()
  read(source, text)
  const html = new HtmlWriter()
  read(source, html)
  return { text: text.take(), html: html.take() }
}

/** Balanced commands, whatever the text says: a close that fits an outer one closes what stands inside it, any other is ignored. */
class Open {
  private readonly stack: string[] = []

  constructor(private readonly sink: FormatSink) {}

  open(command: string, parameter = ''): void {
    if (this.stack.length === MAX_OPEN) return
    this.stack.push(command)
    this.sink.open(command, parameter)
  }

  close(command: string): void {
    const at = this.stack.lastIndexOf(command)
    if (at === -1) return
    while (this.stack.length > at) this.sink.close(this.stack.pop()!)
  }

  end(): void {
    while (this.stack.length > 0) this.sink.close(this.stack.pop()!)
  }
}

/** The command that `<` at `at` begins, lower case; undefined where none does: then it is a character like any other. */
function commandAt(source: string, at: number): string | undefined {
  const end = source.slice(at + 1, at + MAX_COMMAND + 3).indexOf('>')
  if (end === -1) return undefined
  // QUIRK(RFC 1896 "Syntax"): what holds other characters than letters, digits and hyphens is shown as it stands, though the minimal reader of
  // that RFC drops it. Sent by: agents that label plain text with addresses in angle brackets. Fixture: test/unit/legacy/formatted.
  const command = source.slice(at + 1, at + 1 + end)
  return COMMAND.test(command) ? command.toLowerCase() : undefined
}

/** The next `<`, or line end. */
const SPECIAL = /[<\r\n]/g

function nextSpecial(source: string, from: number): number {
  SPECIAL.lastIndex = from
  const match = SPECIAL.exec(source)
  return match === null ? source.length : match.index
}

/**
 *      at              what is done
 *      text            written
 *      line end        filling: the first is a space, each further one a break; in nofill each is a break
 *      <<              a `<`
 *      <command>       opened; if it takes a parameter, it waits for it first
 *      <param>         …</param> goes to the command that waits
 *      </command>      closed, and what is open inside it
 *      < of no command a `<`
 *
 * Before anything but a line end, what has gathered is settled: a lone line end becomes a space, a command that waits is opened without parameter.
 */
function enriched(source: string, sink: FormatSink): void {
  const open = new Open(sink)
  /** A command that waits for its parameter. */
  let waiting: string | undefined
  let nofill = 0
  let breaks = 0
  const settle = (parameter = '') => {
    // One line end is a space, N are N-1 breaks (RFC 1896, "Line break rules").
    if (breaks === 1) sink.space()
    breaks = 0
    if (waiting !== undefined) open.open(waiting, parameter)
    waiting = undefined
  }
  for (let at = 0; at < source.length; ) {
    const next = nextSpecial(source, at)
    if (next > at) {
      settle()
      sink.text(source.slice(at, next))
      at = next
      continue
    }
    if (source[at] !== '<') {
      at += source[at] === '\r' && source[at + 1] === '\n' ? 2 : 1
      if (waiting !== undefined) settle()
      if (nofill > 0) sink.line()
      else if (++breaks > 1) sink.line()
      continue
    }
    const command = source[at + 1] === '<' ? undefined : commandAt(source, at)
    if (command === undefined) {
      settle()
      sink.text('<')
      at += source[at + 1] === '<' ? 2 : 1
      continue
    }
    at += command.length + 2
    if (command === 'param') {
      const end = parameterEnd(source, at)
      const parameter = source.slice(at, Math.min(end, at + MAX_PARAMETER))
      settle(trimWsp(parameter))
      at = Math.min(source.length, end + '</param>'.length)
      continue
    }
    // Such a command breaks the line itself.
    if (breaks === 1 && BLOCKS.has(command.replace('/', ''))) breaks = 0
    settle()
    if (command[0] === '/') {
      const name = command.slice(1)
      if (name === 'nofill' && nofill > 0) nofill--
      open.close(name)
    } else {
      if (command === 'nofill') nofill++
      if (WITH_PARAMETER.has(command)) waiting = command
      else open.open(command)
    }
  }
  if (waiting !== undefined) settle()
  open.end()
}

/** Case does not matter; a parameter without an end is one up to the end of its line, so that it does not swallow the text. */
function parameterEnd(source: string, from: number): number {
  for (let at = from; at < source.length && at <= from + MAX_PARAMETER; at++) {
    if (source[at] === '<' && source.slice(at, at + 8).toLowerCase() === '</param>') return at
  }
  const line = source.slice(from, from + MAX_PARAMETER).search(/[\r\n]/)
  // Eight characters are taken for `</param>` behind it.
  return from + (line === -1 ? 0 : line) - '</param>'.length
}

function richtext(source: string, sink: FormatSink): void {
  const open = new Open(sink)
  let comments = 0
  /** Behind `<nl>` and `</paragraph>` a soft line end is nothing (RFC 1341 §7.1.3). */
  let hard = false
  const show = (text: string) => {
    if (comments === 0) sink.text(text)
    hard = false
  }
  for (let at = 0; at < source.length; ) {
    const next = nextSpecial(source, at)
    if (next > at) {
      show(source.slice(at, next))
      at = next
      continue
    }
    if (source[at] !== '<') {
      at += source[at] === '\r' && source[at + 1] === '\n' ? 2 : 1
      if (!hard && comments === 0) sink.space()
      continue
    }
    const command = commandAt(source, at)
    at += command === undefined ? 1 : command.length + 2
    if (command === undefined || command === 'lt') show('<')
    else if (command === 'comment') comments++
    else if (command === '/comment') comments = Math.max(0, comments - 1)
    else if (comments > 0) continue
    else if (command === 'nl' || command === 'np') {
      if (command === 'nl') sink.line()
      else sink.page()
      hard = true
    } else if (command[0] === '/') {
      open.close(command.slice(1))
      if (command === '/paragraph') hard = true
    } else open.open(command)
  }
  open.end()
}
