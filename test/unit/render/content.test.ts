/** Which transfer encoding a text gets: the limit of a line is 998 octets, its end not counted (RFC 5322 §2.1.1). */
import { describe, expect, it } from 'vitest'
import { compose } from '../../../src/index.js'

const written = (text: string) =>
  compose({ from: 'a@example.org', to: 'b@example.org', subject: 's', text }, { now: () => new Date(0) }).toString()

describe('lines of a text', () => {
  it('998 octets are within the limit', () => {
    const line = 'x'.repeat(998)
    expect(written(line)).toContain(`\r\n${line}`)
    expect(written(line)).toMatch(/Content-Transfer-Encoding: 7bit/i)
  })

  it('999 are not', () => {
    const line = 'x'.repeat(999)
    expect(written(line)).not.toContain(line)
    expect(written(line)).toMatch(/Content-Transfer-Encoding: quoted-printable/i)
  })
})
