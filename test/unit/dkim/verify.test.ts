/** Verifying: RFC 8463 appendix A, RFC 6376 appendix A, each reason why a signature does not count, and hostile resolvers, keys and fields. */
import { createHash, generateKeyPairSync, sign as nodeSign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { authResultOf, type DkimResult, signDkim, verifyDkim } from '../../../src/dkim/index.js'
import { formatAuthResults } from '../../../src/field/index.js'
import { parse } from '../../../src/index.js'
import { parse as read } from '../../../src/read.js'

const BODY = 'Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n'
const LETTER =
  'From: Joe SixPack <joe@football.example.com>\r\n' +
  'To: Suzie Q <suzie@shopping.example.net>\r\n' +
  'Subject: Is dinner ready?\r\n' +
  'Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n' +
  'Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n'

/** RFC 8463 appendix A.3. */
const SIGNED = `DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=test; t=1528637909; h=from : to : subject :
 date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
 DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
 dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
`.replaceAll('\n', '\r\n')

const RSA_KEY =
  'v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWR' +
  'iGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC' +
  'DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3' +
  'Ip3G+2kryOTIKT+l/K4w3QIDAQAB'
const RECORDS: Record<string, string> = {
  'brisbane._domainkey.football.example.com': 'v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
  'test._domainkey.football.example.com': RSA_KEY,
}
const resolveTxt = async (name: string): Promise<string[][]> => {
  const record = RECORDS[name]
  if (record === undefined) throw Object.assign(new Error('none'), { code: 'ENOTFOUND' })
  return [[record.slice(0, 80), record.slice(80)]]
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
const pem = rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }) as string
const spki = rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const record = (text: string) => async () => [[text]]
const key = record(`p=${spki}`)
const options = { domain: 'football.example.com', selector: 's', sign: pem }
const letter = `${LETTER}\r\n${BODY}`
const signed = async (more: object = {}, message = letter) =>
  (await signDkim(message, { ...options, ...more })).text + message

async function one(message: Parameters<typeof verifyDkim>[0], more: object = {}): Promise<DkimResult> {
  const results = await verifyDkim(message, { resolveTxt: key, ...more })
  expect(results).toHaveLength(1)
  return results[0]!
}

describe('examples of the RFCs', () => {
  it('RFC 8463 appendix A verifies', async () => {
    for (const source of [
      SIGNED + letter,
      parse(SIGNED + letter),
      read(SIGNED + letter),
      (SIGNED + letter).replaceAll('\r\n', '\n'),
    ]) {
      const results = await verifyDkim(source, { resolveTxt })
      expect(results.map(({ result, because }) => [result, because])).toEqual([
        ['pass', 'the signature holds'],
        ['pass', 'the signature holds'],
      ])
      const [first, second] = results
      expect(first).toMatchObject({ index: 0, domain: 'football.example.com', selector: 'brisbane', keyBits: 256 })
      expect(second).toMatchObject({ index: 1, algorithm: 'rsa-sha256', keyBits: 1024 })
      expect(first!.signedAt).toEqual(new Date('2018-06-10T13:38:29Z'))
      expect(first!.covers!.fields).toEqual([
        { name: 'from', index: 0 },
        { name: 'to', index: 0 },
        { name: 'subject', index: 0 },
        { name: 'date', index: 0 },
        { name: 'message-id', index: 0 },
        { name: 'from' },
        { name: 'subject' },
        { name: 'date' },
      ])
      expect(first!.alignment).toEqual({ from: 'football.example.com', strict: true, relaxed: true })
    }
  })

  it('each octet of what RFC 8463 signs counts', async () => {
    const message = SIGNED + letter
    for (let at = SIGNED.length; at < message.length; at += 7) {
      const changed = Buffer.from(message)
      changed[at] = changed[at]! ^ 0x01
      const results = await verifyDkim(changed, { resolveTxt })
      expect(
        results.every(({ result }) => result !== 'pass'),
        String(at),
      ).toBe(true)
    }
  })

  it('the body hash of RFC 6376 appendix A is that of its message', async () => {
    // The RFC shows two spaces where the message that was hashed has one: its "relaxed" hash in RFC 8463 is the same.
    const field = await signDkim(letter.replace('.  ', '. '), { ...options, canonicalization: 'simple/simple' })
    expect(field.value).toContain('bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=')
  })
})

