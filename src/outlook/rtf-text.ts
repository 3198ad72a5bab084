/** Takes the HTML or text that an RTF body was made from out of it (MS-OXRTFEX §2.1, §3.1); of other RTF its text. One pass, no recursion. */

import { ByteWriter } from '../bytes/writer.js'
import { decodeText } from '../charset/index.js'
import { codepageLabel } from '../legacy/files/mapi.js'

/** What was found in an RTF body. */
export interface RtfContent {
  /** 'html' and 'text': what the RTF was made from (\fromhtml, \fromtext). 'rtf': the text of RTF that was RTF from the beginning. */
  readonly from: 'html' | 'text' | 'rtf'
  readonly content: string
}

/** A brace that is open. */
interface Group {
  /** What is in it is not content. */
  hidden: boolean
  /** In a destination \*\htmltag: markup. */
  tag: boolean
  /** Between \htmlrtf and \htmlrtf0: what RTF readers show in place of markup. */
  htmlrtf: boolean
  /** Characters that follow \u for readers that do not know it. */
  skip: number
  font: number | undefined
}

/** More braces inside each other than any writer makes. */
const MAX_GROUPS = 1000
/** Characters sets of fonts (\fcharset): code pages. */
const CHARSETS: Readonly<Record<number, number>> = {
  77: 10000,
  128: 932,
  129: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
}
/** Destinations that hold no content of the document. */
const HIDDEN = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'info',
  'pict',
  'object',
  'header',
  'footer',
  'headerl',
  'headerr',
  'footerl',
  'footerr',
  'footnote',
  'pntext',
  'listtext',
  'generator',
  'xe',
  'tc',
  'fldinst',
])
const CHARACTERS: Readonly<Record<string, string>> = {
  par: '\r\n',
  line: '\r\n',
  row: '\r\n',
  cell: '\t',
  tab: '\t',
  lquote: '\u2018',
  rquote: '\u2019',
  ldblquote: '\u201c',
  rdblquote: '\u201d',
  bullet: '\u2022',
  endash: '\u2013',
  emdash: '\u2014',
  emspace: '\u2003',
  enspace: '\u2002',
}

/** Reads an RTF body as octets in code units. Never throws; linear; gives no more characters than there are octets. */
export function readRtf(octets: string): RtfContent {
  const reader = new RtfReader(octets)
  const content = reader.read()
  return { from: reader.from, content }
}

class RtfReader {
  from: RtfContent['from'] = 'rtf'
  private at = 0
  private codepage = 1252
  private readonly fonts = new Map<number, number>()
  private inFonts = -1
  private readonly groups: Group[] = []
  /** Braces that are open beyond those that are kept: what is in them counts as outside. */
  private deeper = 0
  private group: Group = { hidden: false, tag: false, htmlrtf: false, skip: 1, font: undefined }
  private readonly out: string[] = []
  /** Octets of one code page that are not text yet. */
  private pending = new ByteWriter(256)
  private pendingPage = 0
  private skipping = 0
  private ignorable = false

  constructor(private readonly octets: string) {}

  read(): string {
    const { octets } = this
    while (this.at < octets.length) {
      const c = octets[this.at]!
      if (c === '{') this.open()
      else if (c === '}') this.close()
      else if (c === '\\') this.control()
      else {
        const end = this.plainEnd()
        if (c !== '\r' && c !== '\n') this.octetsOut(octets.slice(this.at, end))
        this.at = end
      }
    }
    this.flush()
    return this.out.join('')
  }

  /** Where a run of plain octets, or one line end, is over. */
  private plainEnd(): number {
    const { octets } = this
    let end = this.at + 1
    const isBreak = octets[this.at] === '\r' || octets[this.at] === '\n'
    while (!isBreak && end < octets.length) {
      const c = octets.charCodeAt(end)
      if (c === 0x5c || c === 0x7b || c === 0x7d || c === 0x0d || c === 0x0a) break
      end++
    }
    return end
  }

  private open(): void {
    this.at++
    this.ignorable = false
    if (this.groups.length < MAX_GROUPS) this.groups.push({ ...this.group })
    else this.deeper++
  }

  private close(): void {
    this.at++
    this.ignorable = false
    if (this.deeper > 0) {
      this.deeper--
      return
    }
    const before = this.groups.pop()
    if (before !== undefined) this.group = before
    if (this.groups.length < this.inFonts) this.inFonts = -1
  }

