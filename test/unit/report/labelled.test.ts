/** Labelled mail: bounces of many hosts and languages, mail that is none, mail of programs and of people. Written for these tests. */
import { describe, expect, it } from 'vitest'
import { compose } from '../../../src/compose/compose.js'
import { parse } from '../../../src/index.js'
import { composeArf, composeDsn, composeMdn, isAutomatic, readBounce, readDsn } from '../../../src/report/index.js'
import { AUTOMATIC, linesOf, NOT_DELIVERED, PERSONAL, REASONS } from './sentences.js'

const mail = (head: string, body: string) =>
  parse(`${head}\nTo: news@example.org\nContent-Type: text/plain; charset=utf-8\n\n${body}\n`.replaceAll('\n', '\r\n'))
const daemon = (subject: string) => `Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.net\nSubject: ${subject}`

const BOUNCES: [name: string, head: string, body: string, wanted: string][] = [
  [
    'German, full',
    daemon('Unzustellbar'),
    'Ihre E-Mail konnte nicht zugestellt werden:\n\n  anna@voll.example\n    Das Postfach ist voll (552 5.2.2)',
    'anna@voll.example failed 5.2.2',
  ],
  [
    'French, unknown',
    daemon('Non remis'),
    "Votre message n'a pas pu être remis aux destinataires suivants :\n\nluc@perdu.example\n    550 5.1.1 Utilisateur inconnu",
    'luc@perdu.example failed 5.1.1',
  ],
  [
    'Spanish, in a sentence',
    daemon('Mensaje no entregado'),
    'Su mensaje para eva@lleno.example no se pudo entregar: buzón lleno.',
    'eva@lleno.example failed 5.2.2',
  ],
  [
    'Portuguese, delay',
    daemon('Atraso'),
    'A sua mensagem ainda não foi entregue a rui@lento.example.\nA entrega continuará por 3 dias. 451 4.4.1',
    'rui@lento.example delayed 4.4.1',
  ],
  [
    'Dutch',
    daemon('Onbestelbaar'),
    'Uw bericht kon niet worden bezorgd bij de volgende ontvanger:\n\n<jan@weg.example>: host mx.weg.example zei: 550 5.1.1 onbekend',
    'jan@weg.example failed 5.1.1',
  ],
  [
    'Polish',
    daemon('Niedostarczona'),
    'Wiadomość nie mogła zostać dostarczona do:\n\nola@pelna.example\n452 4.2.2 skrzynka pełna',
    'ola@pelna.example failed 4.2.2',
  ],
  [
    'Japanese',
    daemon('配信エラー'),
    '以下の宛先にメールを配信できませんでした。\n\n<sora@nai.example>\n550 5.1.1 宛先が存在しません',
    'sora@nai.example failed 5.1.1',
  ],
  [
    'Czech',
    daemon('Nedoručitelná zpráva'),
    'Zprávu nebylo možné doručit:\n\njana@plna.example\n  552 5.2.2 schránka plná',
    'jana@plna.example failed 5.2.2',
  ],
  [
    'Swedish, phrase alone',
    daemon('Ej levererat'),
    'Meddelandet kunde inte levereras till lars@borta.example.',
    'lars@borta.example failed undefined',
  ],
  [
    'relay denied',
    daemon('failure notice'),
    '<ivo@fremd.example>:\n192.0.2.4 does not like recipient.\nRemote host said: 550 5.7.1\n  Relaying denied\nGiving up on 192.0.2.4.',
    'ivo@fremd.example failed 5.7.1',
  ],
  [
    'host unknown',
    daemon('Returned mail: Host unknown'),
    '   ----- The following addresses had permanent fatal errors -----\n<max@nowhere.example>\n\n   ----- Transcript of session follows -----\n550 5.1.2 <max@nowhere.example>... Host unknown',
    'max@nowhere.example failed 5.1.2',
  ],
  [
    'too big',
    daemon('Mail delivery failed'),
    'The following address(es) failed:\n\n  zoe@small.example\n    host mx.small.example: 552 5.3.4\n    Message size exceeds fixed limit',
    'zoe@small.example failed 5.3.4',
  ],
  [
    'greylisted',
    daemon('Warning: message delayed'),
    'Your message has not yet been delivered:\n\n  kai@grau.example\n    451 4.7.1 Greylisted, please try again later\n\nWill keep trying for 4 days.',
    'kai@grau.example delayed 4.7.1',
  ],
  [
    'expired',
    daemon('Delivery failure'),
    '<uwe@slow.example>: 421 4.4.2 connection lost\nMessage expired, giving up.',
    'uwe@slow.example failed 4.4.2',
  ],
  [
    'Domino',
    daemon('DELIVERY FAILURE: User ina (ina@domino.example) not listed in Domino Directory'),
    'Your message\n\n  Subject: x\n\nwas not delivered to:\n\n  ina@domino.example\n\nbecause:\n\n  User ina (ina@domino.example) not listed in Domino Directory',
    'ina@domino.example failed 5.1.1',
  ],
  [
    'a system that is no daemon',
    'From: Mail Gateway <gateway@relay.example>\nSubject: Undeliverable mail',
    '<per@lost.example>: 550 5.1.1 unknown',
    'per@lost.example failed 5.1.1',
  ],
  [
    'suspended',
    daemon('Undeliverable'),
    'Delivery to the following recipient failed permanently:\n\n     lea@aus.example\n\nThe error that the other server returned was: 550 5.2.1 The account is suspended',
    'lea@aus.example failed 5.2.1',
  ],
]

