/** Signing: which fields, which keys, streams as memory, and what is refused. */
import { generateKeyPairSync, sign as nodeSign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { signDkim, signStream, verifyDkim } from '../../../src/dkim/index.js'
import { compose, parse } from '../../../src/index.js'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ed25519 = generateKeyPairSync('ed25519')
const pem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
const now = new Date('2026-01-02T03:04:05Z')
const options = { domain: 'example.org', selector: 's', sign: pem, now }
const resolveTxt = (name: string) =>
  name.startsWith('e.')
    ? [`k=ed25519; p=${ed25519.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')}`]
    : [`p=${rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`]
const letter = 'From: ada@example.org\r\nTo: bob@example.net\r\nSubject: hello\r\n\r\nhi\r\n'
const namesOf = (value: string) => /; h=([^;]+);/.exec(value)![1]!.split(' : ')

async function passes(message: Parameters<typeof verifyDkim>[0]): Promise<void> {
  const [first] = await verifyDkim(message, { resolveTxt, now })
  expect([first?.result, first?.because]).toEqual(['pass', 'the signature holds'])
}

describe('signDkim', () => {
  it('signs the fields that are there, From once more', async () => {
    const { value } = await signDkim(letter, options)
    expect(namesOf(value)).toEqual(['from', 'from', 'subject', 'to'])
    const { value: over } = await signDkim(letter, { ...options, headers: ['Subject', 'cc'], oversign: true })
    expect(namesOf(over)).toEqual(['from', 'from', 'subject', 'subject', 'cc'])
    const { value: some } = await signDkim(letter, { ...options, headers: ['subject'], oversign: ['cc'] })
    expect(namesOf(some)).toEqual(['from', 'subject', 'cc'])
    const { value: never } = await signDkim('To: x@y.z\n\n', { ...options, oversign: false })
    expect(namesOf(never)).toEqual(['from', 'to'])
  })

  it('lines of at most 78 characters, folded as prepend folds', async () => {
    for (const canonicalization of ['simple/simple', 'relaxed/relaxed'] as const) {
      const field = await signDkim(letter, {
        ...options,
        canonicalization,
        oversign: true,
        identity: 'ada@example.org',
      })
      for (const line of field.text.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78)
      const message = parse(letter)
      message.headers.prepend(field.name, field.value)
      expect(message.toString()).toBe(field.text + letter)
      await passes(message)
      const lf = parse(letter.replaceAll('\r\n', '\n'))
      lf.headers.prepend(field.name, field.value)
      await passes(lf)
    }
  })

  it('the same for the same time', async () => {
    expect(await signDkim(letter, options)).toEqual(await signDkim(letter, { ...options, now: () => now }))
    expect((await signDkim(letter, options)).value).toContain('t=1767323045')
  })

  it('a composed message as it is sent', async () => {
    const message = compose({ from: 'ada@example.org', to: 'bob@example.net', bcc: 'eve@example.net', text: 'grüße' })
    const { name, value } = await signDkim(message, options)
    message.headers.prepend(name, value)
    await passes(message)
    await passes(message.toBytes())
  })

  it('with a key in each form', async () => {
    const pkcs1 = rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }) as string
    const der = rsa.privateKey.export({ type: 'pkcs8', format: 'der' })
    const name = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('pkcs8', new Uint8Array(der), name, false, ['sign'])
    const hook = (data: Uint8Array, algorithm: string) =>
      nodeSign(algorithm === 'rsa-sha256' ? 'sha256' : null, data, rsa.privateKey)
    for (const sign of [pem, pkcs1, key, hook])
      await passes((await signDkim(letter, { ...options, sign })).text + letter)
    const edPem = ed25519.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    const edHook = (data: Uint8Array) => {
      expect(data).toHaveLength(32)
      return nodeSign(null, data, ed25519.privateKey)
    }
    for (const sign of [edPem, edHook])
      await passes(
        (await signDkim(letter, { ...options, selector: 'e', algorithm: 'ed25519-sha256', sign })).text + letter,
      )
  })

  it('a stream as memory, however it is cut', async () => {
    const bytes = Buffer.from(letter)
    const whole = await signDkim(bytes, options)
    for (const size of [1, 2, 3, 7, 50]) {
      const chunks: Uint8Array[] = []
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size))
      expect(await signDkim(chunks, options)).toEqual(whole)
      const signed = [Buffer.from(whole.text), ...chunks]
      expect(await verifyDkim(signed, { resolveTxt, now })).toEqual(
        await verifyDkim(Buffer.concat(signed), { resolveTxt, now }),
      )
      await passes(signed)
    }
  })

  it.each<[string, object, RegExp]>([
    ['no domain', { domain: undefined }, /options.domain/],
    ['a domain that is none', { domain: 'a..b' }, /options.domain/],
    ['a domain that is not ASCII', { domain: 'grüße.example' }, /options.domain/],
    ['a tag in the selector', { selector: 's; x=1' }, /options.selector/],
    ['an algorithm of the past', { algorithm: 'rsa-sha1' }, /options.algorithm/],
    ['an unknown canonicalization', { canonicalization: 'nowsp/simple' }, /options.canonicalization/],
    ['a third canonicalization', { canonicalization: 'simple/simple/simple' }, /options.canonicalization/],
    ['a name that is none', { headers: ['a b'] }, /options.headers\[0\]/],
    ['a field that changes', { headers: ['Received'] }, /received/],
    ['names as text', { headers: 'from' }, /options.headers/],
    ['an identity elsewhere', { identity: 'ada@example.net' }, /options.identity/],
    ['an end before the beginning', { expires: -1 }, /options.expires/],
    ['an unknown option', { length: 5 }, /options.length/],
    ['a key that is none', { sign: 'secret' }, /options.sign/],
    ['a public key', { sign: rsa.publicKey.export({ type: 'spki', format: 'pem' }) }, /options.sign/],
    ['a key of another kind', { algorithm: 'ed25519-sha256' }, /not one for ed25519/],
    ['no key', { sign: undefined }, /options.sign/],
    ['a broken key', { sign: pem.replace(/\n.{60}/, '\n') }, /options.sign/],
    ['a hook that gives nothing', { sign: () => undefined }, /options.sign/],
  ])('refuses %s', async (_name, wrong, message) => {
    await expect(signDkim(letter, { ...options, ...wrong } as never)).rejects.toThrow(message)
    await expect(signDkim(letter, { ...options, ...wrong } as never)).rejects.toThrow(TypeError)
  })
})

