/** `messagerie secure`. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/cli/io.js'
import { secure } from '../../../src/cli/secure.js'

const folder = mkdtempSync(join(tmpdir(), 'messagerie-'))
afterAll(() => rmSync(folder, { recursive: true }))
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----\n\niQE=\n-----END PGP SIGNATURE-----\n'
const SIGNED =
  'Content-Type: multipart/signed; boundary=s; micalg=pgp-sha256; protocol="application/pgp-signature"\n\n' +
  `--s\nContent-Type: text/plain\n\nHello\n--s\nContent-Type: application/pgp-signature\n\n${SIGNATURE}\n--s--\n`

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

async function run(path: string, values: Record<string, unknown> = {}): Promise<{ code: number; text: string }> {
  let text = ''
  const out = {
    colour: false,
    write: (piece: string) => {
      text += piece
    },
  }
  return { code: await secure.run({ values: values as never, files: [path], out }), text }
}

const whole = file('whole.eml', `Subject: x\n${SIGNED}`)
const part = file('part.eml', `Content-Type: multipart/mixed; boundary=m\n\n--m\n${SIGNED}--m\n\nfooter\n--m--\n`)

describe('messagerie secure', () => {
  it('lists', async () => {
    expect(await run(whole)).toEqual({
      code: 0,
      text: '  1  signed (PGP, multipart, pgp-sha256)  message, multipart/signed\n     covers the whole body, not the header section\n',
    })
    const { code, text } = await run(part)
    expect(code).toBe(1)
    expect(text).toBe(
      '  1  signed (PGP, multipart, pgp-sha256)  part 1, multipart/signed\n     covers this part only\n' +
        '     beside other parts stand beside it that it does not cover: 1 other part, multipart/mixed\n',
    )
    expect(await run(file('none.eml', 'Subject: x\n\n'))).toEqual({
      code: 0,
      text: '(nothing is signed or encrypted)\n',
    })
    const [json] = JSON.parse((await run(part, { json: true })).text)
    expect(json).toMatchObject({
      kind: 'signed',
      path: [1],
      covers: [1, 1],
      signedBytes: 33,
      warnings: [{ code: 'beside' }],
    })
  })

  it('writes what a verifier needs', async () => {
    const [signed, signature] = [join(folder, 'signed.txt'), join(folder, 'signed.asc')]
    expect((await run(whole, { signed, signature })).code).toBe(0)
    expect(readFileSync(signed, 'latin1')).toBe('Content-Type: text/plain\r\n\r\nHello')
    expect(readFileSync(signature, 'latin1')).toBe(SIGNATURE)
    await expect(run(whole, { signed })).rejects.toThrow(/it is there already/)
    await expect(run(whole, { data: join(folder, 'data') })).rejects.toThrow(/nothing in the message has that/)
    await expect(run(whole, { number: '2', signed: join(folder, 'x') })).rejects.toThrow(UsageError)
    expect(existsSync(join(folder, 'data'))).toBe(false)
    await expect(
      secure.run({ values: {}, files: ['a', 'b'], out: { colour: false, write: () => undefined } }),
    ).rejects.toThrow(/one message/)
  })
})
