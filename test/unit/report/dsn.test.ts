/** Reports by their fields: RFC 3464, 6533, 8098, 5965; read, written, and both. */
import { describe, expect, it } from 'vitest'
import { MessageSpecError, parse } from '../../../src/index.js'
import { composeArf, composeDsn, composeMdn, readArf, readDsn, readMdn } from '../../../src/report/index.js'

const report = (type: string, ...body: string[]) =>
  [
    'From: MAILER-DAEMON@mx.example.org',
    'To: ada@example.org',
    'Content-Type: multipart/report; report-type=x; boundary=b',
    '',
    '--b',
    '',
    'text',
    '--b',
    `Content-Type: message/${type}`,
    '',
    ...body,
    '--b',
    'Content-Type: message/rfc822',
    '',
    'Message-ID: <1@example.org>',
    'To: charles@example.net',
    '',
    'hi',
    '--b--',
    '',
  ].join('\r\n')

const DSN = report(
  'delivery-status',
  'Reporting-MTA: dns; mx.example.org',
  'Received-From-MTA: dns; client.example.org',
  'Arrival-Date: Mon, 1 Jan 2024 00:00:00 +0000',
  'Original-Envelope-Id: QQ314159',
  '',
  'Original-Recipient: rfc822;charles@example.net',
  'Final-Recipient: rfc822; <c@mail.example.net> (the one)',
  'Action: Failed (of course)',
  'Status: 5.1.01 (no such user)',
  'Remote-MTA: dns; mail.example.net',
  'Diagnostic-Code: smtp; 550 5.1.1',
  ' no such user',
  '  \t',
  'Final-Recipient: grace@example.net',
  'Action: vanished',
  'Status: unknown',
  '',
)

describe('readDsn', () => {
  it('reads the message and each recipient', () => {
    const dsn = readDsn(parse(DSN))!
    expect(dsn).toMatchObject({
      reportingMta: 'mx.example.org',
      receivedFromMta: 'client.example.org',
      originalEnvelopeId: 'QQ314159',
      arrivalDate: new Date('2024-01-01T00:00:00Z'),
    })
    expect(dsn.original?.messageId).toBe('1@example.org')
    expect(dsn.recipients[0]).toMatchObject({
      originalRecipient: 'charles@example.net',
      finalRecipient: 'c@mail.example.net',
      action: 'failed',
      status: '5.1.1',
      remoteMta: 'mail.example.net',
      diagnostic: { type: 'smtp', value: '550 5.1.1 no such user' },
    })
    // No type, unknown words: what can be read is read, the rest is absent.
    expect(dsn.recipients[1]).toMatchObject({ finalRecipient: 'grace@example.net' })
    expect(dsn.recipients[1]!.action).toBeUndefined()
    expect(dsn.recipients[1]!.status).toBeUndefined()
  })

  it('says where in the source it found each thing', () => {
    const { evidence } = readDsn(parse(DSN))!.recipients[0]!
    const status = evidence.find(({ what }) => what === 'Status')!
    expect(DSN.slice(status.start, status.end)).toBe('Status: 5.1.01 (no such user)\r\n')
    expect(status).toMatchObject({ path: [2], in: 'source' })
  })

  it('reads a part under base64, with offsets in its content', () => {
    const content = Buffer.from('Final-Recipient: rfc822; a@b.org\r\nStatus: 4.0.0\r\n').toString('base64')
    const message = parse(
      `Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n${content}`,
    )
    expect(readDsn(message)!.recipients[0]).toMatchObject({
      finalRecipient: 'a@b.org',
      evidence: [
        { in: 'content', start: 0, end: 34 },
        { in: 'content', start: 34 },
      ],
    })
  })

  it('decodes addresses of type utf-8 (RFC 6533 §3)', () => {
    const dsn = readDsn(
      parse(
        report(
          'global-delivery-status',
          'Reporting-MTA: dns; a',
          '',
          'Final-Recipient: utf-8; \\x{E9}@ex\\x{D800}.org',
          '',
        ),
      ),
    )
    expect(dsn!.recipients[0]!.finalRecipient).toBe('é@ex\\x{D800}.org')
  })

  it('is undefined for other messages', () => {
    expect(readDsn(parse('Subject: x\r\n\r\n'))).toBeUndefined()
    expect(readMdn(parse(DSN))).toBeUndefined()
    expect(readArf(parse(DSN))).toBeUndefined()
  })

  it('never throws, whatever the length', () => {
    for (const unit of ['\r\n', 'Status: 5.1.1\r\n\r\n', 'Final-Recipient: ;;;;\r\n', 'x', '(']) {
      const message = parse(`Content-Type: message/delivery-status\r\n\r\n${unit.repeat(200_000 / unit.length)}`)
      readDsn(message)
    }
  })
})

