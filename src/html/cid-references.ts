/** Finds the inline parts that a page shows, by Content-ID (RFC 2392) and by Content-Location (RFC 2557 §8). */
import { readHtml } from './read-html.js'

/**
 * The Content-IDs that a document refers to by `cid:` URLs, each once, in order: attributes of elements, styles too. Percent-encoding is undone;
 * `message.byContentId(id)` finds the part. Comments are not read.
 * @example
 * cidReferences('<img src="cid:logo%40example.org"><td background=cid:x>') // ['logo@example.org', 'x']
 */
export function cidReferences(html: string): string[] {
  if (typeof html !== 'string') throw new TypeError('html: expected a string; decodeText() of a part gives one')
  const found = new Set<string>()
  const inStyle: string[] = []
  let style = 0
  const ofStyle = (css: string) => {
    for (const [, id] of css.matchAll(URL_OF_CSS)) add(found, id!)
  }
  readHtml(html, {
    wants: () => true,
    open: (name, attributes, selfClosing) => {
      if (name === 'style' && !selfClosing) style++
      for (const [attribute, value] of attributes) {
        if (attribute === 'style') ofStyle(value)
        else if (attribute === 'srcset') for (const one of value.split(',')) ofUrl(found, one.trim().split(/\s/, 1)[0]!)
        else ofUrl(found, value.trim())
      }
    },
    close: (name) => {
      if (name !== 'style' || style === 0) return
      style--
      ofStyle(inStyle.splice(0).join(''))
    },
    text: (piece) => {
      if (style > 0) inStyle.push(piece)
    },
  })
  return [...found]
}

const URL_OF_CSS = /url\([ \t\r\n\f]*["']?cid:([^"')\s]+)/gi

function ofUrl(found: Set<string>, url: string): void {
  if (/^cid:/i.test(url)) add(found, url.slice(4))
}

function add(found: Set<string>, id: string): void {
  let decoded = id
  try {
    decoded = decodeURIComponent(id)
  } catch {
    // A percent sign that encodes nothing stands for itself.
  }
  if (decoded !== '') found.add(decoded)
}