describe('reasons', () => {
  it.each<[string, (text: string) => string, string, RegExp]>([
    ['a changed body', (t) => t.replace('hungry', 'angry'), 'fail', /body/],
    ['a changed field', (t) => t.replace('dinner', 'supper'), 'fail', /does not hold/],
    ['another From', (t) => `From: eve@example.net\r\n${t}`, 'fail', /does not hold/],
    ['another version', (t) => t.replace('v=1', 'v=2'), 'permerror', /v=/],
    ['no version', (t) => t.replace('v=1; ', ''), 'permerror', /no v=/],
    ['no domain', (t) => t.replace(/ d=football.example.com;/, ''), 'permerror', /no d=/],
    ['no hash', (t) => t.replace(/bh=[^;]+;/, ''), 'permerror', /no bh=/],
    ['a tag twice', (t) => t.replace('v=1;', 'v=1; v=1;'), 'permerror', /twice/],
    ['a tag without value', (t) => t.replace('v=1;', 'v=1; x;'), 'permerror', /without/],
    ['From not signed', (t) => t.replace(/h=from : from : /, 'h='), 'permerror', /From/],
    ['an unknown algorithm', (t) => t.replace('rsa-sha256', 'rsa-sha512'), 'permerror', /a=/],
    ['an unknown canonicalization', (t) => t.replace('c=relaxed/relaxed', 'c=nowsp'), 'permerror', /c=/],
    ['a signature that is none', (t) => t.replace(/ b=[^\r]+/, ' b=!!'), 'permerror', /b=/],
    ['a domain that is none', (t) => t.replace('d=football.example.com', 'd=a..b'), 'permerror', /d=/],
    ['an identity of another domain', (t) => t.replace('v=1;', 'v=1; i=@example.net;'), 'permerror', /i=/],
    ['another way to the key', (t) => t.replace('v=1;', 'v=1; q=http;'), 'permerror', /q=/],
    ['a length that is none', (t) => t.replace('v=1;', 'v=1; l=-5;'), 'permerror', /l=/],
    ['a length above the body', (t) => t.replace('v=1;', 'v=1; l=99999999999999999999;'), 'fail', /l=/],
    ['a time that is none', (t) => t.replace(/t=\d+/, 't=soon'), 'permerror', /t=/],
  ])('%s', async (_name, change, result, because) => {
    const found = await one(change(await signed()))
    expect([found.result, found.because]).toEqual([result, expect.stringMatching(because)])
    expect(found.result).not.toBe('pass')
  })

  it.each<[string, string, string, RegExp]>([
    ['revoked', 'v=DKIM1; p=', 'permerror', /revoked/],
    ['another version', `v=DKIM2; p=${spki}`, 'permerror', /DKIM1/],
    ['another type', `k=ed25519; p=${spki}`, 'permerror', /type/],
    ['another hash', `h=sha1; p=${spki}`, 'permerror', /h=/],
    ['another service', `s=web; p=${spki}`, 'permerror', /s=/],
    ['no key', 'v=DKIM1', 'permerror', /no p=/],
    ['no base64', 'p=###', 'permerror', /base64/],
    ['no DER', 'p=AAAA', 'permerror', /no RSA key/],
    ['a length that runs over', 'p=MIT/////', 'permerror', /no RSA key/],
    ['something else', 'hello world', 'permerror', /key record/],
  ])('a key record: %s', async (_name, text, result, because) => {
    const found = await one(await signed(), { resolveTxt: record(text) })
    expect([found.result, found.because]).toEqual([result, expect.stringMatching(because)])
  })

  it('a key as RSAPublicKey, as RFC 6376 §3.6.1 has it', async () => {
    const bare = rsa.publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64')
    expect(await one(await signed(), { resolveTxt: record(`p=${bare}`) })).toMatchObject({
      result: 'pass',
      keyBits: 1024,
    })
  })

  it('the first record that fits counts', async () => {
    const resolve = async () => [['v=spf1 -all'], `p=${spki}`]
    expect((await one(await signed(), { resolveTxt: resolve })).result).toBe('pass')
  })

  it('t=y and t=s of the key', async () => {
    const testing = await one(await signed(), { resolveTxt: record(`t=y:s; p=${spki}`) })
    expect(testing).toMatchObject({ result: 'pass', testing: true })
    const below = await signed({ identity: 'joe@mail.football.example.com' })
    expect((await one(below)).result).toBe('pass')
    expect((await one(below, { resolveTxt: record(`t=s; p=${spki}`) })).because).toMatch(/t=s/)
  })

  it('expired', async () => {
    const now = new Date('2026-01-01T00:00:00Z')
    const message = await signed({ now, expires: 3600 })
    expect((await one(message, { now })).result).toBe('pass')
    expect(await one(message, { now: () => new Date('2026-01-01T01:00:01Z') })).toMatchObject({
      result: 'permerror',
      because: expect.stringContaining('expired') as string,
      expiresAt: new Date('2026-01-01T01:00:00Z'),
    })
  })

  it('RFC 8301: short keys and rsa-sha1 are policy where they hold, and fail where not', async () => {
    const message = await signed()
    expect(await one(message, { minRsaBits: 2048 })).toMatchObject({ result: 'policy', keyBits: 1024 })
    const tags = `v=1; a=rsa-sha1; d=football.example.com; s=s; h=from; bh=${createHash('sha1').update(BODY).digest('base64')}; b=`
    const hashed = `${LETTER.slice(0, LETTER.indexOf('\n') + 1)}DKIM-Signature: ${tags}`
    const signature = nodeSign('sha1', Buffer.from(hashed), rsa.privateKey).toString('base64')
    const old = `DKIM-Signature: ${tags}${signature}\r\n${letter}`
    expect(await one(old)).toMatchObject({ result: 'policy', because: expect.stringContaining('rsa-sha1') as string })
    expect((await one(old.replace('Joe Six', 'Jim Six'))).result).toBe('fail')
    expect((await one(old.replace('hungry', 'angry'))).result).toBe('fail')
  })

  it('l= covers less: the rest is said', async () => {
    const tags = `v=1; a=rsa-sha256; c=simple/simple; d=football.example.com; s=s; l=3; h=from; bh=${createHash('sha256').update('Hi.').digest('base64')}; b=`
    const hashed = `${LETTER.slice(0, LETTER.indexOf('\n') + 1)}DKIM-Signature: ${tags}`
    const field = `DKIM-Signature: ${tags}${nodeSign('sha256', Buffer.from(hashed), rsa.privateKey).toString('base64')}\r\n`
    const found = await one(`${field}${letter}Spam.\r\n`)
    expect(found).toMatchObject({ result: 'pass', covers: { bodyOctets: 3, uncoveredOctets: BODY.length + 7 - 3 } })
  })
})

