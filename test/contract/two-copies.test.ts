/** Two copies of the library in one process, as an ESM and a CommonJS build are: what one made, the other takes. */
import { expect, it, vi } from 'vitest'
import { compose, type Message, parse } from '../../src/index.js'
import { sign } from '../../src/secure/index.js'

async function other(): Promise<typeof import('../../src/index.js')> {
  vi.resetModules()
  return import('../../src/index.js')
}

const FILE = new Uint8Array(200_000).fill(7)

it('attaches a large file out of a message that the other composed', async () => {
  const theirs = (await other()).compose({
    from: 'ada@example.org',
    to: 'bob@example.net',
    text: 'one\n',
    attachments: [{ filename: 'a.bin', content: FILE, description: 'seven' }],
  })
  const ours = compose({
    from: 'ada@example.org',
    to: 'bob@example.net',
    text: 'two\n',
    attachments: [theirs.attachments[0]! as never],
  })
  const [file] = parse(ours.toBytes()).attachments
  expect(file!.filename).toBe('a.bin')
  expect(file!.headers.field('content-description')?.text).toBe('seven')
  expect(file!.bytes()).toEqual(FILE)
})

it('attaches, signs and appends a message of the other', async () => {
  const copy = await other()
  const theirs = copy.compose({ from: 'ada@example.org', to: 'bob@example.net', text: 'one\n' }) as unknown as Message
  const ours = compose({ from: 'ada@example.org', to: 'bob@example.net', attachments: [{ content: theirs }] })
  expect(parse(ours.toBytes()).parts[0]?.message?.text ?? parse(ours.toBytes()).message?.text).toBe('one\r\n')
  const signed = await sign(
    theirs,
    () => '-----BEGIN PGP SIGNATURE-----\n\nwgoEAAEIiQE=\n-----END PGP SIGNATURE-----\n',
    {
      protocol: 'pgp',
      micalg: 'sha256',
    },
  )
  expect(signed.text).toBe('one\r\n')
  const whole = parse('From: a@b.example\r\n\r\nx\r\n')
  whole.append(theirs as never)
  expect(parse(whole.toBytes()).parts).toHaveLength(2)
})
