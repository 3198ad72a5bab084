/** Lines that begin as a delimiter does and go on: a reader that compares prefixes ends the part there (RFC 2046 §5.1.1). */
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'

const message = (line: string) =>
  `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nbefore\r\n${line}\r\nafter\r\n--b--\r\n`

describe('boundary-prefix-collision', () => {
  it.each(['--bc', '  --bc', '\t--bc', ' \t --b--c'])('%j is named, with its line as the span', (line) => {
    const source = message(line)
    const found = parse(source)
      .check()
      .filter(({ code }) => code === 'boundary-prefix-collision')
    expect(found).toHaveLength(1)
    expect(source.slice(found[0]!.start, found[0]!.end).replace(/\r\n$/, '')).toBe(line)
  })

  it.each(['x --bc', '- -bc', '--c'])('%j is none', (line) => {
    expect(
      parse(message(line))
        .check()
        .map(({ code }) => code),
    ).not.toContain('boundary-prefix-collision')
  })
})
