/** `messagerie compose`: JSON in, a message out; what is refused is told with its path. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { compose } from '../../../src/cli/compose.js'
import { UsageError } from '../../../src/cli/io.js'
import { parse } from '../../../src/index.js'
import { checkInvariants } from '../../invariants.js'

const folder = mkdtempSync(join(tmpdir(), 'messagerie-'))
afterAll(() => rmSync(folder, { recursive: true }))
let count = 0
const out = { colour: false, write: () => undefined }

async function composed(spec: unknown, values: Record<string, unknown> = {}): Promise<Uint8Array> {
  const file = join(folder, `spec-${++count}.json`)
  const output = join(folder, `out-${count}.eml`)
  writeFileSync(file, typeof spec === 'string' ? spec : JSON.stringify(spec))
  expect(await compose.run({ values: { ...values, output } as never, files: [file], out })).toBe(0)
  return new Uint8Array(readFileSync(output))
}

const BASE = {
  from: 'Ada <ada@example.org>',
  to: ['bob@example.net'],
  bcc: 'eve@example.com',
  subject: 'Grüße',
  text: 'Hello\n',
}

describe('compose', () => {
  it('writes what the description says', async () => {
    const bytes = await composed({
      ...BASE,
      date: '2024-10-01T12:00:00+02:00',
      attachments: [
        { filename: 'a.bin', content: { base64: 'AAH/\n' } },
        { filename: 'b.txt', content: 'text', contentType: 'text/plain' },
      ],
    })
    checkInvariants(bytes)
    const message = parse(bytes)
    expect(message.subject).toBe('Grüße')
    expect(message.date).toEqual(new Date('2024-10-01T10:00:00Z'))
    expect(message.text).toBe('Hello\r\n')
    expect(message.bcc).toEqual([])
    expect(message.attachments.map((part) => part.filename)).toEqual(['a.bin', 'b.txt'])
    expect(message.attachments[0]!.bytes()).toEqual(Uint8Array.of(0, 1, 255))
    expect(message.attachments[1]!.decodeText()).toBe('text')
  })

  it('--utf8, --bcc', async () => {
    const bytes = await composed(BASE, { utf8: true, bcc: true })
    expect(Buffer.from(bytes).toString('utf8')).toContain('\r\nSubject: Grüße\r\n')
    expect(parse(bytes).bcc.length).toBe(1)
  })

  it('refuses with the path of every fault', async () => {
    await expect(composed({ from: 'nobody', to: 1, subject: 'a\nb' })).rejects.toThrow(
      /\n {2}to: [\s\S]*from: [\s\S]*subject: /,
    )
    await expect(composed('{')).rejects.toThrow(/is no JSON/)
    await expect(composed([])).rejects.toThrow(/spec: expected an object/)
    await expect(composed({ ...BASE, date: '2024-10-01' })).rejects.toThrow(/date: expected an instant/)
    await expect(composed({ ...BASE, colour: 'red' })).rejects.toThrow(/colour: no such key/)
    await expect(composed('{"__proto__": {"from": "a@b.example"}}')).rejects.toThrow(UsageError)
    for (const content of [{ path: '/etc/passwd' }, { base64: 'AA' }, { base64: 'AA==', more: 1 }, ['a'], 1, null]) {
      await expect(composed({ ...BASE, attachments: [{ content }] }), JSON.stringify(content)).rejects.toThrow(
        /attachments\[0\]\.content/,
      )
    }
    await expect(async () => compose.run({ values: {}, files: ['a', 'b'], out })).rejects.toThrow(UsageError)
    await expect(async () => compose.run({ values: {}, files: [join(folder, 'none')], out })).rejects.toThrow(
      /no such file/,
    )
  })
})

it('--json tells what was composed', async () => {
  const file = join(folder, 'json.json')
  writeFileSync(file, JSON.stringify(BASE))
  let text = ''
  await compose.run({
    values: { json: true },
    files: [file],
    out: {
      colour: false,
      write: (piece) => {
        text += piece
      },
    },
  })
  expect(JSON.parse(text)).toMatchObject({ subject: 'Grüße' })
})
