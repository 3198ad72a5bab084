/** Header sections that begin or end in something odd, after a field was added. */
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'
import { ODD_LINES } from '../../odd-lines.js'

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0))

describe('adding a field', () => {
  it.each(ODD_LINES)('%s', (_, source, written) => {
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
