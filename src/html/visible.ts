/**
 * Takes quoted messages, what introduces them, and signatures (RFC 3676 §4.3) out of the text of a message: what is left is what the author
 * wrote.
 */
import type { Mark } from './elements.js'
import {
  attributionAt,
  fieldBlockAt,
  isQuoted,
  isRule,
  isSentFrom,
  type Label,
  labelOf,
  separatorAt,
} from './quotes.js'

/** A line of a text, and whose a mailer says it is. */
export interface MarkedLine {
  readonly text: string
  readonly mark: Mark
}

export interface Visible {
  readonly lines: readonly string[]
  /** The quoted message was passed on, not answered. */
  readonly forwarded: boolean
}

/**
 * Leaves out what is not the author's. Answers between quotes stay. A message that no mark of its own sets off ends the text, unless its lines are marked:
 * then what stands between and behind them is the author's.
 */
export function visibleLines(marked: readonly MarkedLine[]): Visible {
  return new Reader(marked).read()
}

class Reader {
  private readonly texts: string[]
  private readonly kept: boolean[]
  private readonly labels: (Label | undefined | null)[]
  private forwarded = false
  /** Below `-- `, up to the next quote. */
  private signed = false

  constructor(private readonly marked: readonly MarkedLine[]) {
    this.texts = marked.map(({ text }) => text)
    this.kept = marked.map(() => false)
    this.labels = marked.map(() => null)
  }

  read(): Visible {
    const { texts } = this
    let at = 0
    while (at < texts.length) at = this.step(at)
    const lines: string[] = []
    let gap = false
    this.dropFooter()
    for (let i = 0; i < texts.length; i++) {
      if (!this.kept[i] || texts[i]!.trim() === '') {
        gap = true
        continue
      }
      if (gap && lines.length > 0) lines.push('')
      gap = false
      lines.push(texts[i]!)
    }
    return { lines, forwarded: this.forwarded }
  }

  /** Takes what stands at a line; returns the line behind it. */
  private step(at: number): number {
    const { texts } = this
    const text = texts[at]!
    const { mark } = this.marked[at]!
    if (this.quotes(at)) return this.quote(at)
    if (text.trim() === '') {
      this.kept[at] = !this.signed
      return at + 1
    }
    if (mark === 'block') {
      const end = this.run(at)
      if (this.introduced(at) > 0) {
        this.signed = false
        return end
      }
      if (!this.signed) for (let i = at; i < end; i++) this.kept[i] = true
      return end
    }
    const separator = separatorAt(text)
    if (separator !== undefined) {
      if (separator === 'forwarded') this.forwarded = true
      const from = this.nextText(at + 1)
      const behind = from < texts.length && !this.quotes(from) ? fieldBlockAt(texts, from, this.labelAt) : undefined
      return this.other(at, behind ?? at + 1)
    }
    const behind = fieldBlockAt(texts, at, this.labelAt)
    if (behind !== undefined) return this.other(at, behind)
    if (mark === 'attribution') {
      const end = this.run(at)
      return end === texts.length ? end : this.quotesOrBlock(this.nextText(end)) ? end : this.other(at, end)
    }
    if (this.endsAttribution(at)) return this.other(at, at + 1)
    if (text === '-- ' || text === '--\u00a0') {
      this.signed = true
      return at + 1
    }
    if (mark === 'signature') return at + 1
    this.kept[at] = !this.signed && !isSentFrom(text)
    return at + 1
  }

  /** The label of a line, looked for once. */
  private readonly labelAt = (at: number): Label | undefined => {
    const known = this.labels[at]
    if (known !== null) return known
    return (this.labels[at] = labelOf(this.texts[at]!))
  }

  private quotes(at: number): boolean {
    const line = this.marked[at]
    return line !== undefined && (line.mark === 'quote' || (line.mark !== 'block' && isQuoted(line.text)))
  }

  private quotesOrBlock(at: number): boolean {
    return this.quotes(at) || this.marked[at]?.mark === 'block'
  }

  private nextText(at: number): number {
    let next = at
    while (next < this.texts.length && this.texts[next]!.trim() === '') next++
    return next
  }

  /** The line behind those of the same mark. */
  private run(at: number): number {
    const { mark } = this.marked[at]!
    let end = at + 1
    while (end < this.marked.length && this.marked[end]!.mark === mark) end++
    return end
  }

  /** A quote that is marked: it is left out with what introduces it. */
  private quote(at: number): number {
    let end = at + 1
    while (end < this.texts.length && this.quotes(end)) end++
    this.introduced(at)
    if (separatorAt(this.texts[at]!.replace(/^[> ]+/, '')) === 'forwarded') this.forwarded = true
    this.signed = false
    return end
  }

  /** Takes back the attribution above a quote. Returns how sure it was; 0 if there is none. */
  private introduced(at: number): number {
    let end = at - 1
    while (end >= 0 && (this.texts[end]!.trim() === '' || isRule(this.texts[end]!))) this.kept[end--] = false
    if (end < 0) return 0
    if (this.marked[end]!.mark === 'attribution' || separatorAt(this.texts[end]!) !== undefined) return 2
    if (!this.kept[end]) return this.wasIntroduced(end) ? 2 : 0
    const found = attributionAt(this.texts, end)
    if (found === undefined) return 0
    for (let i = found.from; i <= end; i++) this.kept[i] = false
    return found.sure
  }

  /** A line that was left out already, because it introduces by itself. */
  private wasIntroduced(at: number): boolean {
    return attributionAt(this.texts, at) !== undefined
  }

  /** An attribution that says by itself that a message follows. */
  private endsAttribution(at: number): boolean {
    const found = attributionAt(this.texts, at)
    if (found === undefined || found.sure < 2) return false
    for (let i = found.from; i <= at; i++) this.kept[i] = false
    return true
  }

  /** What introduces a message stands at lines. If the message is marked, its marks decide; else all that follows is it. */
  private other(from: number, behind: number): number {
    for (let i = from - 1; i >= 0 && (isRule(this.texts[i]!) || this.texts[i]!.trim() === ''); i--) this.kept[i] = false
    const next = this.nextText(behind)
    if (this.quotesOrBlock(next)) return next
    return this.texts.length
  }

  /** The footer of a mailing list: a rule, and a few lines with an address below it. */
  private dropFooter(): void {
    const { texts } = this
    for (let at = texts.length - 1, lines = 0; at >= 0 && lines < 8; at--) {
      const text = texts[at]!
      if (text.trim() === '') continue
      lines++
      if (!/^(?:_{30,}|={30,}|-{30,}|-~-+~.*-~--?)$/.test(text.trim())) continue
      const below = texts.slice(at + 1).join('\n')
      if (/https?:\/\/|@|mailing list/i.test(below)) for (let i = at; i < texts.length; i++) this.kept[i] = false
      return
    }
  }
}
