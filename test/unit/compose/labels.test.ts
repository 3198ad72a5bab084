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

  it.each(['utf-7', 'utf-32', 'hz-gb-2312'])('text/html in %s, which no reader decodes, is utf-8', (charset) => {
    const html = compose({
      ...HEAD,
      alternatives: [{ content: '<p>é+x</p>', contentType: `text/html; charset=${charset}` }],
    })
    const part = [...parse(html.toBytes()).walk()].find(({ contentType }) => contentType.mediaType === 'text/html')
    expect([part?.contentType.params.charset, part?.decodeText()]).toEqual(['utf-8', '<p>é+x</p>'])
  })

  it('refuses an empty charset', () => {
    const attachments = [{ content: 'x', contentType: 'text/plain; charset=""' }]
    expect(() => compose({ ...HEAD, attachments })).toThrow(/charset of its type is empty/)
  })

  it('says utf-8 where the charset does not hold the text', () => {
    const content = '{"name":"字"}'
    const [file] = parse(
      compose({ ...HEAD, attachments: [{ content, contentType: 'application/json; charset=iso-8859-1' }] }).toBytes(),
    ).attachments
    expect(file!.contentType.params.charset).toBe('utf-8')
    expect(Buffer.from(file!.bytes()).toString()).toBe(content)
  })
})