describe('alignment', () => {
  const at = async (from: string, domain: string, more: object = {}) => {
    const message = `From: ${from}\r\n\r\nx\r\n`
    return (await one(await signed({ domain }, message), more)).alignment
  }

  it('the same domain, one below, another', async () => {
    expect(await at('a@Example.org', 'example.ORG')).toEqual({ from: 'example.org', strict: true, relaxed: true })
    expect(await at('a@mail.example.org', 'example.org')).toMatchObject({ strict: false, relaxed: true })
    expect(await at('a@example.org', 'mail.example.org')).toMatchObject({ strict: false, relaxed: true })
    expect(await at('a@notexample.org', 'example.org')).toMatchObject({ strict: false, relaxed: false })
    expect(await at('a@example.org', 'org')).toMatchObject({ relaxed: false })
    const organizationalDomain = (domain: string) => domain.split('.').slice(-2).join('.')
    expect(await at('a@x.example.org', 'y.example.org', { organizationalDomain })).toMatchObject({ relaxed: true })
    const throws = () => {
      throw new Error('list')
    }
    expect(await at('a@x.example.org', 'y.example.org', { organizationalDomain: throws })).toMatchObject({
      relaxed: false,
    })
  })

  it('no From, several, or several domains align with nothing', async () => {
    for (const head of [
      '',
      'From: a@example.org\r\nFrom: a@example.org\r\n',
      'From: a@example.org, b@example.net\r\n',
    ]) {
      const found = await one(await signed({ domain: 'example.org' }, `${head}To: b@c.d\r\n\r\nx\r\n`))
      expect(found.alignment).toEqual({ strict: false, relaxed: false })
    }
  })
})