describe('signStream', () => {
  const gather = async (source: AsyncIterable<Uint8Array>) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of source) chunks.push(chunk)
    return Buffer.concat(chunks).toString('latin1')
  }
  async function* once(text: string) {
    for (let at = 0; at < text.length; at += 5) yield Buffer.from(text.slice(at, at + 5))
  }

  it('puts the field in front and changes nothing', async () => {
    const { text } = await signDkim(letter, options)
    expect(await gather(signStream(letter, options))).toBe(text + letter)
    expect(await gather(signStream(once(letter), options))).toBe(text + letter)
    expect(await gather(signStream(() => once(letter), options))).toBe(text + letter)
    expect(await gather(signStream(new Blob([letter]), options))).toBe(text + letter)
    const lf = letter.replaceAll('\r\n', '\n')
    const signed = await gather(signStream(lf, options))
    expect(signed).toBe(text.replaceAll('\r\n', '\n') + lf)
    await passes(signed)
  })

  it('keeps no more than it may', async () => {
    await expect(gather(signStream(once(letter), { ...options, maxBuffered: 10 }))).rejects.toThrow(RangeError)
    await expect(gather(signStream(letter, { ...options, maxBuffered: -1 }))).rejects.toThrow(/maxBuffered/)
    expect(await gather(signStream(() => once(letter), { ...options, maxBuffered: 0 }))).toContain('DKIM-Signature')
  })

  it('gives on what a source throws', async () => {
    async function* failing() {
      yield Buffer.from('From: a@b.c\r\n')
      throw new Error('disk')
    }
    await expect(gather(signStream(failing(), options))).rejects.toThrow('disk')
    await expect(verifyDkim(failing(), { resolveTxt })).rejects.toThrow('disk')
  })
})

/** DKIM_MEGABYTES=1024 takes a GiB. */
const MEGABYTES = Number(process.env.DKIM_MEGABYTES ?? 48)

it('a large body takes bounded memory', async () => {
  const chunk = Buffer.alloc(1 << 20, 'a line of  text\r\n')
  async function* long(head = '') {
    yield Buffer.from(`${head}From: a@example.org\r\n\r\n`)
    for (let i = 0; i < MEGABYTES; i++) yield chunk
  }
  const before = process.memoryUsage().arrayBuffers
  const { text } = await signDkim(long(), options)
  await passes(long(text))
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 << 20)
}, 600_000)
