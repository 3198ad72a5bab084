/** Legacy display elements, written and taken out. RFC 9788 §2.1.2, §4.5.3, §5.2.2 to §5.2.4. */
import { describe, expect, it } from 'vitest'
import { compose, type MessageSpec, parse } from '../../../src/index.js'
import { encrypt, headerProtection, secureParts, sign, withoutLegacyDisplay } from '../../../src/secure/index.js'

const SIGNATURE = '-----BEGIN PGP SIGNATURE-----\n\nwgoEAAEIiQE=\n-----END PGP SIGNATURE-----\n'
const MESSAGE = '-----BEGIN PGP MESSAGE-----\n\nhQE=\n-----END PGP MESSAGE-----\n'
const SPEC: MessageSpec = {
  from: 'Ada <ada@example.org>',
  to: 'Bob <bob@example.net>',
  cc: 'Carol <carol@example.net>',
  subject: 'Größe of the engine',
  date: new Date('2024-05-06T08:15:00Z'),
}

async function hide(spec: Partial<MessageSpec>, options: Partial<Parameters<typeof encrypt>[2]> = {}, signs = false) {
  let inside = new Uint8Array(0)
  const protect = { protectHeaders: 'baseline', legacyDisplay: true, ...options } as const
  const message = compose({ ...SPEC, ...spec })
  const inner = signs ? await sign(message, () => SIGNATURE, { protocol: 'pgp', ...protect }) : message
  const outer = await encrypt(
    inner,
    (content) => {
      inside = new Uint8Array(content)
      return MESSAGE
    },
    { protocol: 'pgp', ...(signs ? {} : protect) },
  )
  return {
    read: headerProtection(parse(outer.toBytes()), { decrypted: inside }),
    inside: Buffer.from(inside).toString(),
  }
}

describe('written', () => {
  it('stands on top of a text, and the part says so', async () => {
    const { read, inside } = await hide({ text: 'We should skip the meeting.\n' })
    expect(inside).toMatch(/^Content-Type: text\/plain;.*hp-legacy-display=1/m)
    const [part] = read.legacyDisplay
    expect(part!.decodeText()).toBe('Subject: Größe of the engine\r\n\r\nWe should skip the meeting.\r\n')
    expect(withoutLegacyDisplay(part!)).toBe('We should skip the meeting.\r\n')
    expect(read.hp).toBe('cipher')
    expect(read.fields.filter(({ changed }) => changed)).toEqual([])
  })

  it('stands in the body of a page, in any charset', async () => {
    const html = '<!DOCTYPE html><html><head><title>x</title></head><body class=a><p>Skip & go</p></body></html>'
    const { read } = await hide({ text: 'Skip\n', html })
    expect(read.legacyDisplay.map(({ contentType }) => contentType.mediaType)).toEqual(['text/plain', 'text/html'])
    const page = read.legacyDisplay[1]!.decodeText()
    expect(page).toContain(
      '<body class=a><div class="header-protection-legacy-display"><pre>Subject: Gr&#246;&#223;e of the engine</pre></div><p>',
    )
    expect(read.legacyDisplay.map((part) => withoutLegacyDisplay(part).trim())).toEqual(['Skip', html])
  })

  it('names what the policy hides of what readers show, and nothing else', async () => {
    const shy = await hide({ text: 'x\n', headers: { Keywords: 'engine', 'X-Own': 'y' } }, { protectHeaders: 'shy' })
    expect(shy.read.legacyDisplay[0]!.decodeText().split('\r\n')).toEqual([
      'From: Ada <ada@example.org>',
      'To: Bob <bob@example.net>',
      'Cc: Carol <carol@example.net>',
      'Subject: Größe of the engine',
      '',
      'x',
      '',
    ])
    for (const protectHeaders of ['no_confidentiality', (_: string, value: string) => value] as const) {
      const open = await hide({ text: 'x\n' }, { protectHeaders })
      expect([open.read.legacyDisplay, open.inside.includes('hp-legacy-display')]).toEqual([[], false])
    }
  })

  it('leaves attachments alone, and texts where it is not asked for', async () => {
    const { read, inside } = await hide({
      text: 'x\n',
      attachments: [{ content: 'a note\n', filename: 'note.txt' }, { content: compose({ ...SPEC, text: 'inner\n' }) }],
    })
    expect(read.legacyDisplay).toHaveLength(1)
    expect(inside.match(/hp-legacy-display/g)).toHaveLength(1)
    const plain = await hide({ text: 'x\n' }, { legacyDisplay: false })
    expect([plain.read.legacyDisplay, plain.inside.includes('hp-legacy-display')]).toEqual([[], false])
  })

  it('is signed, and keeps text that flows', async () => {
    const { read, inside } = await hide({ text: 'Größe  \n' }, {}, true)
    expect(read.fields.find(({ name }) => name === 'Subject')).toMatchObject({ state: 'both', changed: false })
    expect(withoutLegacyDisplay(read.legacyDisplay[0]!)).toBe('Größe  \r\n')
    expect(inside).not.toMatch(/[ \t]\r\n/)
    expect(secureParts(parse(inside))[0]!.warnings).toEqual([])
    const message = parse(
      'From: a@b.example\r\nSubject: s\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; format=flowed\r\n\r\none \r\ntwo\r\n',
    )
    let made = ''
    const keep = (content: Uint8Array) => {
      made = Buffer.from(content).toString()
      return MESSAGE
    }
    await encrypt(message, keep, {
      protocol: 'pgp',
      protectHeaders: true,
      legacyDisplay: true,
    })
    expect(parse(made).contentType.params).toMatchObject({ format: 'flowed', 'hp-legacy-display': '1', hp: 'cipher' })
    expect(withoutLegacyDisplay(parse(made))).toBe('one \r\ntwo\r\n')
  })

  it('is a switch', async () => {
    await expect(hide({ text: 'x' }, { legacyDisplay: 1 as never })).rejects.toThrow(
      /legacyDisplay: expected true or false/,
    )
  })
})

