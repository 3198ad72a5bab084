/** Folds fields, the one writer that does, and unfolds them. RFC 5322 §2.1.1 and §2.2.3, RFC 2047 §2 (76 for lines with encoded-words). */
import { BACKSLASH, CLASS, isAsciiText, QUOTE, WSP } from '../../bytes/ascii.js'
import { closingQuote } from '../lexer.js'
import { ID as ID_FIELDS, IDS as IDS_FIELDS } from '../names.js'
import { checkFieldName, refuseBreaks } from '../refuse.js'

export { unfold } from '../lexer.js'

/** Fields whose value is identifiers in angles. */
const IDS: ReadonlySet<string> = /* @__PURE__ */ new Set<string>([...ID_FIELDS, ...IDS_FIELDS])

/** RFC 5322 §2.1.1: characters without the line break. */
const MAX_LINE = 998
const LINE = 78
const WORD_LINE = 76

/** A stretch that begins at white space where a line may begin, and the stretches inside it that begin inside a quoted string. */
interface Stretch {
  readonly from: number
  readonly to: number
  readonly inner: number[]
}

/**
 * `Name: value`, folded: CRLF is put before white space so that lines have at most 78 characters (76 with encoded-words) where there is
 * white space, and at most 998 octets always. No line is white space alone; quoted strings are broken only when nothing else helps.
 * `unfold` gives back the input exactly. The line end of the field itself is not part of it.
 * @throws TypeError for a name that is none, for CR, LF, NUL or lone surrogates, and for a word, or white space, of over 998 octets
 */
export function fold(name: string, value: string): string {
  checkFieldName(name)
  refuseBreaks(value, name)
  if (value === '') return `${name}:`
  const field = `${name}: ${value}`
  const hasWords = value.indexOf('=?') !== -1
  if (field.length <= (hasWords ? WORD_LINE : LINE) && isAsciiText(field)) return field
  return new Folder(field, name.length + 1).fold()
}

class Folder {
  private readonly lines: string[] = []
  private from = 0
  /** Octets on the open line, and whether it holds encoded-words. */
  private width: number
  private words = false
  private nextWord = -1
  /** Where what is on the open line ends. */
  private at: number

  constructor(
    private readonly field: string,
    private readonly colon: number,
  ) {
    this.at = colon
    this.width = colon
  }

  fold(): string {
    for (const stretch of IDS.has(this.field.slice(0, this.colon - 1).toLowerCase()) ? this.ids() : this.stretches()) {
      const { from, to, inner } = stretch
      if (this.take(from, to)) continue
      const alone = widthOf(this.field, from, to) <= this.limit(from, to, false)
      if (alone || this.from > 0 || this.at > this.colon) {
        this.breakAt(from)
        if (this.take(from, to)) continue
      }
      let start = from
      for (let i = 0; i <= inner.length; i++) {
        const end = inner[i] ?? to
        if (!this.take(start, end)) this.force(start, end)
        start = end
      }
    }
    this.lines.push(this.field.slice(this.from))
    return this.lines.join('\r\n')
  }

  /** `from` never goes back over calls, so that the next word is searched once for all. */
  private limit(from: number, to: number, words: boolean): number {
    if (this.nextWord < from) {
      const at = this.field.indexOf('=?', from)
      this.nextWord = at === -1 ? this.field.length : at
    }
    return words || this.nextWord < to ? WORD_LINE : LINE
  }

  /** Puts [from, to) on the open line if it fits. */
  private take(from: number, to: number): boolean {
    const width = this.width + widthOf(this.field, from, to)
    const limit = this.limit(from, to, this.words)
    if (width > limit) return false
    this.put(to, width, limit)
    return true
  }

  /** Puts [from, to), which fits no line of 78, where it does least harm. */
  private force(from: number, to: number): void {
    const own = widthOf(this.field, from, to)
    const limit = this.limit(from, to, this.words)
    const onlyName = this.from === 0 && this.at === this.colon
    if (!(onlyName && own > limit && this.width + own <= MAX_LINE) && this.at > this.from) this.breakAt(from)
    const width = this.width + own
    if (width > MAX_LINE) {
      throw new TypeError(
        `${this.field.slice(0, this.colon - 1)}: ${own} octets without a place for a line break, and a line holds 998: expected a shorter word, or words with spaces between them`,
      )
    }
    this.put(to, width, limit)
  }

  private put(to: number, width: number, limit: number): void {
    this.width = width
    this.at = to
    if (limit === WORD_LINE) this.words = true
  }

  private breakAt(at: number): void {
    this.lines.push(this.field.slice(this.from, at))
    this.from = at
    this.at = at
    this.width = 0
    this.words = false
  }

  /** The stretches of a field of identifiers: one each, never broken inside, where white space would be lost or a part of it. */
  private ids(): Stretch[] {
    const { field, colon } = this
    const all: Stretch[] = []
    let from = colon
    for (let at = field.indexOf('<', colon); at !== -1; at = field.indexOf('<', at)) {
      if (at > colon + 1 && isBlank(field, at - 1)) {
        all.push({ from, to: at - 1, inner: [] })
        from = at - 1
      }
      const quote = field.charCodeAt(at + 1) === QUOTE ? closingQuote(field, at + 1, field.length) : -1
      const end = field.indexOf('>', quote === -1 ? at : quote)
      if (end === -1) break
      at = end
    }
    all.push({ from, to: field.length, inner: [] })
    return all
  }

  private stretches(): Stretch[] {
    const { field, colon } = this
    let end = field.length
    while (end > 0 && isBlank(field, end - 1)) end--
    const all: Stretch[] = []
    let from = colon
    let inner: number[] = []
    let quoted = false
    for (let i = colon + 1; i < end; i++) {
      const c = field.charCodeAt(i)
      if (quoted && c === BACKSLASH) i++
      else if (c === QUOTE) quoted = !quoted
      else if (isBlank(field, i) && !isBlank(field, i - 1) && i > colon + 1) {
        if (quoted) inner.push(i)
        else {
          all.push({ from, to: i, inner })
          from = i
          inner = []
        }
      }
    }
    all.push({ from, to: field.length, inner })
    return all
  }
}

function isBlank(text: string, at: number): boolean {
  const c = text.charCodeAt(at)
  return c < 256 && (CLASS[c]! & WSP) !== 0
}

/** UTF-8 octets of a stretch. */
function widthOf(text: string, from: number, to: number): number {
  let width = to - from
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i)
    if (c >= 0x80) width += c < 0x800 || (c >= 0xd800 && c < 0xe000) ? 1 : 2
  }
  return width
}
