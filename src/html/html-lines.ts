/**
 * Makes the lines that a reader of an HTML document sees. HTML Living Standard §13.2.6 says which tags end which elements, §15.3 what stands
 * on lines of its own. A step costs the same whatever is open: names, scopes and lists are looked up, never searched for.
 */
import {
  BLOCKS,
  ENDS,
  LISTS,
  lookOf,
  type Mark,
  markOf,
  PREFORMATTED,
  SKIPPED,
  TABLE_PARTS,
  VOID,
  WANTED,
} from './elements.js'
import { shownUrl } from './links.js'
import { type Attributes, type HtmlSink, readHtml } from './read-html.js'
import { type Line, TextWriter } from './text-writer.js'

export interface LineOptions {
  /** Write the URL of a link behind its text. */
  readonly links: boolean
}

interface Link {
  readonly href: string
  readonly since: number
  text: string
  image: boolean
}

/** An open element, and what was true before it. */
interface Frame {
  readonly name: string
  readonly breaks: 0 | 1 | 2
  /** Places in the stack: the nearest element on lines of its own, cell or table, list, table. -1 for none. */
  readonly block: number
  readonly scope: number
  readonly list: number
  readonly table: number
  readonly hidden: boolean
  readonly pre: boolean
  readonly tiny: boolean
  readonly mark: Mark
  readonly prefixed: boolean
  readonly changes: boolean
  link: Link | undefined
  /** It was closed while elements in it are still open. */
  closed: boolean
  /** Of a list: the number of the next item. */
  next: number
  ordered: boolean
  /** Of a row: see `joinCell`. Of a cell: its first line. */
  place: number
}

/** The lines of a document, with who wrote them. Never throws. */
export function htmlLines(html: string, options: LineOptions): Line[] {
  const walk = new Walk(options)
  readHtml(html, walk)
  return walk.finish()
}

class Walk implements HtmlSink {
  private readonly writer = new TextWriter()
  private readonly stack: Frame[] = []
  private readonly places = new Map<string, number[]>()
  private hidden = false
  private pre = false
  private tiny = false
  private link: Link | undefined
  private lastHref = ''
  /** From here on all is another message. */
  private rest = false
  private skipped = ''
  private skipDepth = 0
  private startsPre = false

  constructor(private readonly options: LineOptions) {}

  wants(attribute: string): boolean {
    return WANTED.has(attribute)
  }

  finish(): Line[] {
    this.popTo(0)
    return this.writer.finish()
  }

  text(piece: string): void {
    if (this.skipDepth > 0 || this.hidden || this.tiny) return
    if (this.pre) {
      this.writer.exact(this.startsPre && piece.startsWith('\n') ? piece.slice(1) : piece)
      this.startsPre = false
    } else this.writer.flow(piece)
    if (this.link !== undefined && this.link.text.length < 4096) this.link.text += piece
  }

  open(name: string, attributes: Attributes, selfClosing: boolean): void {
    if (this.skipDepth > 0) {
      if (name === this.skipped) this.skipDepth++
      // A picture that is never closed ends where text of the document begins (HTML §13.2.6.5).
      if ((this.skipped !== 'svg' && this.skipped !== 'math') || !BLOCKS.has(name)) return
      this.skipDepth = 0
    }
    if (SKIPPED.has(name)) {
      if (selfClosing) return
      this.skipped = name
      this.skipDepth = 1
      return
    }
    if (VOID.has(name)) this.single(name, attributes)
    else this.element(name, attributes)
  }

  private single(name: string, attributes: Attributes): void {
    if (this.hidden) return
    const { writer } = this
    if (name === 'br') {
      writer.break(this.pre)
      if (this.link !== undefined) this.link.text += ' '
    } else if (name === 'hr') {
      writer.block(1)
      writer.flow('--------------------')
      writer.block(1)
    } else if (name === 'img' || name === 'image') this.image(attributes)
  }

  private image(attributes: Attributes): void {
    const { hidden } = lookOf(attributes)
    if (hidden || isDot(attributes.get('width')) || isDot(attributes.get('height'))) return
    if (DOT.test(attributes.get('style') ?? '')) return
    if (this.link !== undefined) this.link.image = true
    const alt = attributes.get('alt')?.trim()
    if (alt === undefined || alt === '') return
    this.writer.flow(alt)
    if (this.link !== undefined) this.link.text += alt
  }