  private control(): void {
    const { octets } = this
    const next = octets[this.at + 1] ?? ''
    if (next === "'") {
      const code = Number.parseInt(octets.slice(this.at + 2, this.at + 4), 16)
      this.at += 4
      if (!Number.isNaN(code)) this.octetsOut(String.fromCharCode(code))
      return
    }
    if (!/[A-Za-z]/.test(next)) {
      this.at += 2
      if (next === '*') this.ignorable = true
      else if (next === '~') this.text(this.group.tag || this.from === 'html' ? '&nbsp;' : '\u00a0')
      else if (next === '_') this.text(this.group.tag || this.from === 'html' ? '&shy;' : '\u2011')
      else if (next === '\r' || next === '\n') this.text('\r\n')
      else if (next === '\\' || next === '{' || next === '}') this.octetsOut(next)
      return
    }
    const from = ++this.at
    while (this.at < octets.length && this.at - from < 32 && /[A-Za-z]/.test(octets[this.at]!)) this.at++
    const word = octets.slice(from, this.at)
    const digits = /^-?\d{1,10}/.exec(octets.slice(this.at, this.at + 12))?.[0] ?? ''
    this.at += digits.length
    if (octets[this.at] === ' ') this.at++
    this.word(word, digits === '' ? undefined : Number(digits))
  }

  /**
   * A control word acts on one of three things:
   *
   *      the group, until it ends     htmltag (behind `\*`), htmlrtf, uc, f, plain; what begins a destination hides it
   *      the document, from here on   fromhtml, fromtext, ansicpg, fcharset (of the font that `f` names in `fonttbl`)
   *      the text                     u and its fallback, bin, the characters that have a word of their own
   *
   * Behind `\*` a word that is not known begins a destination to skip; elsewhere it is nothing.
   */
  private word(word: string, number: number | undefined): void {
    const { group, ignorable } = this
    this.ignorable = false
    if (ignorable) {
      if (word === 'htmltag') {
        group.tag = true
        group.htmlrtf = false
      } else group.hidden = true
      return
    }
    if (HIDDEN.has(word)) {
      group.hidden = true
      if (word === 'fonttbl') this.inFonts = this.groups.length
      return
    }
    switch (word) {
      case 'fromhtml':
        this.from = 'html'
        return
      case 'fromtext':
        this.from = 'text'
        return
      case 'htmlrtf':
        group.htmlrtf = number !== 0
        return
      case 'ansicpg':
        if (number !== undefined && number > 0) this.codepage = number
        return
      case 'uc':
        group.skip = Math.min(Math.max(number ?? 1, 0), 100)
        return
      case 'f':
        group.font = number
        return
      case 'fcharset':
        if (this.inFonts !== -1 && group.font !== undefined && number !== undefined && this.fonts.size < 10_000)
          this.fonts.set(group.font, CHARSETS[number] ?? 0)
        return
      case 'plain':
        group.font = undefined
        return
      case 'u':
        this.skipping = 0
        this.text(String.fromCharCode((number ?? 63) & 0xffff))
        this.skipping = group.skip
        return
      case 'bin':
        this.at += Math.min(Math.max(number ?? 0, 0), this.octets.length - this.at)
        return
      default: {
        const character = Object.hasOwn(CHARACTERS, word) ? CHARACTERS[word] : undefined
        if (character !== undefined) this.text(character)
      }
    }
  }

  private get shown(): boolean {
    return !this.group.hidden && !this.group.htmlrtf
  }

  private octetsOut(text: string): void {
    const skipped = Math.min(this.skipping, text.length)
    this.skipping -= skipped
    if (!this.shown || skipped === text.length) return
    const { font } = this.group
    const page = (font === undefined ? 0 : (this.fonts.get(font) ?? 0)) || this.codepage
    if (page !== this.pendingPage) this.flush()
    this.pendingPage = page
    this.pending.latin1(text.slice(skipped))
  }

  private text(text: string): void {
    if (!this.shown) return
    this.flush()
    this.out.push(text)
  }

  private flush(): void {
    if (this.pending.length === 0) return
    this.out.push(decodeText(this.pending.take(), codepageLabel(this.pendingPage) ?? 'windows-1252').text)
    this.pending = new ByteWriter(256)
  }
}