const PERSON = 'Return-Path: <ann@example.org>\nFrom: Ann <ann@example.org>'
const NULL = 'Return-Path: <>\nFrom: Bo <bo@example.org>'
const NONE: [name: string, head: string, body: string][] = [
  [
    'a person quotes one',
    `${PERSON}\nSubject: Re: Undelivered Mail Returned to Sender`,
    'Why?\n> <karl@lost.example>: 550 5.1.1 unknown',
  ],
  [
    'a person pastes one',
    `${PERSON}\nSubject: Mail delivery failed`,
    'Hi, I got this:\n\n<karl@lost.example>: host mx said: 550 5.1.1 unknown',
  ],
  ['a person passes one on in Polish', `${PERSON}\nSubject: PD: Niedostarczona`, 'karl@lost.example\n550 5.1.1'],
  ['who is away, German', `${NULL}\nSubject: Abwesend bis 5. März`, 'Bitte wenden Sie sich an\nvera@example.org'],
  ['who has left, French', `${NULL}\nSubject: Devis`, "Je ne travaille plus ici. Merci d'écrire à\nluc@example.org"],
  [
    'a parcel',
    `${NULL}\nSubject: Ihr Paket`,
    'Ihr Paket konnte nicht zugestellt werden. Rufen Sie 550 12 an.\n\nFragen: hilfe@paket.example',
  ],
  [
    'a newsletter',
    `${NULL}\nSubject: Angebote\nList-Unsubscribe: <mailto:u@example.org>`,
    'shop@example.net\n550 5.1.1 Gründe',
  ],
  [
    'a receipt, Spanish',
    `${NULL}\nSubject: Leído: Reunión`,
    'Su mensaje\n\n  Para: eva@example.net\n  Asunto: Reunión\n\nse leyó el jueves.',
  ],
  [
    'statistics of a postmaster',
    'From: postmaster@example.net\nSubject: Mail statistics',
    'bounced:\nkarl@lost.example 550 5.1.1',
  ],
  ['a bill', `${NULL}\nSubject: Rechnung 550`, 'Empfänger der Rechnung:\nkauf@firma.example\n550 EUR, fällig am 5.1.1'],
  [
    'a challenge',
    `${NULL}\nSubject: Bestätigen`,
    'Ihre Nachricht an\n\nzeno@example.net\n\nwartet, bis Sie antworten.',
  ],
]

