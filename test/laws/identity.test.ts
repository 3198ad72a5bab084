/** Laws 1 and 7: the same bytes back for any bytes, no exception, every defect inside the source. */
import { describe, expect, it } from 'vitest'
import { parse } from '../../src/index.js'
import { withLineEnds } from '../line-ends.js'
import { corpus, corpusFolder, fixtures } from '../messages.js'
import { mutate } from '../mutate.js'
import { seeded } from '../seeded.js'

/** Everything that can be asked of a message, so that whatever throws, throws here. */
function exercise(bytes: Uint8Array, name: string): void {
  const message = parse(bytes)
  const written = message.toBytes()
  if (Buffer.compare(written, bytes) !== 0) expect.fail(`${name}: not the same bytes`)
  for (const { code, start, end } of message.check()) {
    if (start < 0 || end < start || end > bytes.length)
      expect.fail(`${name}: ${code} has the span ${start}–${end} of ${bytes.length}`)
  }
  JSON.stringify(message)
}

describe('identity', () => {
  it('fixtures, as they are, with CRLF and with LF', () => {
    for (const { name, bytes } of fixtures()) {
      exercise(bytes, name)
      exercise(withLineEnds(bytes, '\r\n'), `${name} crlf`)
      exercise(withLineEnds(bytes, '\n'), `${name} lf`)
    }
  })

  it('random octets', () => {
    const random = seeded(3)
    for (let i = 0; i < 2000; i++) {
      const bytes = new Uint8Array(random(200))
      for (let j = 0; j < bytes.length; j++) bytes[j] = random(256)
      exercise(bytes, `random ${i}`)
    }
  })

  it('10,000 seeded mutations of fixtures', () => {
    const random = seeded(5)
    const all = fixtures()
    for (let i = 0; i < 10_000; i++) {
      const sample = all[random(all.length)]!
      const other = all[random(all.length)]!
      exercise(mutate(sample.bytes, other.bytes, random), `${sample.name} mutation ${i}`)
    }
  }, 120_000)

  it.skipIf(corpusFolder === undefined)(
    'the whole corpus, as it is, with CRLF and with LF',
    () => {
      for (const { name, bytes } of corpus()) {
        exercise(bytes, name)
        exercise(withLineEnds(bytes, '\r\n'), `${name} crlf`)
        exercise(withLineEnds(bytes, '\n'), `${name} lf`)
      }
    },
    300_000,
  )

  it.skipIf(corpusFolder === undefined)(
    `${process.env.MUTATIONS ?? 5000} seeded mutations of the corpus`,
    () => {
      const random = seeded(9)
      const all = [...corpus(3, 100_000)]
      for (let i = 0; i < Number(process.env.MUTATIONS ?? 5000); i++) {
        const sample = all[random(all.length)]!
        const other = all[random(all.length)]!
        exercise(mutate(sample.bytes, other.bytes, random), `${sample.name} mutation ${i}`)
      }
    },
    3_600_000,
  )
})
