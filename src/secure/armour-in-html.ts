/** The lines of an HTML text as a person sees them, for armour that Outlook wraps in elements. RFC 4880 §6.2; HTML, named character references. */
import { indexOfBytes, latin1 } from '../bytes/platform.js'

export interface HtmlLines {
  /** Text without tags, a line end for each break, ASCII references resolved. */
  readonly octets: Uint8Array
  /** Where each of these octets came from, and where the text ends. */
  readonly places: Uint32Array
}

const BEGIN: Uint8Array = /* @__PURE__ */ Uint8Array.from('-----BEGIN PGP', (c) => c.charCodeAt(0))
const NOTHING: HtmlLines = { octets: new Uint8Array(0), places: new Uint32Array(1) }
const BREAK = /^<\/?(?:br|div|p|pre|tr|li|h[1-6]|blockquote|body|table)(?![a-z0-9])/i
/** No tag of interest has a longer name. */
const MAX_NAME = 14
const REFERENCE = /^&(?:#(\d{1,3})|#x([0-9a-f]{1,2})|(nbsp|amp|lt|gt|quot));/i
const MAX_REFERENCE = 8
const NAMED: Readonly<Record<string, number>> = { nbsp: 0x20, amp: 0x26, lt: 0x3c, gt: 0x3e, quot: 0x22 }

/** Linear; nothing where no armour begins in the text. */
export function htmlLines(html: Uint8Array): HtmlLines {
  if (indexOfBytes(html, BEGIN, 0) === -1) return NOTHING
  const octets = new Uint8Array(html.length)
  const places = new Uint32Array(html.length + 1)
  let used = 0
  const put = (octet: number, at: number) => {
    places[used] = at
    octets[used++] = octet
  }
  for (let at = 0; at < html.length; ) {
    const c = html[at]!
    if (c === 0x3c) {
      if (BREAK.test(latin1(html, at, Math.min(html.length, at + MAX_NAME)))) put(0x0a, at)
      const end = html.indexOf(0x3e, at)
      if (end === -1) break
      at = end + 1
      continue
    }
    if (c === 0x26) {
      const found = REFERENCE.exec(latin1(html, at, Math.min(html.length, at + MAX_REFERENCE)))
      if (found !== null) {
        const [whole, decimal, hex, name] = found
        const code =
          name === undefined
            ? Number.parseInt(decimal ?? hex!, decimal === undefined ? 16 : 10)
            : NAMED[name.toLowerCase()]!
        put(code === 0xa0 || code > 0x7e ? 0x20 : code, at)
        at += whole.length
        continue
      }
    }
    put(c, at)
    at++
  }
  places[used] = html.length
  return { octets: octets.subarray(0, used), places: places.subarray(0, used + 1) }
}
