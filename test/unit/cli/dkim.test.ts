/** `messagerie dkim`. */
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { dkim } from '../../../src/cli/dkim.js'
import { UsageError } from '../../../src/cli/io.js'

const folder = mkdtempSync(join(tmpdir(), 'messagerie-'))
afterAll(() => rmSync(folder, { recursive: true }))
function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const key = file('key.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)
const dns = file(
  'dns.txt',
  `# keys\n\ns._domainkey.example.org. 300 IN TXT "v=DKIM1; " "p=${p}"\nt._domainkey.example.org v=DKIM1; p=${p}\n`,
)
const letter = file('letter.eml', 'From: ada@example.org\nSubject: x\n\nhello\n')

async function run(
  files: readonly string[],
  values: Record<string, unknown> = {},
): Promise<{ code: number; text: string }> {
  let text = ''
  const out = {
    colour: false,
    write: (piece: string) => {
      text += piece
    },
  }
  return { code: await dkim.run({ values: values as never, files, out }), text }
}

describe('messagerie dkim', () => {
  it.each(['s', 't'])('signs and verifies (%s)', async (selector) => {
    const output = join(folder, `${selector}.eml`)
    const values = { domain: 'example.org', selector, key, output }
    expect((await run(['sign', letter], values)).code).toBe(0)
    expect(readFileSync(output, 'latin1')).not.toContain('\r')
    const { code, text } = await run(['verify', output], { dns })
    expect(text).toBe(
      `pass  d=example.org s=${selector}: the signature holds\n      fields: from (from) subject\n      body: 7 octets\n      domain: the domain of From\n`,
    )
    expect(code).toBe(0)
    const json = JSON.parse((await run(['verify', output], { dns, json: true })).text) as Record<string, unknown>
    expect(json).toMatchObject({
      signatures: [{ result: 'pass', tags: { d: 'example.org' } }],
      arc: { result: 'none' },
    })
    const changed = file(`${selector}-changed.eml`, readFileSync(output, 'latin1').replace('hello', 'hallo'))
    const found = await run(['verify', changed, letter], { dns })
    expect(found.code).toBe(1)
    expect(found.text).toContain('fail  d=example.org')
    expect(found.text).toContain('(no DKIM signature)')
  })

  it('takes the options of a signature', async () => {
    const output = join(folder, 'options.eml')
    const values = {
      domain: 'example.org',
      selector: 's',
      key,
      output,
      canonicalization: 'simple/simple',
      headers: 'subject',
      oversign: 'from, subject',
      identity: 'ada@example.org',
      expires: '60',
    }
    await run(['sign', letter], values)
    expect(readFileSync(output, 'latin1')).toMatch(/c=simple\/simple;[\s\S]*x=\d+; *[\s\S]*i=ada@example.org/)
    expect((await run(['verify', output], { dns })).code).toBe(0)
  })

  it.each<[string, string[], object, RegExp]>([
    ['no such action', ['seal', letter], {}, /verify or sign/],
    ['no key', ['sign', letter], { domain: 'a.b', selector: 's' }, /--key is missing/],
    [
      'a key that is not there',
      ['sign', letter],
      { domain: 'a.b', selector: 's', key: join(folder, 'none') },
      /cannot be read/,
    ],
    ['a key that is none', ['sign', letter], { domain: 'a.b', selector: 's', key: letter }, /PEM/],
    ['two messages', ['sign', letter, letter], {}, /one message/],
    ['an option of signing', ['verify', letter], { key }, /other action/],
    ['an option of verifying', ['sign', letter], { dns }, /other action/],
    ['a wrong domain', ['sign', letter], { domain: 'a b', selector: 's', key }, /options.domain/],
    ['records that are none', ['verify', letter], { dns: file('bad.txt', 'name\n') }, /bad.txt:1/],
  ])('%s', async (_name, files, values, message) => {
    const running = (async () => run(files, values as Record<string, unknown>))()
    await expect(running).rejects.toThrow(UsageError)
    await expect((async () => run(files, values as Record<string, unknown>))()).rejects.toThrow(message)
  })
})
