/** Plain text as a piece of HTML: HTML Living Standard §13.1 (what has to be escaped), RFC 2046 §4.1.1 (line breaks). */
import { assertString } from '../bytes/arguments.js'

const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const SPECIAL = /[&<>"]|\r\n?|\n| (?= )|^ |\t/gm
const WRITTEN: Readonly<Record<string, string>> = {
  ...MARKUP,
  ' ': '&nbsp;',
  '\t': '&nbsp;&nbsp;&nbsp;&nbsp;',
}

/** Text as HTML, in an element or an attribute: line breaks and spaces as they are. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => MARKUP[c]!)
}

/**
 * Text as HTML that shows it: markup characters as character references, line breaks as `<br>`, runs of spaces and tabs kept. Nothing is
 * linked. The result is content of an element, and opens nothing that has to be closed.
 * @example
 * textToHtml('1 < 2\r\nand so on') // '1 &lt; 2<br>\r\nand so on'
 */
export function textToHtml(text: string): string {
  assertString(text, 'text')
  return text.replace(SPECIAL, (c) => WRITTEN[c] ?? '<br>\r\n')
}
