/** Law 9: the same tree whatever ends the lines. */
import { describe, expect, it } from 'vitest'
import { type Entity, parse } from '../../src/index.js'
import { withLineEnds } from '../line-ends.js'
import { fixtures } from '../messages.js'

/** What must not depend on line ends: structure, types, names, fields. */
function outline(root: Entity): string[] {
  return [...root.walk()].map((entity) =>
    [
      entity.path.join('.'),
      entity.contentType.mediaType,
      entity.transferEncoding,
      entity.filename,
      entity.contentId,
      entity.parts.length,
      ...entity.headers.fields().map((field) => `${field.name}=${field.text}`),
    ].join('|'),
  )
}

/** Line ends are the very thing that these show: a bare CR before a line end, CRs doubled, octets under base64 with an inner message. */
const ABOUT_LINE_ENDS = /bare-cr|cr-cr-lf|crcrlf|binary/

describe('line ends', () => {
  it.each(
    fixtures()
      .filter(({ name }) => !ABOUT_LINE_ENDS.test(name))
      .map((sample) => [sample.name, sample.bytes] as const),
  )('%s', (_name, bytes) => {
    const crlf = outline(parse(withLineEnds(bytes, '\r\n')))
    expect(outline(parse(withLineEnds(bytes, '\n')))).toEqual(crlf)
    expect(outline(parse(bytes))).toEqual(crlf)
  })
})