describe('readMdn', () => {
  it('reads what became of a message', () => {
    const mdn = readMdn(
      parse(
        report(
          'disposition-notification',
          'Reporting-UA: joes-pc.cs.example.com; Foomail 97.1',
          'Original-Recipient: rfc822;Joe_Recipient@example.com',
          'Final-Recipient: rfc822;Joe_Recipient@example.com',
          'Original-Message-ID: <199509192301.23456@example.org>',
          'Disposition: manual-action/MDN-sent-manually; displayed/error,expired',
          'Error: disk full',
        ),
      ),
    )
    expect(mdn).toMatchObject({
      reportingUa: 'joes-pc.cs.example.com; Foomail 97.1',
      finalRecipient: 'Joe_Recipient@example.com',
      originalMessageId: '199509192301.23456@example.org',
      disposition: {
        action: 'manual-action',
        sending: 'mdn-sent-manually',
        type: 'displayed',
        modifiers: ['error', 'expired'],
      },
      error: ['disk full'],
    })
  })
})

describe('readArf', () => {
  it('reads an abuse report', () => {
    const arf = readArf(
      parse(
        report(
          'feedback-report',
          'Feedback-Type: Abuse',
          'User-Agent: SomeGenerator/1.0',
          'Version: 1',
          'Original-Mail-From: <somespammer@example.net>',
          'Original-Rcpt-To: <user@example.com>',
          'Arrival-Date: Thu, 8 Mar 2005 14:00:00 EDT',
          'Source-IP: 192.0.2.1',
          'Reported-Domain: example.net',
          'Reported-Uri: http://example.net/earn_money.html',
          'Incidents: 3',
        ),
      ),
    )
    expect(arf).toMatchObject({
      feedbackType: 'abuse',
      originalMailFrom: 'somespammer@example.net',
      originalRcptTo: ['user@example.com'],
      sourceIp: '192.0.2.1',
      incidents: 3,
      reportedDomain: ['example.net'],
      reportedUri: ['http://example.net/earn_money.html'],
    })
    expect(arf!.original?.to[0]?.address).toBe('charles@example.net')
  })
})

const ORIGINAL = parse('Message-ID: <1@example.org>\r\nFrom: ada@example.org\r\nTo: charles@example.net\r\n\r\nhi\r\n')
const HEAD = {
  from: 'MAILER-DAEMON@mx.example.org',
  to: 'ada@example.org',
  text: 'It did not arrive.\n',
  original: ORIGINAL,
}

