/** The answer to EHLO: which extensions a server has. RFC 5321 §4.1.1.1; keywords of RFC 1870, 6152, 3030, 6531, 3461. */
import { assertArray } from '../bytes/arguments.js'

import { trimWsp, upperAscii } from '../bytes/ascii.js'
/** What a server says of itself in answer to EHLO (RFC 5321 §4.1.1.1). */
export interface Ehlo {
  /** As the server names itself. */
  readonly domain: string
  /** What stands behind its name; '' where nothing does. */
  readonly greeting: string
  /** Parameters by keyword in upper case. */
  readonly extensions: ReadonlyMap<string, readonly string[]>
  /** SIZE (RFC 1870): the largest message in octets; undefined where the server names no limit. */
  readonly maxSize?: number
}

/** No answer of a server has more lines; what follows is not read. */
const MAX_LINES = 1000

/**
 * Reads the lines of an answer, with or without their `250-`. Never throws. Lines of other codes, and those that no keyword begins, are passed over.
 * @param lines one a line, or all of them as one string
 */
export function parseEhlo(lines: string | readonly string[]): Ehlo {
  if (typeof lines !== 'string') assertArray(lines, 'lines')
  const list = typeof lines === 'string' ? lines.split(/\r?\n/, MAX_LINES) : lines.slice(0, MAX_LINES)
  const extensions = new Map<string, string[]>()
  let domain = ''
  let greeting = ''
  let maxSize: number | undefined
  let first = true
  for (const line of list) {
    const [, code, text] = /^(?:(\d{3})(?:[ -]|$))?(.*)$/s.exec(line)!
    if ((code !== undefined && code !== '250') || text === undefined || trimWsp(text) === '') continue
    const words = text.split(/[ \t\r\n]+/).filter((word) => word !== '')
    if (first) {
      first = false
      domain = words[0]!
      greeting = words.slice(1).join(' ')
      continue
    }
    // QUIRK(RFC 4954 §4): `AUTH=LOGIN` is AUTH. Sent by: old Exchange and Postfix, for older clients. Fixture: transport/ehlo.test.ts.
    const [head, ...params] = words[0]!.includes('=') ? [...words[0]!.split('='), ...words.slice(1)] : words
    const keyword = upperAscii(head!)
    if (!/^[A-Z0-9][A-Z0-9-]*$/.test(keyword)) continue
    const known = extensions.get(keyword)
    if (known === undefined) extensions.set(keyword, params)
    else for (const param of params) if (!known.includes(param)) known.push(param)
    if (keyword === 'SIZE' && /^\d{1,15}$/.test(params[0] ?? '') && Number(params[0]) > 0) maxSize = Number(params[0])
  }
  return { domain, greeting, extensions, ...(maxSize === undefined ? {} : { maxSize }) }
}
