/** What docs/migrating.md says of mailparser, postal-mime and nodemailer, and of the same thing here. */
import { simpleParser } from 'mailparser'
import nodemailer from 'nodemailer'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { plainText, textToHtml } from '../../src/html/index.js'
import { compose, displayAddresses, parse } from '../../src/index.js'
import { present } from '../../src/present/index.js'
import { envelope } from '../../src/transport/index.js'

const MIXED = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n'
const LETTER =
  'From: ada@example.org\r\nTo: Team: bob@example.net, carol@example.net;\r\nReferences: <1@example.org>\r\n' +
  `Message-ID: <2@example.org>\r\nDate: some day\r\n${MIXED}` +
  '--b\r\nContent-Type: text/html\r\n\r\n<p>one</p><img src="cid:x"><script>1</script>\r\n' +
  '--b\r\nContent-Type: text/html\r\n\r\n<p>two</p>\r\n' +
  '--b\r\nContent-Type: image/gif\r\nContent-ID: <x>\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n' +
  '--b\r\nContent-Disposition: attachment; filename="../x.txt"\r\n\r\nhi\r\n' +
  '--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nyo\r\n--b--\r\n'
const HTML_ONLY = 'MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>hi</p>\r\n'
const TWICE = 'From: a@example.org\r\nTo: b@example.org\r\nTo: c@example.org\r\n\r\nx'
const IDN = 'From: Zo <info@xn--mnchen-3ya.example>\r\n\r\nx'

describe('mailparser', () => {
  it('dates, identifiers, addresses', async () => {
    const mail = await simpleParser(LETTER)
    expect(Math.abs((mail.date as Date).getTime() - Date.now())).toBeLessThan(60_000)
    expect(mail.references).toBe('<1@example.org>')
    expect(mail.messageId).toBe('<2@example.org>')
    expect(mail.from?.value).toEqual([{ address: 'ada@example.org', name: '' }])
    expect((await simpleParser(IDN)).from?.value[0]?.address).toBe('info@münchen.example')
    expect(Array.isArray((await simpleParser(TWICE)).to)).toBe(true)

    const message = parse(LETTER)
    expect(message.date).toBeUndefined()
    expect(message.references).toEqual(['1@example.org'])
    expect(message.messageId).toBe('2@example.org')
    expect(message.from[0]?.name).toBeUndefined()
    expect(parse(IDN).from[0]?.address).toBe('info@xn--mnchen-3ya.example')
    expect(parse(TWICE).to).toHaveLength(2)
  })

  it('texts of addresses, of any mail that was read', async () => {
    for (const from of [
      'Ada <ada@example.org>',
      'Acme <>',
      'a@example.org <b@example.org',
      '"a..b"@example.org',
      '=?utf-8?Q?Z=C3=B6?=',
    ]) {
      const source = `From: ${from}\r\n\r\nx`
      const mail = await simpleParser(source)
      const shown = displayAddresses(parse(source).headers.addresses('from'))
      expect(shown.length, from).toBeGreaterThan(0)
      if (from.startsWith('Ada')) expect(shown).toBe(mail.from?.text.replaceAll('"', ''))
    }
  })

  it('texts that were made', async () => {
    expect(plainText(parse(HTML_ONLY)).trim()).toBe((await simpleParser(HTML_ONLY)).text?.trim())
    expect(textToHtml('1 < 2')).toContain('1 &lt; 2')
  })

  it('texts', async () => {
    const mail = await simpleParser(LETTER)
    expect(mail.html).toContain('data:image/gif;base64,AAEC')
    expect(mail.html).toContain('<p>two</p>')
    expect(mail.html).toContain('<script>')
    expect((await simpleParser(HTML_ONLY)).text).toBe('hi')
    const plain = await simpleParser('Subject: x\r\n\r\nhi')
    expect(plain.html).toBe(false)
    expect(plain.textAsHtml).toBe('<p>hi</p>')

    const message = parse(LETTER)
    expect(message.html).toBe('<p>one</p><img src="cid:x"><script>1</script><br><p>two</p>')
    expect(message.htmlBody.map((part) => part.contentType.mediaType)).toEqual(['text/html', 'text/html', 'image/gif'])
    const shown = present(message).flatMap((item) => (item.action === 'show' ? [item.part.contentType.mediaType] : []))
    expect(shown.filter((type) => type === 'text/html')).toHaveLength(2)
    expect(parse(HTML_ONLY).text).toBeUndefined()
    expect(parse('Subject: x\r\n\r\nhi').html).toBeUndefined()
  })

  it('attachments', async () => {
    const { attachments } = await simpleParser(LETTER)
    expect(attachments.map(({ filename }) => filename)).toEqual([undefined, '../x.txt', undefined])
    expect(attachments[0]).toMatchObject({ cid: 'x', contentId: '<x>', size: 3, partId: '3' })

    const parts = parse(LETTER).attachments
    expect(parts.map(({ filename }) => filename)).toEqual([undefined, '../x.txt', undefined])
    expect(parts[1]?.safeFilename).not.toContain('/')
    expect(parts[0]?.contentId).toBe('x')
    expect(parts[0]?.path).toEqual([3])
  })

  it('refuses more than 1000 parts', async () => {
    const many = `${MIXED}${'--b\r\n\r\nx\r\n'.repeat(1100)}--b--\r\n`
    await expect(simpleParser(many)).rejects.toThrow('child nodes')
    expect(parse(many).parts).toHaveLength(1100)
  })
})

