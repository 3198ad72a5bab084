/** Splits the text of a report into lines and paragraphs, and finds those that say that mail failed, or why. The returned message is cut off. */
import { bouncePhrases } from './bounce-phrases.js'
import { foldCase, holdsAny } from './fold-case.js'
import { undelivered } from './not-delivered.js'

export interface ReportLine {
  readonly text: string
  /** Offset in the text, in UTF-16 code units. */
  readonly at: number
}

/** Lines between empty ones: [start, end). */
export interface Paragraph {
  readonly index: number
  readonly start: number
  readonly end: number
  /** It says that something was not delivered. */
  readonly failed: boolean
  /** It says why an address takes no mail. */
  readonly reason: boolean
}

/**
 * Behind such a line the text is that of the message sent, not of the report. The headings of a mailer's own report (`Original Message Details`, `Diagnostic
 * information for administrators`) are none.
 */
const ORIGINAL =
  /^(?:[\s>*=_-]{0,20}(?:-{2,}.{0,60}\b(?:original(?! message details)|copy of|unsent|below this line|returned|headers?|message follows)\b|original (?:message|mail)(?! details)|the header of the original|the following is a copy|this is a copy of|begin of original)|(?:received|return-path|x-received|message-id):)/i
const MAX_LINE = 1000
/** Characters of a paragraph that are looked at. */
const MAX_PARAGRAPH = 4000

export class ReportText {
  private readonly numbers: Int32Array
  private readonly paragraphs: Paragraph[] = []
  private readonly folded: string[] = []
  /** The sentences of a paragraph that say so, found when they are asked for. */
  private readonly failing: (readonly string[] | undefined)[] = []
  private readonly denying: (readonly string[] | undefined)[] = []

  constructor(readonly lines: readonly ReportLine[]) {
    this.numbers = new Int32Array(lines.length).fill(-1)
    const { failed, reason } = bouncePhrases()
    for (let start = 0; start < lines.length; ) {
      if (isEmpty(lines[start]!)) {
        start++
        continue
      }
      let end = start + 1
      while (end < lines.length && !isEmpty(lines[end]!)) end++
      const index = this.paragraphs.length
      this.numbers.fill(index, start, end)
      const folded = foldCase(joined(lines, start, end))
      this.folded.push(folded)
      this.paragraphs.push({ index, start, end, failed: holdsAny(folded, failed), reason: holdsAny(folded, reason) })
      start = end
    }
  }

  paragraphOf(line: number): Paragraph | undefined {
    return this.paragraphs[this.numbers[line] ?? -1]
  }

  /**
   * Does the paragraph before it say that what follows failed? A list of addresses goes on over several paragraphs. `loosely`: without a colon at its end,
   * too.
   */
  isIntroduced({ index }: Paragraph, loosely: boolean): boolean {
    for (let i = index - 1; i >= Math.max(0, index - 3); i--) {
      const before = this.paragraphs[i]!
      const text = this.folded[i]!
      if (
        (before.failed || (loosely && this.denies(i).length > 0)) &&
        (loosely || /(?:[:：]|-{3,}|\*{3,}|={3,}|\(s\))\s*$/.test(text.slice(-20)))
      )
        return true
      // Paragraphs between have to be of the list: an address begins them, or they rule it off.
      if (!/^[\s*>|"'<•(]{0,20}[^\s@]{1,100}@/.test(text.slice(0, 140)) && !/^[\s*=_-]+$/.test(text.slice(0, 140)))
        return false
    }
    return false
  }

  /** Does the paragraph say, in whatever words, that mail did not arrive? For what a mailer wrote: people say so of much else. */
  private denies(index: number): readonly string[] {
    return (this.denying[index] ??= undelivered(this.folded[index]!))
  }

  /** Does the sentence that holds the address say so? */
  sentenceDenies({ index }: Paragraph, address: string): boolean {
    const key = foldCase(address)
    return this.denies(index).some((sentence) => sentence.includes(key))
  }

  /** Does the sentence that holds the address say that something failed? */
  sentenceFails({ index }: Paragraph, address: string): boolean {
    const key = foldCase(address)
    const sentences = (this.failing[index] ??= this.folded[index]!.split(/[.!?]\s|[。！？]/).filter((sentence) =>
      holdsAny(sentence, bouncePhrases().failed),
    ))
    return sentences.some((sentence) => sentence.includes(key))
  }
}

function joined(lines: readonly ReportLine[], start: number, end: number): string {
  let text = ''
  for (let i = start; i < end && text.length < MAX_PARAGRAPH; i++) text += `${lines[i]!.text.trim()} `
  return text
}

function isEmpty({ text }: ReportLine): boolean {
  return !/[^\s>|]/.test(text)
}

/** The lines of the report, without those of the message sent. */
export function linesOf(text: string): ReportLine[] {
  const lines: ReportLine[] = []
  for (let at = 0; at < text.length; ) {
    const lf = text.indexOf('\n', at)
    const end = lf === -1 ? text.length : lf
    const line = text.slice(at, Math.min(end, at + MAX_LINE))
    if (lines.length > 0 && ORIGINAL.test(line)) break
    lines.push({ text: line, at })
    at = end + 1
  }
  return lines
}
