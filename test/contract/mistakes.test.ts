/** Mistakes that everybody makes once, and what the error says to do. */
import { expect, it } from 'vitest'
import { compose, type MessageSpec, parse } from '../../src/index.js'

const spec = (given: object) => () => compose(given as MessageSpec)

it.each<[string, () => unknown, RegExp]>([
  [
    'a promise in place of its octets',
    () => parse(Promise.resolve('') as never),
    /^source: .*: await the promise first$/,
  ],
  ['no author', spec({ to: 'ada@example.org' }), /^from: is required: expected an address, a mailbox/],
  [
    'a path in place of the content',
    spec({ from: 'ada@example.org', attachments: [{ path: 'x' }] }),
    /content: is required: expected a string, bytes/,
  ],
  [
    'a text for what has keys',
    spec({ from: 'ada@example.org', list: { id: 'x' } }),
    /^list\.id: expected an object \{ id, description\? \}$/,
  ],
  ['a name for an address', spec({ from: 'Ada' }), /^from: "Ada" is no address: expected name@domain/],
  ['a number for an identifier', () => parse('').byContentId(5 as never), /^id: expected a string/],
])('%s', (_name, mistake, said) => {
  expect(mistake).toThrow(said)
})