describe('postal-mime', () => {
  it('gives strings, null and joined HTML', async () => {
    const email = await PostalMime.parse(LETTER)
    expect(email.date).toBe('some day')
    expect(email.references).toBe('<1@example.org>')
    expect(email.messageId).toBe('<2@example.org>')
    expect(email.from).toEqual({ address: 'ada@example.org', name: '' })
    expect(email.html).toContain('<p>two</p>')
    expect(email.html).toContain('inner')
    expect(email.attachments).toHaveLength(2)
    expect(email.attachments[0]).toMatchObject({ filename: null, contentId: '<x>', mimeType: 'image/gif' })
    expect(email.attachments[0]?.content).toBeInstanceOf(ArrayBuffer)
    expect(email.text).toContain('inner')
    expect(email.text).toContain('one')
    expect((await PostalMime.parse('Subject: =?utf-8?Q?=C3=9C?=\r\n\r\n')).headers[0]?.value).toBe('=?utf-8?Q?=C3=9C?=')

    expect(parse(LETTER).attachments).toHaveLength(3)
  })
})

describe('nodemailer', () => {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true })
  const sent = async (mail: object) => {
    const info = await transport.sendMail({ from: 'ada@example.org', text: 'x', ...mail })
    return { text: String(info.message), to: (info.envelope as { to: string[] }).to }
  }

  it('repairs what is refused here', async () => {
    const wrapped = await sent({ to: 'bob@example.net', subject: 'a\r\nBcc: eve@example.com' })
    expect(wrapped.text).toContain('Subject: a Bcc: eve@example.com')
    expect((await sent({ to: 'x y@example.org' })).to).toEqual(['y@example.org'])
    expect((await sent({ to: 'nobody' })).to).toEqual([])

    const from = 'ada@example.org'
    expect(() => compose({ from, subject: 'a\r\nBcc: eve@example.com' })).toThrow('subject')
    expect(() => compose({ from, to: 'x y@example.org' })).toThrow('to')
    expect(() => compose({ from, to: 'nobody' })).toThrow('to')
  })

  it('attaches a calendar twice, and names types as is done here', async () => {
    expect((await sent({ attachments: [{ filename: 'a.csv', content: 'x' }] })).text).toContain(
      'Content-Type: text/csv',
    )
    const { text } = await sent({ icalEvent: { method: 'REQUEST', content: 'BEGIN:VCALENDAR' } })
    expect(text).toContain('text/calendar')
    expect(text).toContain('application/ics')

    const named = compose({ from: 'ada@example.org', attachments: [{ filename: 'a.csv', content: Uint8Array.of(1) }] })
    expect(named.attachments[0]?.contentType.mediaType).toBe('text/csv')
  })

  it('carries what was composed here octet for octet', async () => {
    const message = compose({ from: 'ada@example.org', to: 'bob@example.net', bcc: 'eve@example.com', text: 'é\n.\n' })
    const raw = message.toBytes()
    const { from, to } = envelope(message)
    const info = await transport.sendMail({ envelope: { from: from || false, to: [...to] }, raw: Buffer.from(raw) })
    expect(Uint8Array.from(info.message as Uint8Array)).toEqual(Uint8Array.from(raw))
    expect(info.envelope).toEqual({ from: 'ada@example.org', to: ['bob@example.net', 'eve@example.com'] })
  })
})
