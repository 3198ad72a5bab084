/** What Node's inspector shows of what `parse` gives: a few lines that help, no machine. */
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'
import { parse as parseOnly } from '../../../src/read.js'

const message = () =>
  parse(
    'From: Ada <ada@example.org>\r\nTo: Bo <bo@example.org>\r\nSubject: Plan\x1b[2J\r\nDate: Wed, 2 Oct 2024 14:00:00 +0000\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\nContent-Type: application/pdf; name=plan.pdf\r\n\r\n--b--\r\n',
  )

describe('inspect', () => {
  it('of a Message: who, what, when, and its tree', () => {
    expect(inspect(message())).toBe(
      `Message {
  From: "Ada <ada@example.org>"
  To: "Bo <bo@example.org>"
  Subject: "Plan\\u001b[2J"
  Date: "Wed, 2 Oct 2024 14:00:00 +0000"
  multipart/mixed
  1 text/plain
  2 application/pdf "plan.pdf"
}`,
    )
  })

  it('of a part, a header section, a field, a mailbox', () => {
    const { parts, headers, from } = message()
    expect(inspect(parts[1])).toBe('Entity {\n  2 application/pdf "plan.pdf"\n}')
    expect(inspect(headers).split('\n').slice(0, 2)).toEqual(['Headers {', '  From: "Ada <ada@example.org>"'])
    expect(inspect(headers.field('to'))).toBe('Field { To: "Bo <bo@example.org>" }')
    expect(inspect(from[0])).toMatch(/^\{\s+kind: 'mailbox',\s+name: 'Ada',\s+address: 'ada@example.org'/)
    expect(inspect(parseOnly('Subject: x\r\n\r\n'))).toBe('Message {\n  Subject: "x"\n  text/plain\n}')
  })

  it('is bounded, whatever the message holds', () => {
    const long = inspect(parse(`${'A: b\r\n'.repeat(1000)}Subject: ${'x'.repeat(5000)}\r\n\r\n`).headers)
    expect(long.split('\n')).toHaveLength(27)
    expect(long).toContain('… 977 more')
    expect(inspect(parse(readFileSync('fixtures/structure/01-lecture-notes.eml'))).length).toBeLessThan(2000)
  })
})
