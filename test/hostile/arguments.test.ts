/** Long lists are not spread into the arguments of a call: these stand on the stack, where some hundred thousand do not fit. */
import { expect, it } from 'vitest'
import { parse, rewrite } from '../../src/index.js'
import { fromJmapEmail } from '../../src/jmap/index.js'

const MANY = 200_000
const limits = { maxFields: 1 << 20, maxHeaderBytes: 1 << 30, maxParts: 1 << 20 }
const fields = (name: string): string => `From: a@example.org\r\n${`${name}: y\r\n`.repeat(MANY)}`

it('attaches to a multipart of many parts', () => {
  const alternatives = `Content-Type: multipart/alternative; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(MANY)}--b--\r\n`
  const message = parse(alternatives, { limits })
  message.attach({ text: 'new' })
  expect(message.parts[0]!.parts).toHaveLength(MANY)
  expect(message.parts[0]!.parts[MANY - 1]!.parent).toBe(message.parts[0])
  expect(parse(message.toBytes(), { limits }).parts[0]!.parts).toHaveLength(MANY)
})

it('replaces the content of a message with many fields that flows by', async () => {
  const source = new TextEncoder().encode(`${fields('X')}\r\nold`)
  let length = 0
  for await (const chunk of rewrite(source, (part) => part.replace('new'), { limits })) length += chunk.length
  expect(length).toBeGreaterThan(source.length)
})

it('leaves many Bcc out of an edited message', () => {
  const message = parse(`${fields('Bcc')}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n`, {
    limits,
  })
  message.parts[0]!.setContent('new')
  expect(message.toBytes({ bcc: 'omit' }).length).toBeLessThan(300)
})

it('takes a group of many addresses', () => {
  const addresses = Array.from({ length: MANY }, () => ({ email: 'a@example.org' }))
  const email = {
    from: [{ email: 'a@example.org' }],
    'header:To:asGroupedAddresses': [{ name: null, addresses }],
    bodyStructure: { partId: '1', type: 'text/plain' },
    bodyValues: { 1: { value: 'x' } },
  }
  expect(() => fromJmapEmail(email as never)).not.toThrow(RangeError)
})
