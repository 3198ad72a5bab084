/** Header protection, both ways: what goes inside, what stays outside, whose word each field is. RFC 9788 §2 to §5. */
import { describe, expect, it } from 'vitest'
import { compose, type Message, parse } from '../../../src/index.js'
import { encrypt, headerProtection, secureParts, sign } from '../../../src/secure/index.js'

const ARMOUR = '-----BEGIN PGP SIGNATURE-----\n\nwgoEAAEIiQE=\n-----END PGP SIGNATURE-----\n'
const MESSAGE = '-----BEGIN PGP MESSAGE-----\n\nhQE=\n-----END PGP MESSAGE-----\n'
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

function letter(): Message {
  const message = compose({
    from: 'Ada Lovelace <ada@example.org>',
    to: 'Bob <bob@example.net>, c@example.com',
    subject: 'Größe of the engine',
    date: new Date('2024-05-06T08:15:00Z'),
    text: 'Hello\n',
  })
  message.headers.append('Keywords', 'engine, notes')
  message.headers.prepend('Received', 'from a.example by b.example; Thu, 29 Feb 2024 12:34:56 +0000')
  return message
}

type SignProtect = NonNullable<Parameters<typeof sign>[2]['protectHeaders']>

const signed = (message: Message, protectHeaders: SignProtect = true) =>
  sign(message, () => ARMOUR, { protocol: 'pgp', protectHeaders })

async function encrypted(message: Message, protectHeaders?: SignProtect): Promise<[Message, Uint8Array]> {
  let inside = new Uint8Array(0)
  const made = await encrypt(
    message,
    (content) => {
      inside = new Uint8Array(content)
      return MESSAGE
    },
    { protocol: 'pgp', protectHeaders },
  )
  return [made, inside]
}

const states = (message: Message, options?: Parameters<typeof headerProtection>[1]) =>
  Object.fromEntries(headerProtection(message, options).fields.map(({ name, state }) => [name.toLowerCase(), state]))
const changed = (message: Message, options?: Parameters<typeof headerProtection>[1]) =>
  headerProtection(message, options).fields.flatMap((field) => (field.changed ? [field.name] : []))

describe('signed', () => {
  it('signs the fields of the message, not those of its carriers', async () => {
    const message = await signed(letter())
    const covered = text(secureParts(message)[0]!.signed()!)
    expect(covered).toMatch(/^Content-Type: text\/plain;.*hp=clear/m)
    expect(covered).toContain('From: Ada Lovelace <ada@example.org>\r\n')
    expect(covered).not.toMatch(/^(?:Received|HP-Outer|MIME-Version)/m)
    expect(message.subject).toBe('Größe of the engine')
    const { hp, fields } = headerProtection(message)
    expect(hp).toBe('clear')
    expect(fields.find(({ name }) => name === 'Subject')!.field.text).toBe('Größe of the engine')
    expect(states(message)).toMatchObject({
      from: 'signed',
      subject: 'signed',
      date: 'signed',
      received: 'unprotected',
    })
    expect(changed(message)).toEqual([])
    expect(secureParts(message)[0]!.warnings).toEqual([])
    expect(states(message, { verified: false })).toMatchObject({ from: 'unprotected' })
  })

  it('shows a field that was changed, added or removed outside', async () => {
    const source = text((await signed(letter())).toBytes())
    const at = source.indexOf('\r\n\r\n')
    const with_ = (change: (head: string) => string) =>
      parse(Buffer.from(change(source.slice(0, at + 2)) + source.slice(at + 2), 'latin1'))
    expect(changed(with_((head) => head.replace(/^Subject: .*$/m, 'Subject: Another')))).toEqual(['Subject'])
    expect(changed(with_((head) => head.replace(/^Keywords: .*\r\n/m, '')))).toEqual(['Keywords'])
    const twice = with_((head) => `${head}From: eve@example.com\r\n`)
    expect(changed(twice)).toEqual(['From'])
    expect(headerProtection(twice).fields.at(-1)).toMatchObject({ name: 'From', state: 'unprotected' })
    // New folds and another encoding of the same words are no change.
    expect(changed(with_((head) => head.replace('Keywords: engine, notes', 'Keywords: engine,\r\n notes')))).toEqual([])
  })

  it('never lets a signed forward speak for the message', async () => {
    const inner = await signed(letter())
    const forward = compose({ from: 'eve@example.com', subject: 'Fwd', text: 'x\n', attachments: [{ content: inner }] })
    expect(headerProtection(forward)).toMatchObject({ hp: undefined, signed: false })
    const only = await sign(
      parse(`From: eve@example.com\r\nContent-Type: message/rfc822\r\n\r\n${text(letter().toBytes())}`),
      () => ARMOUR,
      { protocol: 'pgp' },
    )
    expect(headerProtection(only)).toMatchObject({ hp: undefined, signed: true })
    expect(states(only)).toEqual({ from: 'unprotected' })
    // The message inside can be asked by itself.
    expect(states(forward.attachments[0]!.message ?? parse(forward.attachments[0]!.bytes()))).toMatchObject({
      from: 'signed',
    })
  })

  it.each([['a part beside', 'multipart/mixed; boundary=m', '--m\r\n', '\r\n--m\r\n\r\nmore\r\n--m--\r\n']])(
    '%s is not the message',
    async (_, type, before, after) => {
      const source = text((await signed(letter())).toBytes())
      const at = source.indexOf('Content-Type: multipart/signed')
      expect(
        headerProtection(
          parse(`From: eve@example.com\r\nContent-Type: ${type}\r\n\r\n${before}${source.slice(at)}${after}`),
        ).hp,
      ).toBeUndefined()
    },
  )

  it('a signature that is none covers nothing', async () => {
    const source = text((await signed(letter())).toBytes()).replace(
      /-----BEGIN PGP[\s\S]*?-----END PGP SIGNATURE-----/,
      'x',
    )
    expect(headerProtection(parse(Buffer.from(source, 'latin1')))).toMatchObject({ hp: undefined, signed: false })
  })
})