BOUNCES.push(
  [
    'a code far behind the words',
    daemon('Undeliverable: x'),
    "Your message to ina@corp.example couldn't be delivered.\n\nina wasn't found at corp.example.\n\nnews      Office 365      ina\nAction Required\n\nHow to Fix It\nThe address may be misspelled.\n\nMore Info for Email Admins\nStatus code: 550 5.1.10\n\nOriginal Message Details\nRecipient Address: ina@corp.example",
    'ina@corp.example failed 5.1.10',
  ],
  [
    'Italian, full',
    daemon('Impossibile recapitare: x'),
    'Il messaggio non è stato recapitato ai seguenti destinatari:\n\nmario@posta.example\n   Casella di posta piena',
    'mario@posta.example failed 5.2.2',
  ],
  [
    'French, full',
    daemon('Échec de distribution'),
    "Bonjour,\n\nVotre message n'a pas pu être distribué à :\n\n  luc@fai.example\n\nRaison : la boîte aux lettres du destinataire est pleine.",
    'luc@fai.example failed 5.2.2',
  ],
  [
    'a delay whose reason is in words',
    daemon('Warning: message delayed 24 hours'),
    'The message has not yet been delivered to:\n\n  per@slow.example\n    Delay reason: connection timed out',
    'per@slow.example delayed 4.4.7',
  ],
)
NONE.push(
  [
    'a list of mail that was kept back',
    'Return-Path: <>\nFrom: postmaster@filter.example\nSubject: Quarantine summary for news@example.org',
    '2 messages were blocked.\n\n  anna@example.net   Offer    spam\n  bob@example.net    Prize    virus',
  ],
  [
    'an answer of who keeps the mail of a domain',
    'From: Postmaster <postmaster@example.net>\nIn-Reply-To: <1@example.org>\nSubject: Re: Mail to ina@example.net',
    'The mailbox ina@example.net does not exist. Mail to it is rejected with 550 5.1.1.',
  ],
)

const summary = (message: ReturnType<typeof parse>) =>
  readBounce(message)
    ?.recipients.map(({ address, action, status }) => `${address} ${action} ${status}`)
    .join('; ')

describe('readBounce', () => {
  it.each(BOUNCES)('%s', (_name, head, body, wanted) => {
    expect(summary(mail(head, body))).toBe(wanted)
  })

  it.each(linesOf(NOT_DELIVERED))('%s', (sentence) => {
    expect(summary(mail(daemon('x'), sentence.replace('X', 'ina@lost.example')))).toMatch(/^ina@lost\.example failed/)
    // A person who says so is no mailer.
    const person = 'Return-Path: <bo@example.net>\nFrom: Bo <bo@example.net>\nSubject: x'
    expect(summary(mail(person, sentence.replace('X', 'ina@lost.example')))).toBeUndefined()
  })

  it('finds an address in the link of a name', () => {
    const page =
      '<p>Delivery has failed to these recipients or groups:</p><p><a href="mailto:ina@corp.example?subject=x">Ina S.</a><br>The address was not found.</p><p>550 5.1.10</p><p>Contact <a href="mailto:help@corp.example">the help desk</a></p>'
    const message = parse(
      `${daemon('Undeliverable: x')}\nTo: news@example.org\nContent-Type: text/html; charset=utf-8\n\n${page}\n`,
    )
    expect(summary(message)).toBe('ina@corp.example failed 5.1.10')
    const { start, end } = readBounce(message)!.recipients[0]!.evidence[0]!
    expect(message.htmlBody[0]!.decodeText().slice(start, end)).toBe('ina@corp.example')
  })

  it.each(linesOf(REASONS))('%s', (line) => {
    const [status, words] = line.split('|')
    const delayed = status!.startsWith('4')
    const head = daemon(delayed ? 'Delayed mail' : 'Undelivered Mail Returned to Sender')
    const body = `Your message could not be delivered to\n\n<ina@lost.example>:\n    ${words}`
    expect(summary(mail(head, body))).toBe(`ina@lost.example ${delayed ? 'delayed' : 'failed'} ${status}`)
  })

  it.each(NONE)('is undefined for %s', (_name, head, body) => {
    expect(summary(mail(head, body))).toBeUndefined()
  })

  const dsn = (head: string, group: string, type = 'delivery-status') =>
    parse(
      `${head}\nContent-Type: multipart/report; report-type=${type}; boundary=b\n\n--b\n\nx\n--b\nContent-Type: message/${type}\n\nReporting-MTA: dns; a\n\n${group}\n--b--\n`,
    )

  it.each([
    ['rfc822; <a@b.org>', 'a@b.org'],
    ['RFC822;(gone) a@b.org (really)', 'a@b.org'],
    ['rfc/822; a@b.org', 'a@b.org'],
    ['rfc822; rfc822; a@b.org', 'a@b.org'],
    ['rfc822; <@c.org,@d.org:a@b.org>', 'a@b.org'],
    ['a@b.org', 'a@b.org'],
    ['utf-8; z\\x{FC}@b.org', 'zü@b.org'],
    ['rfc822; nobody', undefined],
    ['x400; /G=A/S=B/', undefined],
    ['fax; +49 30 5@b.org', undefined],
  ])('address of %s', (final, wanted) => {
    const found = readBounce(dsn('From: MAILER-DAEMON@a', `Final-Recipient: ${final}\nAction: failed\nStatus: 5.1.1`))!
    expect(found.recipients.map(({ address }) => address)).toEqual([wanted])
    expect(found.recipients[0]!.raw).toContain(final.slice(final.lastIndexOf(';') + 1).trim())
  })

  it('goes by the parts of the message itself', () => {
    const inner = dsn('From: MAILER-DAEMON@a', 'Final-Recipient: rfc822; a@b.org\nAction: failed\nStatus: 5.1.1')
    const passedOn = compose({
      from: 'ann@example.org',
      to: 'bo@example.org',
      subject: 'see this',
      attachments: [{ content: inner }],
    })
    expect(readBounce(inner)).toBeDefined()
    expect(readBounce(passedOn)).toBeUndefined()
    expect(
      readBounce(dsn('From: Ann <ann@example.org>\nSubject: Fwd: failure', 'Final-Recipient: rfc822; a@b.org')),
    ).toBeUndefined()
    expect(
      readBounce(dsn('From: a@b.org', 'Final-Recipient: rfc822; a@b.org', 'disposition-notification')),
    ).toBeUndefined()
    expect(readBounce(dsn('From: a@b.org', 'Feedback-Type: abuse', 'feedback-report'))).toBeUndefined()
  })
})

