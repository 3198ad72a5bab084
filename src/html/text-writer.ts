/** Writes pieces of a document as lines of text: white space is collapsed, breaks and margins are kept. HTML Living Standard §15.3, CSS Text §4.1. */
import type { Mark } from './elements.js'

export interface Line {
  /** Marks of quotes, indents of lists. */
  readonly prefix: string
  text: string
  readonly mark: Mark
}

/** What is written before the lines of a list item or a quote: `first` before the first of them, `rest` before the others. */
interface Prefix {
  first: string | undefined
  readonly rest: string
}

/** Prefixes that are written; those further in add none, so that depth costs nothing. */
const MOST_PREFIXES = 20

/** Characters of a table's row that is written in one line. */
const MOST_JOINED = 78

const SPACES = /[ \t\n\r\f]+/g

export class TextWriter {
  readonly lines: Line[] = []
  mark: Mark = 'own'
  private readonly prefixes: Prefix[] = []
  private depth = 0
  private line = ''
  private lineMark: Mark = 'own'
  private linePrefix = ''
  private begun = false
  private space = false
  /** The white space was a space, not a break of the source. */
  private typed = false
  /** Line breaks that are due before the next text. */
  private due = 0
  private duePrefix = ''
  /** Nothing was written yet since a prefix was begun: what stands first there has no empty line before it. */
  private fresh = false

  /** Is the current line empty? */
  get atLineStart(): boolean {
    return !this.begun
  }

  push(first: string, rest: string): void {
    this.fresh = true
    if (++this.depth <= MOST_PREFIXES) this.prefixes.push({ first, rest })
  }

  pop(): void {
    this.fresh = false
    if (--this.depth < MOST_PREFIXES) this.prefixes.pop()
  }

  /** Text in which white space is one space. */
  flow(piece: string): void {
    const text = piece.replace(SPACES, ' ')
    if (text === '') return
    this.typed = piece.charCodeAt(piece.length - 1) === 0x20
    if (text === ' ') {
      this.space = true
      return
    }
    const from = text.charCodeAt(0) === 0x20 ? 1 : 0
    const to = text.charCodeAt(text.length - 1) === 0x20 ? text.length - 1 : text.length
    if (from === 1) this.space = true
    if (from < to) this.put(from === 0 && to === text.length ? text : text.slice(from, to))
    if (to < text.length) this.space = true
  }

  /** Text as it stands, line breaks included. */
  exact(piece: string): void {
    let from = 0
    for (let at = piece.indexOf('\n'); at !== -1; at = piece.indexOf('\n', from)) {
      const to = at > from && piece.charCodeAt(at - 1) === 0x0d ? at - 1 : at
      if (to > from) this.put(piece.slice(from, to))
      this.break(true)
      from = at + 1
    }
    if (from < piece.length) this.put(piece.slice(from))
  }

  /** A line break. Of empty lines that follow each other one is written, save in text that stands as it is. */
  break(exact = false): void {
    const { lines } = this
    if (this.begun) this.end(exact)
    else if (lines.length > 0 && (exact || lines[lines.length - 1]!.text !== '')) {
      this.settle()
      if (exact || lines[lines.length - 1]!.text !== '')
        lines.push({ prefix: this.restPrefix(), text: '', mark: this.mark })
    }
    this.space = false
  }

  /** The end of a line, if one was begun, and as many line breaks before the next text. */
  block(breaks: 1 | 2): void {
    if (this.begun) this.end()
    this.space = false
    if (breaks <= this.due || this.fresh) return
    this.due = breaks
    if (breaks > 1) this.duePrefix = this.restPrefix()
  }

  /** Due empty lines are not written. */
  tighten(): void {
    if (this.due > 1) this.due = 1
  }

  /** Text behind the last line that was written since a place, or where the current line is. */
  annex(text: string, since: number): void {
    const { lines } = this
    if (!this.begun) {
      for (let at = lines.length - 1; at >= since && at >= lines.length - 4; at--) {
        const line = lines[at]!
        if (line.text === '') continue
        line.text += ` ${text}`
        return
      }
    } else this.space = true
    this.put(text)
  }

