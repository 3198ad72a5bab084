/** Header sections that begin or end in something odd: what they are, the source, and what is written after `X-New: 1` was added. */
export const ODD_LINES: readonly (readonly [name: string, source: string, written: string])[] = [
  ['behind a byte order mark', '\xef\xbb\xbfSubject: a\r\n\r\nb', '\xef\xbb\xbfSubject: a\r\nX-New: 1\r\n\r\nb'],
  ['to a byte order mark alone', '\xef\xbb\xbf', '\xef\xbb\xbfX-New: 1\r\n'],
  ['before a lone CR behind a line that is no field', 'd\n\r', 'd\nX-New: 1\n\r\n'],
  ['before several lone CRs', 'd\n\r\r', 'd\nX-New: 1\n\r\r\n'],
  ['before a lone CR behind a line that would continue it', ' :\n\r', ' :\nX-New: 1\n\r\n'],
]