describe('isAutomatic', () => {
  const of = (...fields: string[]) => isAutomatic(parse(`${fields.join('\r\n')}\r\n\r\nhi\r\n`))
  const ANN = 'From: Ann <ann@example.org>'

  const subject = (text: string) => isAutomatic(parse(Buffer.from(`${ANN}\r\nSubject: ${text}\r\n\r\nhi\r\n`)))
  it.each(linesOf(AUTOMATIC))('a program may have written: %s', (text) => {
    expect(subject(text)).toMatchObject({ is: 'maybe', mayAnswer: false })
  })
  it.each(linesOf(PERSONAL))('a person wrote: %s', (text) => {
    expect(subject(text)).toMatchObject({ is: 'no', mayAnswer: true })
  })

  it.each([
    ['X-Autoresponder: 1', 'auto-replied'],
    ['X-AutoReply-From: x@example.org', 'auto-replied'],
    ['X-Mail-Autoreply: yes', 'auto-replied'],
    ['X-POST-MessageClass: 9; Autoresponder', 'auto-replied'],
    ['Delivered-To: Autoresponder', 'auto-replied'],
    ['Precedence: auto_reply', 'auto-replied'],
    ['X-FC-MachineGenerated: true', 'auto-generated'],
    ['X-Loop: me@example.org', 'auto-generated'],
    ['X-BeenThere: l@example.org', 'list'],
    ['List-Help: <mailto:l@example.org>', 'list'],
    ['Feedback-ID: 1:2:3', 'bulk'],
    ['Precedence: Bulk (news)', 'bulk'],
    ['Return-Path: <>', 'report'],
  ])('%s', (field, is) => {
    expect(of(ANN, field)).toMatchObject({ is, mayAnswer: false })
  })

  it.each([
    'Automatic reply: Order',
    'Out of Office',
    'OOO until Monday',
    '[External] Auto-Reply: x',
    'Abwesenheitsnotiz: Angebot',
    'Nicht im Büro bis 5.3.',
    'Réponse automatique : Devis',
    "Message d'absence",
    'Respuesta automática: Pedido',
    'Fuera de la oficina',
    'Resposta automática: Pedido',
    'Ausência do escritório',
    'Risposta automatica: Ordine',
    'Fuori sede',
    'Automatisch antwoord: Order',
    'Afwezig: x',
    'Automatyczna odpowiedź: x',
    'Автоматический ответ: Заказ',
    'Автоответ',
    'Otomatik yanıt: Sipariş',
    'Ofis dışında',
    '自动回复：订单',
    '自動応答: 注文',
    '【自動返信】お問い合わせ',
    '不在通知',
    '자동 회신: 주문',
    'Autosvar: x',
    'Automaattinen vastaus: x',
    'Automatická odpověď: x',
  ])('%s', (subject) => {
    const message = compose({ from: 'ann@example.org', to: 'bo@example.org', subject, text: 'x' })
    expect(isAutomatic(message)).toMatchObject({ is: 'maybe', mayAnswer: false })
  })

  it.each([
    'Automatic reply does not work',
    'Re: Out of office',
    'Out of office?',
    'Out of office chairs',
    'Abwesenheitsnotiz einrichten',
    'Réponse automatique à régler',
    'Vacation in June',
    'Urlaub',
    'Ausencias de mayo',
    '自动回复怎么关闭',
    'Auto',
    'Away game',
    'Fwd: Automatic reply: x',
  ])('%s: a person', (subject) => {
    const message = compose({ from: 'ann@example.org', to: 'bo@example.org', subject, text: 'x' })
    expect(isAutomatic(message)).toMatchObject({ is: 'no', mayAnswer: true })
  })

  it.each([
    ['noreply@a.org', false],
    ['No_Reply@a.org', false],
    ['do.not-reply@a.org', false],
    ['donotreply+x@a.org', false],
    ['orders-noreply@a.org', false],
    ['noreply2@a.org', false],
    ['bounces+7@a.org', false],
    ['mailer-daemon.x@a.org', false],
    ['postmaster-eu@a.org', false],
    ['nicht-antworten@a.org', false],
    ['nepasrepondre@a.org', false],
    ['owner-l@a.org', false],
    ['casinoreply@a.org', true],
    ['info@a.org', true],
    ['paul.postma@a.org', true],
    ['rebounce@a.org', true],
    ['support@a.org', true],
    ['noah.reply@a.org', true],
  ])('From %s', (address, mayAnswer) => {
    expect(of(`From: ${address}`).mayAnswer).toBe(mayAnswer)
  })

  it('takes the return path of the envelope', () => {
    const message = parse(`${ANN}\r\n\r\nhi\r\n`)
    for (const returnPath of ['', '<>'])
      expect(isAutomatic(message, { returnPath })).toMatchObject({ is: 'report', mayAnswer: false })
    expect(isAutomatic(message, { returnPath: 'ann@example.org' }).mayAnswer).toBe(true)
    expect(() => isAutomatic(message, { returnPath: null } as never)).toThrow(/returnPath/)
    expect(() => isAutomatic(message, { from: '' } as never)).toThrow(/options.from/)
  })
})