  /**
   * Puts the lines of a table's cell behind those of the cell before it in the same row, if each is one short line. Returns the place of the
   * line that the next cell may be put behind, -1 for none.
   * @param from the place of the cell's first line
   * @param before what this returned for the cell before it
   */
  joinCell(from: number, before: number): number {
    const { lines } = this
    if (lines.length - from > 3) return -1
    let only = -1
    for (let at = from; at < lines.length; at++) {
      if (lines[at]!.text === '') continue
      if (only !== -1) return -1
      only = at
    }
    if (only === -1) return before
    const line = lines[only]!
    const head = lines[before]
    if (head === undefined || before < from - 3) return only
    for (let at = before + 1; at < from; at++) if (lines[at]!.text !== '') return only
    const length = head.prefix.length + head.text.length + line.text.length
    if (head.mark !== line.mark || head.prefix.length !== line.prefix.length || length > MOST_JOINED) return only
    head.text += `  ${line.text}`
    lines.length = before + 1
    this.tighten()
    return before
  }

  /** All lines, without empty ones at the ends. */
  finish(): Line[] {
    if (this.begun) this.end()
    const { lines } = this
    while (lines.length > 0 && lines[lines.length - 1]!.text === '') lines.pop()
    let from = 0
    while (from < lines.length && lines[from]!.text === '') from++
    return from === 0 ? lines : lines.slice(from)
  }

  private put(text: string): void {
    if (!this.begun) {
      this.settle()
      this.begun = true
      this.fresh = false
      this.space = false
      this.line = ''
      this.lineMark = this.mark
      this.linePrefix = this.takePrefix()
    }
    if (this.space) {
      this.line += ' '
      this.space = false
    }
    this.line += text
  }

  /** Writes the empty lines that are due: one at most. */
  private settle(): void {
    const { lines } = this
    if (this.due > 1 && lines.length > 0 && lines[lines.length - 1]!.text !== '') {
      const now = this.restPrefix()
      const prefix = now.length < this.duePrefix.length ? now : this.duePrefix
      lines.push({ prefix, text: '', mark: lines[lines.length - 1]!.mark })
    }
    this.due = 0
  }

  private end(exact = false): void {
    // The mark of a signature keeps its space (RFC 3676 §4.3), which ends the line.
    const text = this.line === '--' && this.space && this.typed ? '-- ' : cleaned(this.line)
    const { lines } = this
    // What shows nothing is an empty line, unless one stands there.
    if (text !== '' || exact || (lines.length > 0 && lines[lines.length - 1]!.text !== '')) {
      lines.push({ prefix: this.linePrefix, text, mark: this.lineMark })
    }
    this.begun = false
    this.line = ''
  }

  private takePrefix(): string {
    let prefix = ''
    for (const one of this.prefixes) {
      prefix += one.first ?? one.rest
      one.first = undefined
    }
    return prefix
  }

  private restPrefix(): string {
    let prefix = ''
    for (const one of this.prefixes) prefix += one.rest
    return prefix
  }
}

const UNSEEN = /[\u00ad\u200b\ufeff]+/g
const NO_BREAK = /[\u00a0\u202f\u2007]/g

/** Fillers that newsletters put behind a preview. */
function isFiller(c: number): boolean {
  return (
    c === 0x20 ||
    c === 0x09 ||
    c === 0x200c ||
    c === 0x200d ||
    c === 0x034f ||
    c === 0x2060 ||
    c === 0x180e ||
    c === 0x200e
  )
}

/** A finished line: no soft hyphens, spaces that may break, nothing unseen at its end. */
function cleaned(line: string): string {
  const text = line.replace(UNSEEN, '').replace(NO_BREAK, ' ')
  if (text === '-- ') return text
  let end = text.length
  while (end > 0 && isFiller(text.charCodeAt(end - 1))) end--
  return end === text.length ? text : text.slice(0, end)
}
