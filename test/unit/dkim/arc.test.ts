/** ARC: RFC 8617 appendix B as it is read, each way in which a chain fails, and when no set is added. */
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sealArc, verifyArc } from '../../../src/dkim/index.js'
import { parse } from '../../../src/index.js'

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
const ed25519 = generateKeyPairSync('ed25519')
const pem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
const edPem = ed25519.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
const resolveTxt = (name: string) =>
  name.startsWith('e.')
    ? [`k=ed25519; p=${ed25519.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')}`]
    : [`p=${rsa.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`]
const authResults = { authservId: 'mx.example.org', results: [{ method: 'spf', result: 'pass', properties: [] }] }
const options = { domain: 'example.org', selector: 's', sign: pem, authResults, resolveTxt }
const letter = 'From: ada@example.org\r\nDKIM-Signature: v=1\r\nSubject: x\r\n\r\nhello\r\n'

async function sealed(times: number, message = letter): Promise<string> {
  let at = message
  for (let i = 0; i < times; i++) at = (await sealArc(at, options)).text + at
  return at
}

describe('sealArc', () => {
  it('makes the three fields of the next instance', async () => {
    const { fields, instance, cv, text } = await sealArc(letter, options)
    expect(fields.map(({ name }) => name)).toEqual(['ARC-Seal', 'ARC-Message-Signature', 'ARC-Authentication-Results'])
    expect([instance, cv]).toEqual([1, 'none'])
    expect(text).toContain('ARC-Authentication-Results: i=1; mx.example.org; spf=pass\r\n')
    expect(text).toMatch(/h=from : subject : dkim-signature;/)
    expect(text).not.toMatch(/ARC-Seal:[^;]*; h=/)
    const message = parse(letter)
    for (const field of [...fields].reverse()) message.headers.prepend(field.name, field.value)
    expect(message.toString()).toBe(text + letter)
    expect((await verifyArc(message, { resolveTxt })).result).toBe('pass')
    expect(await sealArc(message, options)).toMatchObject({ instance: 2, cv: 'pass' })
  })

  it('with Ed25519 too', async () => {
    const { text } = await sealArc(letter, { ...options, algorithm: 'ed25519-sha256', selector: 'e', sign: edPem })
    expect((await verifyArc(text + letter, { resolveTxt })).result).toBe('pass')
  })

  it('of a chain that fails seals the new set alone, and nothing after it', async () => {
    const broken = (await sealed(2)).replace('hello', 'hallo')
    const set = await sealArc(broken, options)
    expect(set).toMatchObject({ instance: 3, cv: 'fail' })
    expect(set.text).toContain('cv=fail')
    const found = await verifyArc(set.text + broken, { resolveTxt })
    expect(found).toMatchObject({ result: 'fail', instance: 3, because: expect.stringContaining('cv=fail') as string })
    const next = await sealArc(set.text + broken, options)
    expect(next).toMatchObject({ fields: [], text: '', instance: 3, cv: 'fail' })
  })

  it('takes what was found before the message was changed here', async () => {
    const changed = (await sealed(1)).replace('hello', 'hello, with a footer')
    const { resolveTxt: _, ...without } = options
    await expect(sealArc(changed, without)).rejects.toThrow(/options.resolveTxt/)
    const { text, cv } = await sealArc(changed, { ...without, chain: 'pass' })
    expect(cv).toBe('pass')
    const found = await verifyArc(text + changed, { resolveTxt })
    expect(found).toMatchObject({ result: 'pass', instance: 2, oldestPass: 2 })
    expect(found.sets.map(({ signature, seal }) => [signature.result, seal.result])).toEqual([
      ['fail', 'pass'],
      ['pass', 'pass'],
    ])
    expect(await sealArc(letter, without)).toMatchObject({ cv: 'none' })
  })

  it('names a wrong argument', async () => {
    for (const [wrong, message] of [
      [{ authResults: '' }, /authResults/],
      [{ chain: 'maybe' }, /chain/],
      [{ headers: ['ARC-Seal'] }, /arc-seal/],
      [{ domain: '' }, /domain/],
      [{ oversign: true }, /oversign/],
    ] as const)
      await expect(sealArc(letter, { ...options, ...wrong } as never)).rejects.toThrow(message)
  })
})

