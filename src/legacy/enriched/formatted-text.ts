/** Writes the events of formatted text as plain text. RFC 1896, "Fill/Justification/Indentation Commands" and "Markup Commands". */
import type { FormatSink } from './format-sink.js'

/** Commands that force a line break before and behind them. */
export const BLOCKS: ReadonlySet<string> = new Set([
  'center',
  'flushleft',
  'flushright',
  'flushboth',
  'paraindent',
  'nofill',
  'excerpt',
  'paragraph',
  'heading',
  'footing',
  'signature',
])

/** Marks before a line: more are not written, so that output stays in proportion to input. */
const MAX_MARKS = 8
const INDENT = '    '

export class TextWriter implements FormatSink {
  private readonly pieces: string[] = []
  private readonly marks: string[] = []
  private atStart = true

  text(text: string): void {
    if (text === '') return
    if (this.atStart) this.mark()
    this.pieces.push(text)
  }

  private mark(): void {
    for (let i = 0; i < this.marks.length && i < MAX_MARKS; i++) this.pieces.push(this.marks[i]!)
    this.atStart = false
  }

  space(): void {
    if (!this.atStart) this.pieces.push(' ')
  }

  line(): void {
    // An empty line of an excerpt is part of it.
    if (this.atStart && this.marks.some((mark) => mark !== INDENT)) this.mark()
    this.pieces.push('\n')
    this.atStart = true
  }

  page(): void {
    this.pieces.push('\f')
  }

  open(command: string, parameter: string): void {
    if (!BLOCKS.has(command)) return
    if (!this.atStart) this.line()
    this.marks.push(markOf(command, parameter))
  }

  close(command: string): void {
    if (!BLOCKS.has(command)) return
    if (!this.atStart) this.line()
    this.marks.pop()
  }

  take(): string {
    return this.pieces.join('')
  }
}

function markOf(command: string, parameter: string): string {
  if (command === 'excerpt') return '> '
  return command === 'paraindent' && indents(parameter, 'left') > 0 ? INDENT : ''
}

/** How often a side is named in the parameter of `paraindent`, which lists them with commas. */
export function indents(parameter: string, side: string): number {
  return parameter
    .toLowerCase()
    .split(',')
    .filter((word) => word.trim() === side).length
}
