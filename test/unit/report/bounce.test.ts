/** Bounces in the shapes of many hosts, and automatic mail. Texts written for these tests in the manner of each host. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'
import { isAutomatic, readArf, readBounce, readDsn } from '../../../src/report/index.js'

const bounce = (subject: string, text: string, ...fields: string[]) =>
  parse(
    ['From: MAILER-DAEMON@mx.example.org', 'To: ada@example.org', `Subject: ${subject}`, ...fields, '', text].join(
      '\r\n',
    ),
  )

const SHAPES: [
  family: string | undefined,
  text: string,
  recipient: string,
  status: string | undefined,
  action: string,
][] = [
  [
    'qmail',
    "Hi. This is the qmail-send program at mx.example.org.\r\nI'm afraid I wasn't able to deliver your message.\r\n\r\n<charles@example.net>:\r\n192.0.2.1 does not like recipient.\r\nRemote host said: 550 no such user\r\n\r\n--- Below this line is a copy of the message.\r\n\r\nTo: grace@example.net\r\n",
    'charles@example.net',
    '5.1.1',
    'failed',
  ],
  [
    'exim',
    'This message was created automatically by mail delivery software.\r\n\r\nThe following address(es) failed:\r\n\r\n  charles@example.net\r\n    SMTP error from remote mail server after RCPT TO:<charles@example.net>:\r\n    552 5.2.2 quota exceeded\r\n\r\n------ This is a copy of the message, including all the headers. ------\r\n',
    'charles@example.net',
    '5.2.2',
    'failed',
  ],
  [
    'sendmail',
    '   ----- Transcript of session follows -----\r\n... while talking to mail.example.net.:\r\n>>> RCPT To:<charles@example.net>\r\n<<< 550 5.1.1 <charles@example.net>... User unknown\r\n\r\n   ----- Unsent message follows -----\r\nTo: other@example.net\r\n',
    'charles@example.net',
    '5.1.1',
    'failed',
  ],
  [
    'postfix',
    'This is the mail system at host mx.example.org.\r\n\r\nFor further assistance, please send mail to postmaster.\r\n\r\n<charles@example.net>: host mail.example.net[192.0.2.1] said: 554 5.7.1 blocked (in reply\r\n    to RCPT TO command)\r\n',
    'charles@example.net',
    '5.7.1',
    'failed',
  ],
  [
    'gmail',
    'Delivery to the following recipient has been delayed:\r\n\r\n     charles@example.net\r\n\r\nMessage will be retried for 2 more day(s)\r\n\r\nThe recipient server did not accept our requests to connect.\r\n',
    'charles@example.net',
    '4.4.7',
    'delayed',
  ],
  [
    'exchange',
    'Your message\r\n\r\n  To:      charles@example.net\r\n  Subject: x\r\n\r\ndid not reach the following recipient(s):\r\n\r\ncharles@example.net on Mon, 1 Jan 2024 00:00:00 +0000\r\n    The recipient name is not recognized\r\n',
    'charles@example.net',
    '5.1.1',
    'failed',
  ],
  [
    'office365',
    "Delivery has failed to these recipients or groups:\r\n\r\ncharles@example.net\r\nThe email address you entered could not be found.\r\n\r\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'\r\n",
    'charles@example.net',
    '5.1.10',
    'failed',
  ],
]

describe('readBounce', () => {
  it.each(SHAPES)('%s', (family, text, address, status, action) => {
    const message = bounce('Undelivered mail', text)
    const found = readBounce(message)!
    expect(found).toMatchObject({ by: 'text', family })
    expect(found.recipients.map((one) => [one.address, one.status, one.action])).toEqual([[address, status, action]])
    const [{ start, end }] = found.recipients[0]!.evidence as unknown as [{ start: number; end: number }]
    expect(message.text!.slice(start, end)).toBe(address)
  })

  it('takes X-Failed-Recipients', () => {
    const found = readBounce(bounce('x', 'It failed: 550 no.', 'X-Failed-Recipients: a@b.org, c@d.org'))!
    expect(found).toMatchObject({ by: 'header' })
    expect(found.recipients.map(({ address }) => address)).toEqual(['a@b.org', 'c@d.org'])
    expect(found.recipients[0]!.evidence[0]).toMatchObject({ what: 'X-Failed-Recipients', in: 'source' })
  })

  it('takes the words of a server without Status', () => {
    const dsn =
      'Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a\r\n\r\nFinal-Recipient: rfc822; a@b.org\r\nDiagnostic-Code: smtp; 552 mailbox full\r\n'
    expect(readBounce(parse(dsn))!.recipients[0]).toMatchObject({ status: '5.2.2', action: 'failed' })
  })

  it('takes none for who sends or gets the report, or is named for help', () => {
    const text =
      'Your mail was not delivered.\r\nFor help mail to admin@example.org\r\nFrom: ada@example.org\r\nContact: x@example.org\r\n'
    expect(readBounce(bounce('Undeliverable', text))).toBeUndefined()
  })

  it('where nobody is named takes the To of the message that came back, and says where it stands', () => {
    const source =
      'From: MAILER-DAEMON@mx.example.org\r\nSubject: Undeliverable\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n' +
      '--b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nTo: charles@example.net\r\n\r\nhi\r\n--b--\r\n'
    const [recipient] = readBounce(parse(source))!.recipients
    const { path, start, end } = recipient!.evidence[0]!
    expect(recipient!.address).toBe('charles@example.net')
    expect(path).toEqual([2])
    expect(source.slice(start, end)).toBe('To: charles@example.net\r\n')
  })

  it('is undefined for mail of people', () => {
    expect(readBounce(parse('From: a@b.org\r\nSubject: hello\r\n\r\n<c@d.org>: 550 is what I got'))).toBeUndefined()
  })

  it('reads HTML where there is no other text', () => {
    const message = parse(
      'From: postmaster@mx.example.org\r\nSubject: Undeliverable\r\nContent-Type: text/html\r\n\r\n<p>Delivery has failed to these recipients or groups:</p><p><a href="mailto:charles@example.net">charles@example.net</a><br>550 5.1.1 no</p>',
    )
    expect(readBounce(message)!.recipients[0]).toMatchObject({ address: 'charles@example.net', status: '5.1.1' })
  })

  it('takes values of any length', () => {
    for (const unit of ['@', 'a@b.c ', '<a@b.c>: 550 x\r\n', 'a'.repeat(2000), '550 ', '<', '- -']) {
      const message = bounce('Undeliverable', unit.repeat(200_000 / unit.length))
      readBounce(message)
    }
  })
})

describe('isAutomatic', () => {
  const of = (...fields: string[]) => isAutomatic(parse([...fields, '', 'hi'].join('\r\n')))
  const PERSON = 'From: ada@example.org'
  it.each([
    [[PERSON], 'no', true],
    [[PERSON, 'Auto-Submitted: no'], 'no', true],
    [[PERSON, 'Auto-Submitted: auto-replied; owner-email="x"'], 'auto-replied', false],
    [[PERSON, 'Auto-Submitted: auto-generated (cron)'], 'auto-generated', false],
    [[PERSON, 'Auto-Submitted: auto-notified'], 'auto-replied', false],
    [[PERSON, 'Precedence: bulk'], 'bulk', false],
    [[PERSON, 'Precedence: list'], 'list', false],
    [[PERSON, 'List-Id: <a.example.org>'], 'list', false],
    [[PERSON, 'Return-Path: <>'], 'report', false],
    [[PERSON, 'X-Autoreply: yes'], 'auto-replied', false],
    [['From: MAILER-DAEMON@example.org'], 'auto-generated', false],
    [['From: owner-list@example.org'], 'auto-generated', false],
    [['From: Root Beer <beer@example.org>'], 'no', true],
    [[PERSON, 'X-Auto-Response-Suppress: OOF, AutoReply'], 'no', false],
    [['Subject: x'], 'no', false],
  ])('%j', (fields, is, mayAnswer) => {
    expect(of(...fields)).toMatchObject({ is, mayAnswer })
    expect(of(...fields).reasons.length === 0).toBe(mayAnswer)
  })
})

const { MAIL_CORPUS } = process.env
const folders = ['rb-sisimai', 'sisimai-set-of-emails'].map((name) => join(MAIL_CORPUS ?? '', name))

describe.skipIf(MAIL_CORPUS === undefined || !existsSync(folders[1]!))('bounces from the wild', () => {
  it('finds recipient and status in nine of ten of those with a delivery status, and recipients in most others', () => {
    let [dsn, whole, plain, found] = [0, 0, 0, 0]
    for (const folder of folders) {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        // Files of the "mac" folder end their lines in CR alone: no field can be read in them.
        if (!name.endsWith('.eml') || name.includes('/mac/')) continue
        const message = parse(readFileSync(join(folder, name)))
        const read = readBounce(message)
        const recipients = read?.recipients ?? []
        if (readDsn(message) !== undefined) {
          dsn++
          if (
            recipients.length > 0 &&
            recipients.every((one) => one.address?.includes('@') && one.status !== undefined)
          )
            whole++
        } else if (readArf(message) === undefined) {
          plain++
          if (recipients.length > 0) found++
        }
      }
    }
    console.log(
      `recipient and status in ${whole} of ${dsn} with a delivery status; a recipient in ${found} of ${plain} without`,
    )
    expect(whole / dsn).toBeGreaterThanOrEqual(0.9)
    expect(found / plain).toBeGreaterThanOrEqual(0.8)
  })
})