describe('encrypted', () => {
  it('baseline', async () => {
    const [message, inside] = await encrypted(letter(), true)
    expect(message.subject).toBe('[...]')
    expect(message.headers.has('keywords')).toBe(false)
    expect(message.headers.get('from')).toBe('Ada Lovelace <ada@example.org>')
    expect(message.headers.has('received')).toBe(true)
    const source = text(inside)
    expect(source).toContain('HP-Outer: Subject: [...]\r\n')
    expect(source).toContain('HP-Outer: From: Ada Lovelace <ada@example.org>\r\n')
    expect(source).not.toContain('HP-Outer: Keywords')
    expect(source).toMatch(/hp=cipher/)
    // Nothing is known of a message that was not decrypted.
    expect(headerProtection(message)).toMatchObject({ hp: undefined, encrypted: false })
    expect(states(message, { decrypted: inside })).toMatchObject({
      subject: 'encrypted',
      keywords: 'encrypted',
      from: 'unprotected',
      received: 'unprotected',
    })
    expect(changed(message, { decrypted: inside })).toEqual([])
    message.headers.set('Subject', 'Pay')
    expect(changed(message, { decrypted: inside })).toEqual(['Subject'])
  })

  it('shy and no_confidentiality', async () => {
    const [shy, inside] = await encrypted(letter(), 'shy')
    expect(shy.headers.get('from')).toBe('ada@example.org')
    expect(shy.headers.get('to')).toBe('bob@example.net, c@example.com')
    expect(shy.headers.fields('date')[0]!.value).toBe('Mon, 06 May 2024 08:15:00 +0000')
    expect(states(shy, { decrypted: inside })).toMatchObject({ from: 'encrypted', to: 'encrypted' })
    const [open, all] = await encrypted(letter(), 'no_confidentiality')
    expect(open.subject).toBe('Größe of the engine')
    expect(states(open, { decrypted: all })).toMatchObject({ subject: 'unprotected', from: 'unprotected' })
  })

  it('a function', async () => {
    const [message, inside] = await encrypted(letter(), (name, value) =>
      name === 'to' ? 'hidden:;' : name === 'cc' ? null : value,
    )
    expect(message.headers.fields('to')[0]!.value).toBe('hidden:;')
    expect(states(message, { decrypted: inside })).toMatchObject({ to: 'encrypted', subject: 'unprotected' })
    await expect(encrypted(letter(), () => 'a\r\nBcc: x')).rejects.toThrow(/protectHeaders: for .* has to return/)
    await expect(encrypted(letter(), () => 1 as never)).rejects.toThrow(TypeError)
    await expect(encrypted(letter(), 'hidden' as never)).rejects.toThrow(/expected true, false, 'baseline'/)
  })

  it('signed before', async () => {
    const [message, inside] = await encrypted(await signed(letter(), 'shy'))
    expect(message.subject).toBe('[...]')
    expect(message.headers.get('from')).toBe('ada@example.org')
    expect(message.headers.has('keywords')).toBe(false)
    const options = { decrypted: inside }
    expect(headerProtection(message, options)).toMatchObject({ hp: 'cipher', signed: true, encrypted: true })
    expect(states(message, options)).toMatchObject({
      subject: 'both',
      keywords: 'both',
      from: 'both',
      'message-id': 'signed',
    })
    expect(states(message, { ...options, verified: false })).toMatchObject({
      subject: 'encrypted',
      'message-id': 'unprotected',
    })
    expect(changed(message, options)).toEqual([])
  })

  it('refuses to protect what is signed already', async () => {
    const plain = await sign(letter(), () => ARMOUR, { protocol: 'pgp' })
    await expect(encrypted(plain, true)).rejects.toThrow(/signed already/)
    await expect(signed(plain)).rejects.toThrow(/signed already/)
    const [message] = await encrypted(plain)
    expect(message.subject).toBe('Größe of the engine')
  })

  it('claims of ciphers that were never encrypted hide nothing', async () => {
    const message = await signed(letter(), 'baseline')
    expect(message.subject).toBe('Größe of the engine')
    expect(states(message)).toMatchObject({ subject: 'signed' })
  })

  it('reads protected-headers of before', () => {
    const outer = parse(
      'From: a@example.org\r\nSubject: ...\r\nContent-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=e\r\n\r\n' +
        '--e\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--e\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n--e--\r\n',
    )
    const decrypted =
      'Content-Type: text/plain; protected-headers="v1"\r\nFrom: a@example.org\r\nSubject: Plan\r\n\r\nx\r\n'
    expect(headerProtection(outer, { decrypted }).hp).toBe('legacy')
    expect(states(outer, { decrypted })).toEqual({ from: 'unprotected', subject: 'encrypted' })
    expect(changed(outer, { decrypted })).toEqual([])
  })
})

it('checks its arguments', () => {
  expect(() => headerProtection('x' as never)).toThrow(/expected a Message/)
  expect(() => headerProtection(parse('x'), { key: 1 } as never)).toThrow(/no such option/)
  expect(() => headerProtection(parse('x'), { decrypted: 1 as never })).toThrow(/options.decrypted/)
})