describe('hostile worlds', () => {
  it.each<[string, unknown, string, RegExp]>([
    [
      'throws',
      () => {
        throw new Error('boom')
      },
      'temperror',
      /boom/,
    ],
    ['rejects', () => Promise.reject(Object.assign(new Error(), { code: 'ESERVFAIL' })), 'temperror', /ESERVFAIL/],
    ['rejects with nothing', () => Promise.reject(undefined), 'temperror', /error/],
    ['never answers', () => new Promise(() => {}), 'temperror', /no answer/],
    ['has nothing', () => [], 'permerror', /no key/],
    ['gives undefined', () => undefined, 'permerror', /no key/],
    ['gives a number', () => 5, 'temperror', /no array/],
    ['gives numbers', () => [1, 2], 'permerror', /no key/],
    [
      'says that there is none',
      () => Promise.reject(Object.assign(new Error(), { code: 'ENODATA' })),
      'permerror',
      /no key/,
    ],
  ])('a resolver that %s', async (_name, resolve, result, because) => {
    const found = await one(await signed(), { resolveTxt: resolve, timeout: 50 })
    expect([found.result, found.because]).toEqual([result, expect.stringMatching(because)])
  })

  it('asks for each key once', async () => {
    let asked = 0
    const counting = () => {
      asked++
      return [`p=${spki}`]
    }
    const message = await signed()
    const field = message.slice(0, message.length - letter.length)
    const results = await verifyDkim(field.repeat(30) + letter, { resolveTxt: counting })
    expect(asked).toBe(1)
    expect(results).toHaveLength(30)
    expect(results.filter(({ result }) => result === 'pass')).toHaveLength(20)
    expect(results.at(-1)).toMatchObject({ result: 'policy', because: expect.stringContaining('too many') as string })
  })

  it('many different l= are not all hashed', async () => {
    const message = await signed()
    const field = message.slice(0, message.length - letter.length)
    const many = Array.from({ length: 20 }, (_, i) => field.replace('v=1;', `v=1; l=${i};`)).join('')
    const results = await verifyDkim(many + letter, { resolveTxt: key })
    expect(results.filter(({ because }) => because.includes('too many different'))).toHaveLength(10)
  })

  it('long fields', async () => {
    for (const filler of ['a', ' ', ';', '=', 'a.', ':', '\r\n ', 'b=;']) {
      const field = `DKIM-Signature: v=1; a=rsa-sha256; d=${filler.repeat(200_000)}; s=s; h=from; bh=AA==; b=AAAA\r\n`
      const found = await verifyDkim(field + letter, { resolveTxt: key })
      expect(found.every(({ result }) => result !== 'pass')).toBe(true)
    }
  })

  it('keys that are too large, of long exponents, of no value', async () => {
    const sequence = (...parts: number[][]) => {
      const all = parts.flat()
      return [0x30, 0x82, all.length >> 8, all.length & 255, ...all]
    }
    const integer = (octets: number[]) => [0x02, 0x82, octets.length >> 8, octets.length & 255, ...octets]
    const of = (modulus: number[], exponent: number[]) =>
      record(`p=${Buffer.from(sequence(integer(modulus), integer(exponent))).toString('base64')}`)
    const big = new Array<number>(2000).fill(0x7f)
    const message = await signed()
    expect((await one(message, { resolveTxt: of(big, [1, 0, 1]) })).because).toMatch(/over 8192/)
    expect((await one(message, { resolveTxt: of(big.slice(0, 128), big.slice(0, 128)) })).because).toMatch(/no RSA key/)
    expect((await one(message, { resolveTxt: of([0, 0], [3]) })).because).toMatch(/no RSA key/)
    expect((await one(message, { resolveTxt: of([5], [3]) })).result).not.toBe('pass')
  })

  it('a header section without end is not read', async () => {
    const endless = Buffer.alloc(1 << 21, 'a: b\r\n')
    expect(await one(endless)).toMatchObject({
      result: 'permerror',
      because: expect.stringContaining('1 MiB') as string,
    })
  })

  it('any octets', async () => {
    for (const source of [
      '',
      '\r\n',
      'DKIM-Signature:',
      'DKIM-Signature: =;=;\r\n\r\n',
      '\u0000\u0000',
      'From x\n\n',
    ]) {
      const found = await verifyDkim(source, { resolveTxt: key })
      expect(found.every(({ result }) => result !== 'pass')).toBe(true)
    }
  })

  it('names a wrong argument', async () => {
    await expect(verifyDkim('', {} as never)).rejects.toThrow(/resolveTxt/)
    await expect(verifyDkim('', { resolveTxt: key, extra: 1 } as never)).rejects.toThrow(/options.extra/)
    await expect(verifyDkim('', { resolveTxt: key, minRsaBits: 0 })).rejects.toThrow(/minRsaBits/)
    await expect(verifyDkim('', { resolveTxt: key, now: new Date(Number.NaN) })).rejects.toThrow(/now/)
    await expect(verifyDkim(5 as never, { resolveTxt: key })).rejects.toThrow(/source/)
  })
})

it('is written as Authentication-Results', async () => {
  const results = await verifyDkim(`${await signed()}`, { resolveTxt: key })
  const b = /^[\w+]+/.exec(results[0]!.tags.get('b')!)![0].slice(0, 8)
  expect(
    formatAuthResults({ authservId: 'mx.example.org', results: results.map(authResultOf) }).replaceAll('"', ''),
  ).toContain(`mx.example.org; dkim=pass header.d=football.example.com header.s=s header.a=rsa-sha256 header.b=${b}`)
  const failed = await verifyDkim(`${(await signed()).replace('hungry', 'angry')}`, { resolveTxt: key })
  expect(authResultOf(failed[0]!)).toMatchObject({ method: 'dkim', result: 'fail' })
  expect(() => formatAuthResults({ authservId: 'a', results: failed.map(authResultOf) })).not.toThrow()
})
