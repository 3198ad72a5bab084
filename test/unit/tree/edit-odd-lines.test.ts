/** Header sections that begin or end in something odd, after a field was added. */
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0))

describe('adding a field', () => {
  it.each([
    ['behind a byte order mark', '\xef\xbb\xbfSubject: a\r\n\r\nb', '\xef\xbb\xbfSubject: a\r\nX-New: 1\r\n\r\nb'],
    ['to a byte order mark alone', '\xef\xbb\xbf', '\xef\xbb\xbfX-New: 1\r\n'],
    ['before a lone CR behind a line that is no field', 'd\n\r', 'd\nX-New: 1\n\r\n'],
    ['before several lone CRs', 'd\n\r\r', 'd\nX-New: 1\n\r\r\n'],
    ['before a lone CR behind a line that would continue it', ' :\n\r', ' :\nX-New: 1\n\r\n'],
  ])('%s', (_, source, written) => {
    const message = parse(bytes(source))
    message.headers.append('X-New', '1')
    expect(message.toString()).toBe(written)
    expect(parse(message.toBytes()).headers.get('X-New')).toBe('1')
  })

  it('before the first field, behind a byte order mark', () => {
    const message = parse(bytes('\xef\xbb\xbfSubject: a\r\n\r\nb'))
    message.headers.prepend('X-New', '1')
    expect(message.toString()).toBe('\xef\xbb\xbfX-New: 1\r\nSubject: a\r\n\r\nb')
    expect(parse(message.toBytes()).headers.get('X-New')).toBe('1')
  })
})