describe('composing reports', () => {
  it('writes a DSN that reads back', () => {
    const message = composeDsn({
      ...HEAD,
      subject: 'Undelivered',
      reportingMta: 'mx.example.org',
      recipients: [
        {
          finalRecipient: 'charles@exämple.net',
          action: 'failed',
          status: '5.1.1',
          remoteMta: 'mail.example.net',
          diagnostic: '550 5.1.1 no such user',
        },
        { finalRecipient: 'é@example.net', action: 'delayed', status: '4.2.2', willRetryUntil: new Date(0) },
      ],
    })
    const again = parse(message.toBytes())
    expect(again.contentType.params).toMatchObject({ 'report-type': 'delivery-status' })
    expect(again.parts.map(({ contentType }) => contentType.mediaType)).toEqual([
      'text/plain',
      'message/delivery-status',
      'message/rfc822',
    ])
    expect(again.check()).toEqual([])
    expect(readDsn(again)).toMatchObject({
      reportingMta: 'mx.example.org',
      recipients: [
        { finalRecipient: 'charles@xn--exmple-cua.net', action: 'failed', status: '5.1.1' },
        { finalRecipient: 'é@example.net', action: 'delayed', willRetryUntil: new Date(0) },
      ],
    })
    expect(readDsn(again)!.original!.raw).toEqual(ORIGINAL.raw)
    expect(again.headers.get('auto-submitted')).toBe('auto-replied')
    expect(again.references).toEqual(['1@example.org'])
  })

  it('attaches the header section alone when asked', () => {
    const spec = { ...HEAD, headersOnly: true, reportingMta: 'a.org' }
    const message = composeDsn({
      ...spec,
      recipients: [{ finalRecipient: 'a@b.org', action: 'failed', status: '5.0.0' }],
    })
    const again = parse(message.toBytes())
    expect(again.parts[2]!.contentType.mediaType).toBe('text/rfc822-headers')
    expect(readDsn(again)!.original!.messageId).toBe('1@example.org')
  })

  it.each(['a b', '"x  y"@z.example', 'a@b@c', 'no-at', `${'x'.repeat(400)} ${'y'.repeat(400)}`])(
    'an identifier that was read is written in an MDN as it stands: %s',
    (id) => {
      const original = parse(`From: a@b.org\r\nMessage-ID: <${id}>\r\n\r\nx`)
      const mdn = composeMdn({ ...HEAD, original, finalRecipient: 'charles@example.net', type: 'displayed' })
      const again = parse(mdn.toBytes())
      expect([readMdn(again)?.originalMessageId, again.inReplyTo]).toEqual([id, [id]])
    },
  )

  it('writes an MDN and an abuse report that read back', () => {
    const mdn = composeMdn({ ...HEAD, finalRecipient: 'charles@example.net', type: 'displayed', manual: true })
    expect(readMdn(parse(mdn.toBytes()))).toMatchObject({
      finalRecipient: 'charles@example.net',
      originalMessageId: '1@example.org',
      disposition: { action: 'manual-action', sending: 'mdn-sent-automatically', type: 'displayed' },
    })
    const arf = composeArf({
      ...HEAD,
      feedbackType: 'abuse',
      userAgent: 'x/1',
      sourceIp: '192.0.2.1',
      originalRcptTo: ['a@b.org'],
    })
    expect(readArf(parse(arf.toBytes()))).toMatchObject({
      feedbackType: 'abuse',
      sourceIp: '192.0.2.1',
      originalRcptTo: ['a@b.org'],
    })
  })

  it('refuses what would be another field', () => {
    const recipients = [{ finalRecipient: 'a@b.org', action: 'failed', status: '5.0.0' }] as const
    expect(() => composeDsn({ ...HEAD, reportingMta: 'a\r\nAction: delivered', recipients })).toThrow('Reporting-MTA')
    expect(() => composeDsn({ ...HEAD, reportingMta: 'a', recipients: [] })).toThrow(TypeError)
    expect(() =>
      composeDsn({ ...HEAD, reportingMta: 'a', recipients: [{ ...recipients[0], status: '550' as never }] }),
    ).toThrow('status')
    expect(() => composeMdn({ ...HEAD, finalRecipient: 'a@b.org\nError: x', type: 'displayed' })).toThrow(
      'Final-Recipient',
    )
    expect(() => composeDsn({ ...HEAD, from: 'nobody', reportingMta: 'a', recipients })).toThrow(MessageSpecError)
  })
})
