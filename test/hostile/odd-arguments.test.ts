/** Odd values of JavaScript where octets or lists are expected: refused with the name of the argument, never written as something else. */
import { describe, expect, it } from 'vitest'
import { compose, type MessageSpec, parse } from '../../src/index.js'

const BASE = { from: 'ada@example.org', to: 'bob@example.net', text: 'hello' }

/** An array with nothing at 0. */
function holed(...rest: unknown[]): unknown[] {
  const list: unknown[] = new Array(1)
  list.push(...rest)
  return list
}

describe('a hole in an array is refused where it stands', () => {
  const mailbox = { kind: 'mailbox', address: 'a@b.org', local: 'a', domain: 'b.org' }

  it.each<[string, object, string]>([
    ['to', { to: holed('a@b.org') }, 'to[0]: '],
    ['cc', { cc: holed('a@b.org') }, 'cc[0]: '],
    ['the members of a group', { to: { name: 'group', members: holed('a@b.org') } }, 'to.members[0]: '],
    ['attachments', { attachments: holed({ content: 'x' }) }, 'attachments[0]: '],
    ['references', { references: holed('a@b') }, 'references[0]: '],
    ['inReplyTo', { inReplyTo: holed('a@b') }, 'inReplyTo[0]: '],
  ])('of compose: %s', (_name, spec, message) => {
    expect(() => compose({ ...BASE, ...spec } as MessageSpec)).toThrow(message)
  })

  it.each<[string, unknown, RegExp]>([
    ['To', holed('a@b.org'), /^To\[0\]: /],
    ['To', [{ name: 'group', members: holed('a@b.org') }], /^To\[0\]\.members\[0\]: /],
    ['To', [{ kind: 'group', name: 'group', members: holed(mailbox) }], /members\[0\]: /],
    ['References', holed('a@b'), /^message id: /],
    ['Keywords', holed('a'), /^keywords: /],
    ['List-Help', holed('https://example.org/'), /^list: /],
  ])('of headers.set: %s', (name, value, message) => {
    const { headers } = parse('Subject: x\r\n\r\n')
    expect(() => headers.set(name, value as string[])).toThrow(message)
    expect(headers.has(name)).toBe(false)
  })
})

describe('octets', () => {
  const write = (content: unknown) => compose({ ...BASE, attachments: [{ content } as never] })
  const edit = (content: unknown) => parse('Content-Type: application/x\r\n\r\nx').setContent(content as Uint8Array)

  it('that were transferred are not taken for none', () => {
    const bytes = Uint8Array.of(1, 2, 3)
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] })
    expect(bytes).toHaveLength(0)
    expect(() => write(bytes)).toThrow(/^attachments\[0\]\.content: .*transferred/)
    expect(() => edit(bytes)).toThrow(/^content: .*transferred/)
    expect(() => parse(bytes)).toThrow(/^source: .*transferred/)
    expect(() => parse(bytes.buffer)).toThrow(/^source: .*transferred/)
  })

  it('of length 0 are none', () => {
    expect(write(new Uint8Array(0)).parts[1]?.bytes()).toHaveLength(0)
    expect(parse(new Uint8Array(0)).raw).toHaveLength(0)
  })

  it('behind a Proxy are refused', () => {
    const proxy = new Proxy(Uint8Array.of(1, 2, 3), {})
    expect(() => write(proxy)).toThrow(/^attachments\[0\]\.content: .*Proxy/)
    expect(() => edit(proxy)).toThrow(/^content: .*Proxy/)
    expect(() => parse(proxy)).toThrow(/^source: .*Proxy/)
  })

  it.each([
    ['Uint16Array', Uint16Array.of(1)],
    ['Float64Array', Float64Array.of(1)],
    ['Uint8ClampedArray', Uint8ClampedArray.of(1)],
    ['DataView', new DataView(new ArrayBuffer(1))],
  ])('are no %s: a stream of numbers is none of octets', (_name, content) => {
    expect(() => write(content)).toThrow('attachments[0].content: expected a string, bytes')
    expect(() => edit(content)).toThrow('content: expected')
  })
})