describe('verifyArc', () => {
  it('no chain', async () => {
    expect(await verifyArc(letter, { resolveTxt })).toMatchObject({ result: 'none', instance: 0, sets: [] })
  })

  it('says what each sealer found', async () => {
    const { sets } = await verifyArc(await sealed(2), { resolveTxt })
    expect(sets.map(({ instance, cv, domain }) => [instance, cv, domain])).toEqual([
      [1, 'none', 'example.org'],
      [2, 'pass', 'example.org'],
    ])
    expect(sets[0]!.authResults).toMatchObject({ authservId: 'mx.example.org', results: [{ method: 'spf' }] })
  })

  it.each<[string, (text: string) => string, RegExp]>([
    ['a changed body', (t) => t.replace('hello', 'hallo'), /ARC-Message-Signature/],
    ['changed results', (t) => t.replace('i=1; mx.example.org; spf=pass', 'i=1; mx.example.org; spf=fail'), /ARC-Seal/],
    ['a seal taken away', (t) => t.replace(/^ARC-Seal:[\s\S]*?\r\n(?! )/, ''), /missing/],
    ['results taken away', (t) => t.replace(/ARC-Authentication-Results: i=1[\s\S]*?\r\n(?! )/, ''), /missing/],
    ['a gap', (t) => t.replaceAll('i=1;', 'i=3;'), /missing|cv=/],
    ['a field twice', (t) => `ARC-Authentication-Results: i=1; x; none\r\n${t}`, /twice/],
    ['no instance', (t) => `ARC-Seal: cv=none\r\n${t}`, /no instance/],
    ['instance 0', (t) => `ARC-Seal: i=0; cv=none\r\n${t}`, /no instance/],
    ['instance 51', (t) => `ARC-Seal: i=51; cv=pass\r\n${t}`, /over 50/],
    ['another cv', (t) => t.replace('cv=pass', 'cv=none'), /cv=/],
    ['h= in a seal', (t) => t.replace('cv=pass', 'cv=pass; h=from'), /h=/],
    ['a signed seal', (t) => t.replace('h=from', 'h=arc-seal : from'), /signs ARC-Seal/],
    ['rsa-sha1', (t) => t.replace('a=rsa-sha256', 'a=rsa-sha1'), /rsa-sha1/],
  ])('fails: %s', async (_name, change, because) => {
    const found = await verifyArc(change(await sealed(2)), { resolveTxt })
    expect([found.result, found.because]).toEqual(['fail', expect.stringMatching(because)])
  })

  it('fails for good where there is no answer', async () => {
    const message = await sealed(1)
    const found = await verifyArc(message, { resolveTxt: () => Promise.reject(new Error('down')) })
    expect(found).toMatchObject({ result: 'fail', because: expect.stringContaining('down') as string })
    const never = await verifyArc(message, { resolveTxt: () => new Promise<never>(() => {}), timeout: 20 })
    expect(never.result).toBe('fail')
  })

  it('reads RFC 8617 appendix B, whose keys are gone', async () => {
    const example = `ARC-Seal: i=1; a=rsa-sha256; cv=none; d=lists.example.org; s=dk-lists;
         t=12345; b=TlCCKzgk3TrAa+G77gYYO8Fxk4q/Ml0biqduZJeOYh6+0zhwQ8u/
        lHxLi21pxu347isLSuNtvIagIvAQna9a5A==
ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=
        lists.example.org; h=message-id:date:from:to:subject; s=
        dk-lists; t=12345; bh=KWSe46TZKCcDbH4klJPo+tjk5LWJnVRlP5pvjXFZYL
        Q=; b=DsoD3n3hiwlrN1ma8IZQFgZx8EDO7Wah3hUjIEsYKuShRKYB4LwGUiKD5Y
        yHgcIwGHhSc/4+ewYqHMWDnuFxiQ==
ARC-Authentication-Results: i=1; lists.example.org; spf=pass
    smtp.mfrom=jqd@d1.example; dkim=pass (512-bit key)
    header.i=@d1.example; dmarc=pass
Message-ID: <54B84785.1060301@d1.example>
From: John Q Doe <jqd@d1.example>

Hey gang,
This is a test message.
--J.
`
    const found = await verifyArc(example, { resolveTxt: () => [] })
    expect(found).toMatchObject({ result: 'fail', instance: 1, because: expect.stringContaining('no key') as string })
    expect(found.sets[0]!.authResults.results.map(({ method }) => method)).toEqual(['spf', 'dkim', 'dmarc'])
  })

  it('a stream as memory', async () => {
    const message = Buffer.from(await sealed(2))
    const chunks = Array.from(message, (octet) => Uint8Array.of(octet))
    expect(await verifyArc(chunks, { resolveTxt })).toEqual(await verifyArc(message, { resolveTxt }))
  })
})
