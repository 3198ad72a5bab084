/** Writes the events of formatted text as HTML: escaped, nothing active, nothing fetched. RFC 1896 Appendix B. */
import { escapeHtml } from '../../tree/text-to-html.js'
import type { FormatSink } from './format-sink.js'
import { indents } from './formatted-text.js'

/** Commands without parameters. What is not here has no effect. */
const TAGS: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['bold', '<b>'],
  ['italic', '<i>'],
  ['underline', '<u>'],
  ['fixed', '<span style="font-family:monospace">'],
  ['smaller', '<small>'],
  ['bigger', '<span style="font-size:larger">'],
  ['center', '<div style="text-align:center">'],
  ['flushleft', '<div style="text-align:left">'],
  ['flushright', '<div style="text-align:right">'],
  ['flushboth', '<div style="text-align:justify">'],
  ['nofill', '<div style="white-space:pre-wrap">'],
  ['excerpt', '<blockquote>'],
  // Of text/richtext.
  ['subscript', '<sub>'],
  ['superscript', '<sup>'],
  ['paragraph', '<p>'],
  ['heading', '<div>'],
  ['footing', '<div>'],
  ['signature', '<div>'],
  ['indent', '<span style="margin-left:4ch">'],
])

/** RFC 1896, "Color". */
const COLOURS: ReadonlySet<string> = new Set(['red', 'blue', 'green', 'yellow', 'cyan', 'magenta', 'black', 'white'])
const RGB = /^([0-9a-f]{4}),([0-9a-f]{4}),([0-9a-f]{4})$/i
const FONT = /^[a-z0-9][a-z0-9 -]{0,39}$/i
const LANGUAGE = /^[a-z]{1,8}(?:-[a-z0-9]{1,8}){0,4}$/i
const MAX_INDENT = 8

export class HtmlWriter implements FormatSink {
  private readonly pieces: string[] = []

  text(text: string): void {
    this.pieces.push(escapeHtml(text))
  }

  space(): void {
    this.pieces.push('\n')
  }

  line(): void {
    this.pieces.push('<br>\n')
  }

  page(): void {
    this.pieces.push('<hr>\n')
  }

  open(command: string, parameter: string): void {
    const tag = tagOf(command, parameter)
    if (tag !== undefined) this.pieces.push(tag)
  }

  close(command: string): void {
    const tag = tagOf(command, '')
    if (tag !== undefined) this.pieces.push(`</${/^<(\w+)/.exec(tag)![1]}>`)
  }

  take(): string {
    return this.pieces.join('')
  }
}

/** The element is the same with any parameter: the closing tag does not need it. */
function tagOf(command: string, parameter: string): string | undefined {
  switch (command) {
    case 'color':
      return styled('span', 'color', colourOf(parameter))
    case 'fontfamily':
      return styled('span', 'font-family', FONT.test(parameter) ? `'${parameter}'` : undefined)
    case 'lang':
      return LANGUAGE.test(parameter) ? `<span lang="${parameter}">` : '<span>'
    case 'paraindent':
      return styled('div', 'margin', marginsOf(parameter))
    default:
      return TAGS.get(command)
  }
}

/** @param value of characters that need no escape */
function styled(element: string, property: string, value: string | undefined): string {
  return value === undefined ? `<${element}>` : `<${element} style="${property}:${value}">`
}

function colourOf(parameter: string): string | undefined {
  const name = parameter.toLowerCase()
  if (COLOURS.has(name)) return name
  const rgb = RGB.exec(parameter)
  // Sixteen bits a component; the upper eight are what screens have.
  return rgb === null ? undefined : `#${rgb[1]!.slice(0, 2)}${rgb[2]!.slice(0, 2)}${rgb[3]!.slice(0, 2)}`.toLowerCase()
}

function marginsOf(parameter: string): string | undefined {
  const left = Math.min(MAX_INDENT, indents(parameter, 'left'))
  const right = Math.min(MAX_INDENT, indents(parameter, 'right'))
  return left + right === 0 ? undefined : `0 ${4 * right}ch 0 ${4 * left}ch`
}
