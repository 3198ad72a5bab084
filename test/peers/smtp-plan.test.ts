/** Plans against a real server: its own EHLO is read, what was planned is sent, and the octets that arrive are compared. */
import { once } from 'node:events'
import { type AddressInfo, createConnection } from 'node:net'
import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { parse } from '../../src/index.js'
import { envelope, parseEhlo, plan } from '../../src/transport/index.js'

let close: (() => Promise<void>) | undefined
afterEach(async () => {
  await close?.()
  close = undefined
})

interface Arrived {
  from: string
  to: string[]
  parameters: Record<string, unknown>
  bytes: Uint8Array
}

async function serve(hide: object): Promise<{ port: number; arrived: Arrived[] }> {
  const arrived: Arrived[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    hideSize: true,
    ...hide,
    onData(stream, session, done) {
      const chunks: Uint8Array[] = []
      stream.on('data', (chunk: Uint8Array) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        arrived.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          parameters: mailFrom === false ? {} : { ...(mailFrom.args as object) },
          bytes: new Uint8Array(Buffer.concat(chunks)),
        })
        done(null)
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  close = () => new Promise<void>((resolve) => server.close(resolve))
  return { port: (server.server.address() as AddressInfo).port, arrived }
}

/** What the server says to EHLO. */
async function ehloOf(port: number): Promise<string> {
  const socket = createConnection({ host: '127.0.0.1', port })
  let text = ''
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    text += chunk
    if (/^220 [^\n]*\n$/.test(text)) socket.write('EHLO client.example.org\r\n')
    else if (/^250 [^\n]*\n$/m.test(text)) socket.end('QUIT\r\n')
  })
  await once(socket, 'close')
  return text.slice(text.indexOf('\n') + 1)
}

const MESSAGE = parse(
  Buffer.from(
    'From: ada@example.org\nTo: =?utf-8?Q?B=C3=A9?= <be@example.net>\nSubject: \xc3\xa9t\xc3\xa9\nMIME-Version: 1.0\n' +
      'Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: 8bit\n\n' +
      '--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nh\xc3\xa9llo\n.\n.dot\n' +
      '--b\nContent-Type: text/plain\n\nplain\n--b--\n',
    'latin1',
  ),
)

describe('a plan for a server', () => {
  it.each([
    ['with 8BITMIME and SMTPUTF8', {}, true],
    ['with neither', { hide8BITMIME: true, hideSMTPUTF8: true }, false],
  ] as const)('%s', async (_, hide, wide) => {
    const { port, arrived } = await serve(hide)
    const ehlo = parseEhlo(await ehloOf(port))
    expect(ehlo.extensions.has('8BITMIME')).toBe(wide)
    const { from, to } = envelope(MESSAGE)
    const made = plan(MESSAGE, ehlo)
    expect(made.possible).toBe(true)
    expect(made.recode.length).toBe(wide ? 0 : 2)
    const client = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true })
    await client.sendMail({
      envelope: { from, to: [...to], use8BitMime: made.parameters.BODY === '8BITMIME' },
      raw: Buffer.from(made.bytes!),
    })
    client.close()
    expect(arrived[0]).toMatchObject({ from: 'ada@example.org', to: ['be@example.net'] })
    expect(Buffer.from(arrived[0]!.bytes).equals(Buffer.from(made.bytes!))).toBe(true)
    const came = parse(arrived[0]!.bytes)
    expect(came.subject).toBe('été')
    expect(came.parts[0]!.decodeText()).toBe('héllo\r\n.\r\n.dot')
    expect(arrived[0]!.bytes.some((octet) => octet > 0x7f)).toBe(wide)
  })
})