  /**
   * Opens an element that has an end. In this order, each of which sees what those before it did:
   *
   *      1. what this element ends is closed (HTML §13.2.6)
   *      2. the lines before it are broken, as far as its display asks for that
   *      3. its frame keeps what its end has to restore: mark, hidden, pre, tiny
   *      4. its own look is set: hidden, size, white space
   *      5. what stands before its text is written: the bullet, the quote mark, the prefix of a quotation
   *      6. the frame is pushed; `block`, `scope`, `list` and `table` of each are the places of the nearest such frames
   */
  private element(name: string, attributes: Attributes): void {
    const { stack, writer } = this
    const own = BLOCKS.get(name) ?? 0
    this.endBefore(name, own > 0)
    const outer = stack[stack.length - 1]
    const place = stack.length
    const look = lookOf(attributes)
    const kind = shownAs(name, own, look.display)
    const { mark, rest } = markOf(name, attributes)
    const indent = look.indent && mark === 'block'
    const breaks = this.breaksOf(name, kind, look.tight || indent || (name === 'blockquote' && mark === 'quote'), outer)
    if (breaks > 0) writer.block(breaks as 1 | 2)
    const before = writer.mark
    if (mark !== undefined && !indent) writer.mark = inner(before, mark)
    if (rest && before !== 'quote') this.rest = true
    const isList = LISTS.has(name) || name === 'dl'
    const isScope = name === 'td' || name === 'th' || name === 'caption' || name === 'table'
    const frame: Frame = {
      name,
      breaks: breaks as 0 | 1 | 2,
      block: own > 0 ? place : (outer?.block ?? -1),
      scope: isScope ? place : (outer?.scope ?? -1),
      list: isList || isScope ? place : (outer?.list ?? -1),
      table: name === 'table' ? place : (outer?.table ?? -1),
      hidden: this.hidden,
      pre: this.pre,
      tiny: this.tiny,
      mark: before,
      prefixed: name === 'li' || name === 'dd' || (name === 'blockquote' && !indent),
      changes: look.hidden || look.tiny !== undefined || look.pre !== undefined || mark !== undefined,
      link: undefined,
      closed: false,
      next: Number.parseInt(attributes.get('start') ?? '1', 10) || 1,
      ordered: name === 'ol',
      place: name === 'td' || name === 'th' ? writer.lines.length : -1,
    }
    if (look.hidden) this.hidden = true
    if (look.tiny !== undefined) this.tiny = look.tiny
    if (look.pre !== undefined) this.pre = look.pre
    if (PREFORMATTED.has(name)) this.pre = this.startsPre = true
    if (frame.prefixed) this.prefix(name, attributes, outer)
    if (name === 'a' && !this.hidden) this.startLink(frame, attributes.get('href'))
    else if (name === 'q' && !this.hidden) writer.flow('"')
    stack.push(frame)
    const places = this.places.get(name)
    if (places === undefined) this.places.set(name, [place])
    else places.push(place)
  }

  private prefix(name: string, attributes: Attributes, outer: Frame | undefined): void {
    if (name === 'blockquote') this.writer.push('> ', '> ')
    else if (name === 'dd') this.writer.push('  ', '  ')
    else {
      const list = outer === undefined || outer.list < 0 ? undefined : this.stack[outer.list]
      let bullet = '- '
      if (list?.ordered === true) {
        const value = Number.parseInt(attributes.get('value') ?? '', 10)
        const number = Number.isSafeInteger(value) ? value : list.next
        list.next = number + 1
        bullet = `${number}. `
      }
      this.writer.push(bullet, ' '.repeat(bullet.length))
    }
  }

  /** Paragraphs of a list, of mailers that write each line as one, and lists in lists have no empty lines around them. */
  private breaksOf(name: string, kind: 0 | 1 | 2, tight: boolean, outer: Frame | undefined): number {
    if (kind < 2) return kind
    if (tight) return 1
    const inList =
      outer !== undefined &&
      outer.list >= 0 &&
      this.stack[outer.list]!.name !== 'td' &&
      this.stack[outer.list]!.name !== 'table'
    return inList && (name === 'p' || name === 'dl' || LISTS.has(name)) ? 1 : kind
  }

