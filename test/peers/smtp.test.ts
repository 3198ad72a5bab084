/** Composed messages over a wire: sent with nodemailer to smtp-server on loopback, compared octet for octet with what was composed. */
import type { AddressInfo } from 'node:net'
import { createTransport, type Transporter } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compose } from '../../src/compose/compose.js'
import { parse } from '../../src/message/parse.js'
import { shapes } from './specs.js'

const received: { to: string[]; bytes: Uint8Array }[] = []

const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  hideSize: true,
  onData(stream, session, done) {
    const chunks: Uint8Array[] = []
    stream.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    stream.on('end', () => {
      const to = session.envelope.rcptTo.map(({ address }) => address)
      received.push({ to, bytes: new Uint8Array(Buffer.concat(chunks)) })
      done(null)
    })
  },
})

let client: Transporter

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  client = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true, pool: true, maxConnections: 1 })
})

afterAll(async () => {
  client.close()
  await new Promise<void>((resolve) => server.close(resolve))
})

/** Sends the octets; gives what came. The envelope is the caller's, never made from the text of the message. */
async function sent(bytes: Uint8Array, to: string[]): Promise<{ to: string[]; bytes: Uint8Array }> {
  received.length = 0
  await client.sendMail({ envelope: { from: 'bounce@example.org', to }, raw: Buffer.from(bytes) })
  return received[0]!
}

describe('over SMTP', () => {
  it.each(shapes.map((shape) => [shape.name, shape] as const))('%s', async (_, { spec, options }) => {
    const bytes = compose(spec, options).toBytes()
    const came = await sent(bytes, ['bob@example.net'])
    expect(Buffer.from(came.bytes).equals(Buffer.from(bytes))).toBe(true)
    expect(came.to).toEqual(['bob@example.net'])
  })

  it('streams', async () => {
    const content = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31) >> 3)
    const message = compose({
      from: 'ada@example.org',
      to: 'bob@example.net',
      attachments: [{ filename: 'big.bin', content: new Blob([content]) }],
    })
    const chunks: Uint8Array[] = []
    for await (const chunk of message.chunks()) chunks.push(chunk)
    const came = await sent(Buffer.concat(chunks), ['bob@example.net'])
    expect(Buffer.from(content).equals(parse(came.bytes).attachments[0]!.bytes())).toBe(true)
  })

  it('goes to Bcc recipients, who are not in it', async () => {
    const message = compose({
      from: 'ada@example.org',
      to: 'bob@example.net',
      bcc: 'hidden@example.com',
      text: 'x\r\n',
    })
    const came = await sent(
      message.toBytes(),
      [...message.to, ...message.bcc].map(({ address }) => address),
    )
    expect(came.to).toEqual(['bob@example.net', 'hidden@example.com'])
    expect(new TextDecoder().decode(came.bytes)).not.toContain('hidden')
  })

  it('ends with a line break on the wire (RFC 5321 §4.1.1.4)', async () => {
    const bytes = compose({ from: 'ada@example.org', text: 'no line break at the end' }).toBytes()
    const came = await sent(bytes, ['bob@example.net'])
    expect(Buffer.from(came.bytes).equals(Buffer.concat([bytes, Buffer.from('\r\n')]))).toBe(true)
  })
})
