/** Passing on, in the text, a message whose parts are not what their types say (RFC 2046 §5.1.1, §5.2.2). */
import { expect, it } from 'vitest'
import { compose, forward } from '../../../src/compose/compose-door.js'
import { parse } from '../../../src/message/parse.js'
import { checkInvariants } from '../../invariants.js'

const forwarded = (type: string, body: string) => {
  const message = parse(`From: a@example.org\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`)
  const spec = forward(message, { from: 'b@example.org', to: 'c@example.org', as: 'inline' })
  const written = compose(spec).toBytes()
  checkInvariants(written)
  return parse(written)
}

it.each([
  ['a multipart without boundary', 'multipart/mixed'],
  ['a multipart without delimiters', 'multipart/mixed; boundary=b'],
  ['a part of a message', 'message/partial; id="1@example.org"; number=1'],
])('%s goes as octets', (_name, type) => {
  const part = forwarded(type, '--no parts').find('application/octet-stream')
  expect(Buffer.from(part!.bytes()).toString()).toBe('--no parts\r\n')
})

it('the words of a multipart without delimiters go as text', () => {
  expect(forwarded('multipart/mixed; boundary=b', 'no parts').text).toContain('no parts')
  expect(forwarded('multipart/mixed', 'no parts').text).toContain('no parts')
})