describe('reports are written about any message', () => {
  const base = { from: 'MAILER-DAEMON@mx.example.org', to: 'ann@example.org', subject: 'Undelivered', text: 'Sorry.\n' }
  const failed = {
    reportingMta: 'mx.example.org',
    recipients: [{ finalRecipient: 'bo@example.net', action: 'failed' as const, status: '5.1.1' }],
  }

  it.each([
    ['nothing', ''],
    ['text alone', 'just text\n'],
    ['an identifier without @', 'Message-ID: <abc>\nSubject: x\n\nx\n'],
    ['an identifier of other characters', 'Message-ID: <a b\u00fc>\nSubject: x\n\nx\n'],
    ['a header section of 8 bits', 'Subject: gr\u00fc\u00df\n\nx\n'],
  ])('%s', (_name, source) => {
    for (const octets of [source, Buffer.from(source, 'latin1')]) {
      const original = parse(octets)
      for (const headersOnly of [false, true]) {
        const reports = [
          composeDsn({ ...base, ...failed, original, headersOnly }),
          composeMdn({ ...base, original, headersOnly, finalRecipient: 'bo@example.net', type: 'displayed' }),
          composeArf({ ...base, original, headersOnly, feedbackType: 'abuse', userAgent: 'Box/1' }),
        ]
        for (const report of reports) {
          const written = Buffer.from(report.toBytes()).toString('latin1')
          expect(written).not.toMatch(/[^\x00-\x7f]|\0|\r(?!\n)|(?<!\r)\n/)
          const part = parse(report.toBytes()).parts[2]
          if (headersOnly && part !== undefined) expect(part.transferEncoding).toMatch(/^(?:7bit|quoted-printable)$/)
        }
      }
    }
  })

  it('takes a reply of several lines and of any characters', () => {
    const diagnostic = '554-5.7.1 Zurückgewiesen.\r\n554-5.7.1 Fragen Sie nach.\n554 5.7.1 Nr. 77 \ud800'
    const report = composeDsn({ ...base, ...failed, recipients: [{ ...failed.recipients[0]!, diagnostic }] })
    const { diagnostic: read } = readDsn(parse(report.toBytes()))!.recipients[0]!
    expect(read).toEqual({
      type: 'smtp',
      value: '554-5.7.1 Zurückgewiesen. 554-5.7.1 Fragen Sie nach. 554 5.7.1 Nr. 77 \ufffd',
    })
  })
})
