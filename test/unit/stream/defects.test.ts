/** Where defects of a stream of parts stand: offsets in the stream, as `parse()` has them. */
import { expect, it } from 'vitest'
import { parse } from '../../../src/message/parse.js'
import { parts } from '../../../src/stream/parts.js'

it('defects of a later header section have offsets in the stream', async () => {
  const text = [
    'From: ada@example.org',
    'Date: Thu, 29 Feb 2024 12:34:56 +0000',
    'Message-ID: <1@example.org>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset',
    '',
    'text',
    '--b--',
    '',
  ].join('\r\n')
  const stream = parts(text)
  for await (const part of stream) expect(part.contentType.mediaType).toBeDefined()
  const spans = (defects: ReturnType<typeof parse>['defects']) =>
    defects.filter(({ code }) => code === 'invalid-parameter').map(({ start, end }) => text.slice(start, end))
  expect(spans(stream.defects)).toEqual(spans(parse(text).check()))
  expect(spans(stream.defects)).toHaveLength(1)
})
