/** A string under a type that names a charset is written in it, or the part says in which it is: text/* and all others alike. */
import { describe, expect, it } from 'vitest'
import { compose, parse } from '../../../src/index.js'

const HEAD = { from: 'a@example.org', to: 'b@example.org', text: 'x' }

describe('the label of a content', () => {
  it.each(['application/json', 'text/csv', 'application/xml'])(
    '%s; charset=iso-8859-1 holds é as one octet',
    (type) => {
      const content = '{"name":"é"}'
      const [file] = parse(
        compose({ ...HEAD, attachments: [{ content, contentType: `${type}; charset=iso-8859-1` }] }).toBytes(),
      ).attachments
      expect(file!.contentType.params.charset).toBe('iso-8859-1')
      expect(Buffer.from(file!.bytes()).toString('latin1')).toBe(content)
    },
  )

  it('says utf-8 where the charset does not hold the text', () => {
    const content = '{"name":"字"}'
    const [file] = parse(
      compose({ ...HEAD, attachments: [{ content, contentType: 'application/json; charset=iso-8859-1' }] }).toBytes(),
    ).attachments
    expect(file!.contentType.params.charset).toBe('utf-8')
    expect(Buffer.from(file!.bytes()).toString()).toBe(content)
  })
})