describe('read', () => {
  const part = (type: string, body: string) => parse(`Content-Type: ${type}\r\n\r\n${body}`)
  it.each([
    ['Subject: x\r\n\r\nhello\r\n\r\nthere', 'hello\r\n\r\nthere'],
    ['Subject: x\nCc: y\n\nhello', 'hello'],
    ['\r\nhello', 'hello'],
    ['Subject: x\r\n \r\nhello\r\n\r\nmore', 'more'],
    ['no blank line', 'no blank line'],
    ['', ''],
  ])('%j', (body, wanted) => {
    expect(withoutLegacyDisplay(part('text/plain; hp-legacy-display="1"', body))).toBe(wanted)
    for (const other of ['text/plain', 'text/plain; hp-legacy-display=2', 'text/csv; hp-legacy-display=1'])
      expect(withoutLegacyDisplay(part(other, body))).toBe(body)
  })
  const DIV = 'header-protection-legacy-display'
  it.each([
    [`<body><div class="${DIV}"><pre>Subject: x</pre></div><p>hi`, '<body><p>hi'],
    [`<DIV id=a CLASS='b ${DIV} c'><div>x</div>y</DIV ><p>hi`, '<p>hi'],
    [`<div class=${DIV}>x</div>hi`, 'hi'],
    [`<div class="x"><div class="${DIV}">x</div>hi</div>`, '<div class="x">hi</div>'],
    [`<div class="${DIV}">never closed`, `<div class="${DIV}">never closed`],
    [`<div class="no-${DIV}">x</div>hi`, `<div class="no-${DIV}">x</div>hi`],
    [`<div title="class=${DIV}">x</div>hi`, `<div title="class=${DIV}">x</div>hi`],
    ['<p>hi</p><div>x</div>', '<p>hi</p><div>x</div>'],
    ['<div', '<div'],
  ])('%s', (body, wanted) => {
    expect(withoutLegacyDisplay(part('text/html; hp-legacy-display=1', body))).toBe(wanted)
  })
  it('is named only inside what was encrypted, and not in what is attached', () => {
    const inner = `Content-Type: multipart/mixed; hp="cipher"; boundary=i\r\nSubject: s\r\nHP-Outer: Subject: [...]\r\n\r\n--i\r\nContent-Type: text/plain; hp-legacy-display=1\r\n\r\nSubject: s\r\n\r\nhi\r\n--i\r\nContent-Type: text/plain; hp-legacy-display=1\r\nContent-Disposition: attachment\r\n\r\nfile\r\n--i\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: text/plain; hp-legacy-display=1\r\n\r\nA: b\r\n\r\nc\r\n--i--\r\n`
    const outer = parse(
      `From: a@b.example\r\nSubject: [...]\r\nContent-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=o\r\n\r\n--o\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--o\r\nContent-Type: application/octet-stream\r\n\r\n${MESSAGE.replaceAll('\n', '\r\n')}--o--\r\n`,
    )
    expect(headerProtection(outer, { decrypted: inner }).legacyDisplay.map((one) => withoutLegacyDisplay(one))).toEqual(
      ['hi'],
    )
    expect(headerProtection(parse(inner)).legacyDisplay).toEqual([])
  })
  it('refuses what is no part', () => {
    expect(() => withoutLegacyDisplay({} as never)).toThrow(/part: expected a part/)
  })
})
