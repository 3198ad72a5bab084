/** Converts HTML to the plain text that a person would have written. RFC 8621 §4.1.4 leaves the way to the program. */
import { htmlLines } from './html-lines.js'
import type { Line } from './text-writer.js'

/**
 * The text of an HTML document, as a person would have written it: a paragraph is a line, with an empty line behind it; items have `- ` or their
 * number, quotes `> `; cells of a row that fit stand side by side, other tables are read cell by cell; a link that says more than its text has its URL
 * in angle brackets behind it; pictures are their `alt`. Styles, scripts and what is hidden are left out. Lines end with LF. Nothing is loaded.
 * Never throws; time is linear.
 * @example
 * htmlToText('<p>See <a href="https://example.org/">our page</a>.</p><ul><li>one<li>two</ul>') // 'See our page <https://example.org/>.\n\n- one\n- two'
 */
export function htmlToText(html: string): string {
  if (typeof html !== 'string') throw new TypeError('html: expected a string; decodeText() of a part gives one')
  return joinLines(htmlLines(html, { links: true }))
}

export function joinLines(lines: readonly Line[]): string {
  return lines.map(({ prefix, text }) => (text === '' ? prefix.trimEnd() : prefix + text)).join('\n')
}