  /** Ends what a start tag ends: a paragraph before what stands on lines of its own, an item before the next. */
  private endBefore(name: string, block: boolean): void {
    const outer = this.stack[this.stack.length - 1]
    if (outer === undefined) return
    if (block) this.endIn('p', outer.scope)
    const ends = ENDS.get(name)
    if (ends === undefined) return
    const within = TABLE_PARTS.has(name) ? outer.table : name === 'a' ? outer.scope : outer.list
    for (const one of ends) this.endIn(one, within)
  }

  private endIn(name: string, within: number): void {
    const places = this.places.get(name)
    if (places === undefined || places.length === 0) return
    const place = places[places.length - 1]!
    if (place > within) this.endAt(place)
  }

  close(name: string): void {
    if (this.skipDepth > 0) {
      if (name === this.skipped) this.skipDepth--
      return
    }
    if (name === 'br') {
      if (!this.hidden) this.writer.break(this.pre)
      return
    }
    if (name === 'body') return
    const outer = this.stack[this.stack.length - 1]
    // An end tag without its paragraph makes an empty one (HTML §13.2.6.4.7).
    if (name === 'p' && (this.places.get('p')?.at(-1) ?? -1) <= (outer?.scope ?? -1)) this.emptyParagraph()
    if (outer === undefined) return
    if (name === 'table') this.endIn('table', -1)
    else this.endIn(name, TABLE_PARTS.has(name) ? outer.table : outer.scope)
  }

  private emptyParagraph(): void {
    if (!this.hidden && !this.writer.atLineStart) this.writer.block(2)
  }

  /** Ends the element at a place. An element within a line does not end what stands on lines of its own inside it. */
  private endAt(place: number): void {
    const frame = this.stack[place]!
    const top = this.stack[this.stack.length - 1]!
    if (top.block > place && frame.breaks === 0 && frame.block < place && !frame.changes) {
      frame.closed = true
      this.places.get(frame.name)!.pop()
      this.endLink(frame)
      return
    }
    this.popTo(place)
  }

  private popTo(place: number): void {
    while (this.stack.length > place) this.pop()
  }

  private pop(): void {
    const { stack, writer } = this
    const frame = stack.pop()!
    if (!frame.closed) {
      this.places.get(frame.name)!.pop()
      this.endLink(frame)
      if (frame.name === 'q' && !this.hidden) writer.flow('"')
    }
    if (frame.breaks > 0) writer.block(frame.breaks as 1 | 2)
    if (frame.prefixed) writer.pop()
    this.hidden = frame.hidden
    this.pre = frame.pre
    this.tiny = frame.tiny
    if (!this.rest) writer.mark = frame.mark
    if (frame.name === 'td' || frame.name === 'th') {
      const row = stack[stack.length - 1]
      if (row?.name === 'tr') row.place = writer.joinCell(frame.place, row.place)
    }
  }

  private startLink(frame: Frame, href: string | undefined): void {
    if (href === undefined || !this.options.links) return
    this.link = frame.link = { href, since: this.writer.lines.length, text: '', image: false }
  }

  /** Writes the URL of a link behind its text, where it says more than the text. */
  private endLink(frame: Frame): void {
    const { link } = frame
    if (link === undefined) return
    frame.link = this.link = undefined
    if (this.hidden || this.tiny) return
    const text = link.text.replace(/(?:[\s\u200b\u200c\u00ad]|\u034f)+/g, ' ').trim()
    if (text === '' && !link.image) return
    const url = shownUrl(link.href, text)
    if (url === undefined || (link.href === this.lastHref && text === '')) return
    this.lastHref = link.href
    this.writer.annex(`<${url}>`, link.since)
  }
}

/** The line breaks around an element whose style says that it stands in a line, or on lines of its own. Lists and tables stay what they are. */
function shownAs(name: string, own: 0 | 1 | 2, display: 'block' | 'inline' | undefined): 0 | 1 | 2 {
  if (display === undefined || TABLE_PARTS.has(name) || LISTS.has(name) || name === 'li') return own
  if (display === 'inline') return 0
  return own === 0 ? 1 : own
}

const DOT = /(?:^|;)\s*(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|!|$)/i

/** A picture of a pixel, which nobody sees. */
function isDot(size: string | undefined): boolean {
  return size !== undefined && /^[01](?:px)?$/.test(size.trim())
}

/** Whose a line is inside an element that is marked, in one that is marked. */
function inner(outer: Mark, mark: Mark): Mark {
  if (outer === 'quote') return outer
  if (mark === 'quote' || outer === 'own') return mark
  return outer
}
