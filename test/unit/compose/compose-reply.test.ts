/** Answers, messages passed on, text that flows. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compose,
  decodeFlowed,
  encodeFlowed,
  forward,
  MessageSpecError,
  quoteText,
  redirect,
  reply,
  unflowedText,
} from '../../../src/compose/compose-door.js'
import { messageSpec } from '../../../src/compose/schema-door.js'
import { parse } from '../../../src/message/parse.js'
import { checkInvariants } from '../../invariants.js'

const MESSAGE = parse(
  [
    'From: Ada <ada@example.org>',
    'To: Bob <bob@example.net>, carol@example.net',
    'Cc: Dan <dan@example.com>',
    'Date: Thu, 29 Feb 2024 12:34:56 +0000',
    'Message-ID: <3@example.org>',
    'References: <1@example.org> <2@example.org>',
    'Subject: Re: Notes',
    '',
    'Line one',
    '> older',
    '',
    'Line two',
    '',
  ].join('\r\n'),
)

function withFields(...fields: string[]) {
  return parse(`${fields.join('\r\n')}\r\n${MESSAGE.toString()}`)
}

describe('reply', () => {
  it('goes to the author, in the thread, with one prefix', () => {
    const spec = reply(MESSAGE, { from: 'bob@example.net', text: 'Yes.', quote: true })
    expect(spec).toEqual({
      from: 'bob@example.net',
      to: [{ name: 'Ada', address: 'ada@example.org' }],
      subject: 'Re: Notes',
      inReplyTo: '3@example.org',
      references: ['1@example.org', '2@example.org', '3@example.org'],
      text: 'Yes.\r\n\r\nOn Thu, 29 Feb 2024 12:34:56 +0000, Ada wrote:\r\n> Line one\r\n>> older\r\n>\r\n> Line two\r\n',
    })
    checkInvariants(compose(spec).toBytes())
  })

  it('goes to all but oneself', () => {
    const spec = reply(MESSAGE, { own: ['BOB@example.net'], all: true, text: 'x' })
    expect(spec.from).toEqual({ name: 'Bob', address: 'bob@example.net' })
    expect(spec.to).toEqual([{ name: 'Ada', address: 'ada@example.org' }])
    expect(spec.cc).toEqual([{ address: 'carol@example.net' }, { name: 'Dan', address: 'dan@example.com' }])
  })

  it('honours Reply-To and, for all, Mail-Followup-To', () => {
    const message = withFields('Reply-To: list@example.org', 'Mail-Followup-To: a@example.org, bob@example.net')
    expect(reply(message, { from: 'bob@example.net' }).to).toEqual([{ address: 'list@example.org' }])
    const all = reply(message, { from: 'bob@example.net', all: true })
    expect(all.to).toEqual([{ address: 'a@example.org' }])
    expect(all.cc).toBeUndefined()
  })

  it('answers a message of one’s own to its recipients', () => {
    expect(reply(MESSAGE, { from: 'ada@example.org' }).to).toEqual([
      { name: 'Bob', address: 'bob@example.net' },
      { address: 'carol@example.net' },
    ])
  })

  it('goes to nobody else where the author cannot be written to', () => {
    const message = parse('From: nobody\r\nTo: bob@example.net, carol@example.net\r\n\r\nx')
    const spec = reply(message, { from: 'bob@example.net' })
    expect([spec.to, spec.omitted?.map(({ field }) => field)]).toEqual([[], ['From']])
    expect(reply(message, { from: 'bob@example.net', all: true }).cc).toEqual([{ address: 'carol@example.net' }])
    const sent = parse('Sender: ada@example.org\r\nTo: bob@example.net, carol@example.net\r\n\r\nx')
    expect(reply(sent, { from: 'bob@example.net' }).to).toEqual([{ address: 'ada@example.org' }])
    const anonymous = parse('To: bob@example.net, carol@example.net\r\n\r\nx')
    expect(() => reply(anonymous, { from: 'bob@example.net' })).toThrow(/nobody/)
  })

  it('does not answer programs unless told', () => {
    const message = withFields('Auto-Submitted: auto-replied')
    expect(() => reply(message, { from: 'bob@example.net' })).toThrow(/evenAutomatic/)
    expect(reply(message, { from: 'bob@example.net', evenAutomatic: true }).to).toHaveLength(1)
    expect(reply(withFields('Auto-Submitted: no'), { from: 'bob@example.net' }).to).toHaveLength(1)
  })

  it('strips foreign prefixes, and says what is missing', () => {
    expect(
      reply(parse('From: a@example.org\r\nSubject: AW: Re[2]: SV: x\r\n\r\n'), { from: 'b@example.org' }).subject,
    ).toBe('Re: x')
    expect(() => reply(MESSAGE, { own: ['x@example.org'] })).toThrow(/options.from/)
    expect(() => reply(parse('Subject: x\r\n\r\n'), { from: 'b@example.org' })).toThrow(/nobody/)
    expect(() => reply(MESSAGE, { colour: 1 } as object)).toThrow(/no such option/)
  })

  it('has no prefix with nothing behind it, and knows prefixes with a space before the colon', () => {
    const subjectOf = (subject: string) =>
      reply(parse(`From: a@example.org\r\n${subject}\r\n\r\n`), { from: 'b@example.org' }).subject
    expect(subjectOf('X-None: x')).toBe('Re:')
    expect(subjectOf('Subject: Re: ')).toBe('Re:')
    expect(subjectOf('Subject: RE : Aw: x')).toBe('Re: x')
    expect(subjectOf('Subject: Reply: x')).toBe('Re: Reply: x')
    expect(subjectOf('Subject: Fwd: x')).toBe('Re: Fwd: x')
  })

  it('knows own addresses in every form: with names, as lists, as A-labels', () => {
    const message = parse(
      'From: a@example.org\r\nTo: Bob <bob@b\u00fccher.example>, "x y"@example.net, c@example.org\r\n\r\n',
    )
    const spec = reply(message, { own: ['Bob <BOB@xn--bcher-kva.example>', '"x y"@EXAMPLE.net'], all: true })
    expect(spec.from).toMatchObject({ name: 'Bob' })
    expect(spec.cc).toEqual([{ address: 'c@example.org' }])
    expect(reply(message, { from: 'Me <c@example.org>, b@example.org', all: true }).cc).toEqual([
      { name: 'Bob', address: 'bob@bücher.example' },
      { address: '"x y"@example.net' },
    ])
  })

  it('takes the identifiers of a thread as RFC 5322 §3.6.4 has it', () => {
    const threadOf = (...fields: string[]) => {
      const message = parse(['From: a@example.org', ...fields, '', ''].join('\r\n'))
      const { inReplyTo, references } = reply(message, { from: 'b@example.org' })
      return { inReplyTo, references }
    }
    // References of the parent, then its own identifier.
    expect(threadOf('References: <1@a> <2@a>', 'In-Reply-To: <9@a>', 'Message-ID: <3@a>')).toEqual({
      inReplyTo: '3@a',
      references: ['1@a', '2@a', '3@a'],
    })
    // No References, one identifier in In-Reply-To: that one.
    expect(threadOf('In-Reply-To: <2@a>', 'Message-ID: <3@a>').references).toEqual(['2@a', '3@a'])
    // No References, several in In-Reply-To: only its own.
    expect(threadOf('In-Reply-To: <1@a> <2@a>', 'Message-ID: <3@a>').references).toEqual(['3@a'])
    // None of all: none.
    expect(threadOf()).toEqual({ inReplyTo: undefined, references: undefined })
  })

  it('goes to Mail-Followup-To only with all, and on where it names nobody but oneself', () => {
    const message = withFields('Mail-Followup-To: bob@example.net')
    expect(reply(message, { from: 'bob@example.net' }).to).toEqual([{ name: 'Ada', address: 'ada@example.org' }])
    expect(reply(message, { from: 'bob@example.net', all: true }).to).toEqual([
      { name: 'Ada', address: 'ada@example.org' },
    ])
  })

  it('says the date as the author’s clock had it', () => {
    const { text } = reply(parse('From: a@example.org\r\nDate: Tue, 4 Mar 2025 09:30:00 +0100\r\n\r\nx\r\n'), {
      from: 'b@example.org',
      quote: true,
    })
    expect(text).toBe('On Tue, 04 Mar 2025 09:30:00 +0100, a@example.org wrote:\r\n> x\r\n')
  })

  it('quotes flowed text by its paragraphs', () => {
    const message = parse(
      [
        'From: a@example.org',
        'Content-Type: text/plain; format=flowed; delsp=yes',
        '',
        'One paragraph that was  ',
        'cut.',
        '>> earlier  ',
        '>> words',
        '  stuffed',
        '-- ',
        'A',
        '',
      ].join('\r\n'),
    )
    const { text } = reply(message, { from: 'b@example.org', quote: () => 'A wrote:' })
    // The signature is no part of what was said (RFC 3676 §4.3).
    expect(text).toBe('A wrote:\r\n> One paragraph that was cut.\r\n>>> earlier words\r\n>  stuffed\r\n')
    const back = parse(compose({ from: 'b@example.org', text }, { flowed: true }).toBytes())
    expect(unflowedText(back)).toBe(text)
  })

  it('quotes as text in HTML', () => {
    const { html } = reply(parse('From: a@example.org\r\n\r\n<b>&\r\n'), {
      from: 'b@example.org',
      html: '<p>x</p>',
      quote: () => 'Said:',
    })
    expect(html).toBe('<p>x</p>\r\n<p>Said:</p>\r\n<blockquote type="cite">&lt;b&gt;&amp;</blockquote>\r\n')
  })
})

describe('forward', () => {
  it('holds the message whole', () => {
    const bytes = compose(
      forward(MESSAGE, { from: 'bob@example.net', to: 'eve@example.org', text: 'See below.' }),
    ).toBytes()
    checkInvariants(bytes)
    const back = parse(bytes)
    expect(back.subject).toBe('Fwd: Re: Notes')
    expect(back.attachments[0]?.message?.raw).toEqual(MESSAGE.raw)
  })

  it('is in the thread of what it passes on', () => {
    expect(forward(MESSAGE, { from: 'bob@example.net' }).references).toEqual([
      '1@example.org',
      '2@example.org',
      '3@example.org',
    ])
    expect(forward(MESSAGE, { from: 'bob@example.net' }).inReplyTo).toBeUndefined()
  })

  it('has one prefix', () => {
    const subjectOf = (subject: string) =>
      forward(parse(`Subject: ${subject}\r\n\r\n`), { from: 'b@example.org' }).subject
    expect(subjectOf('x')).toBe('Fwd: x')
    expect(subjectOf('Fwd: FW: WG: x')).toBe('Fwd: x')
    expect(subjectOf('Re: x')).toBe('Fwd: Re: x')
  })

  it('gives a message that was stored with LF its CRLF', () => {
    const stored = parse('From: a@example.org\nSubject: x\n\nLine\nLine\n')
    const bytes = compose(forward(stored, { from: 'b@example.org', text: 'x' })).toBytes()
    checkInvariants(bytes)
    expect(new TextDecoder().decode(parse(bytes).attachments[0]?.message?.raw)).toBe(
      stored.toString().replaceAll('\n', '\r\n'),
    )
  })

  it('keeps the lines of a text that stands in HTML', () => {
    const { html } = forward(parse('From: a@example.org\r\n\r\n1 < 2\r\n3\r\n'), {
      from: 'b@example.org',
      as: 'inline',
      html: '<p>See</p>',
    })
    expect(html).toContain('<div>1 &lt; 2<br>\r\n3</div>')
  })

  it('stands in the text, attachments beside it', () => {
    const original = compose({
      from: 'Ada <ada@example.org>',
      subject: 'Fwd: x',
      text: 'Body\r\n',
      html: '<p>Body</p>',
      attachments: [{ filename: 'a.bin', content: new Uint8Array([0, 1]) }, { content: MESSAGE }],
    })
    const bytes = compose(forward(original, { from: 'bob@example.net', as: 'inline', text: 'Hi' })).toBytes()
    checkInvariants(bytes)
    const back = parse(bytes)
    expect(back.subject).toBe('Fwd: x')
    expect(back.text).toContain('From: Ada <ada@example.org>')
    expect(back.text?.endsWith('Body\r\n')).toBe(true)
    expect(back.html).toContain('<p>Body</p>')
    expect(back.attachments.map((part) => part.filename ?? part.contentType.mediaType)).toEqual([
      'a.bin',
      'message/rfc822',
    ])
  })
})

describe('redirect', () => {
  it('puts one block of fields on top and changes nothing else', () => {
    const copy = redirect(MESSAGE, {
      from: 'bob@example.net',
      to: ['eve@example.org'],
      date: new Date(0),
      messageId: 'r@example.net',
    })
    const text = copy.toString()
    expect(text.endsWith(MESSAGE.toString())).toBe(true)
    expect(text.slice(0, -MESSAGE.toString().length)).toBe(
      [
        'Resent-Date: Thu, 01 Jan 1970 00:00:00 +0000',
        'Resent-From: bob@example.net',
        'Resent-To: eve@example.org',
        'Resent-Message-ID: <r@example.net>',
        '',
      ].join('\r\n'),
    )
    expect(() => redirect(MESSAGE, { from: 'x', to: 'y\r\nz' })).toThrow(MessageSpecError)
  })
})

describe('Resent fields (RFC 5322 §3.6.6)', () => {
  const namesOf = (text: string) =>
    text
      .slice(0, text.indexOf('\r\n\r\n'))
      .split('\r\n')
      .map((line) => line.slice(0, line.indexOf(':')))

  it('are one block of their own above those of an earlier time', () => {
    const once = redirect(MESSAGE, { from: 'bob@example.net', to: 'eve@example.org', date: new Date(0) })
    const twice = redirect(once, { from: 'eve@example.org', to: 'zoe@example.org', cc: ['max@example.org'] })
    expect(namesOf(twice.toString()).slice(0, 9)).toEqual([
      'Resent-Date',
      'Resent-From',
      'Resent-To',
      'Resent-Cc',
      'Resent-Message-ID',
      'Resent-Date',
      'Resent-From',
      'Resent-To',
      'Resent-Message-ID',
    ])
    expect(twice.toString().endsWith(once.toString())).toBe(true)
  })

  it('name the sender of several, and have an identifier of the one who redirects', () => {
    const several = ['bob@example.net', 'eve@example.org']
    expect(() => redirect(MESSAGE, { from: several, to: 'x@example.org' })).toThrow(/sender/)
    const copy = redirect(MESSAGE, { from: several, sender: 'eve@example.org', to: 'x@example.org' })
    expect(copy.headers.get('resent-sender')).toBe('eve@example.org')
    expect(copy.headers.ids('resent-message-id')[0]).toMatch(/@example\.net$/)
    expect(copy.messageId).toBe('3@example.org')
  })

  it('may have hidden recipients only, left out of what is sent', () => {
    const copy = redirect(MESSAGE, { from: 'bob@example.net', bcc: 'hidden@example.org' })
    expect(copy.headers.addresses('resent-bcc').mailboxes[0]?.address).toBe('hidden@example.org')
    expect(new TextDecoder().decode(copy.toBytes({ bcc: 'omit' }))).not.toContain('hidden')
    expect(() => redirect(MESSAGE, { from: 'bob@example.net' })).toThrow(MessageSpecError)
  })

  it('take the line ends of the message, UTF-8 when told, and stand below the line of an mbox', () => {
    const stored = parse('From x@example.org Thu Jan  1 00:00:00 1970\nFrom: a@example.org\n\nx\n')
    const text = redirect(stored, { from: 'b@example.org', to: 'c@example.org' }).toString()
    expect(text).not.toContain('\r')
    expect(text).toMatch(/^From x@example\.org .*\nResent-Date: /)
    expect(() => redirect(MESSAGE, { from: 'b@example.org', to: 'é@example.org' })).toThrow(MessageSpecError)
    const copy = redirect(MESSAGE, { from: 'b@example.org', to: 'é@example.org', utf8: true })
    expect(copy.headers.addresses('resent-to').mailboxes[0]?.address).toBe('é@example.org')
  })

  it('leave the signatures of the message alone', () => {
    const signed = withFields('DKIM-Signature: v=1; d=example.org; s=k; h=from:to:subject; bh=x; b=y')
    expect(redirect(signed, { from: 'b@example.org', to: 'c@example.org' }).brokenSignatures).toEqual([])
  })
})

describe('format=flowed', () => {
  it('cuts after spaces, stuffs, keeps quotes and signatures', () => {
    const text = [
      `${'word '.repeat(20)}end`,
      ' indented',
      'From here',
      `> ${'quoted '.repeat(15)}end`,
      '-- ',
      'Ada',
    ].join('\r\n')
    const flowed = encodeFlowed(text)
    for (const line of flowed.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78)
    expect(flowed).toContain('\r\n  indented\r\n From here\r\n> quoted')
    expect(flowed).toContain('\r\n-- \r\nAda')
    expect(decodeFlowed(flowed)).toBe(text)
  })

  it('cuts no line that fits', () => {
    const line = `${'x'.repeat(70)} 1234567`
    expect(encodeFlowed(line)).toBe(line)
    expect(encodeFlowed(`${line}8`)).toBe(`${'x'.repeat(70)} \r\n12345678`)
  })

  it('reads what others write', () => {
    expect(decodeFlowed('>> a \r\n>> b\r\n> c \r\nd\r\n')).toBe('>> a b\r\n> c \r\nd\r\n')
    expect(decodeFlowed('ab \r\ncd', { delSp: true })).toBe('abcd')
  })

  it('comes back, whatever the text', () => {
    const unit = fc.constantFrom('a', 'bc', ' ', '>', '-', '\r\n', 'From ', '-- ', '日', '🎉', 'word ')
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 120 }), fc.boolean(), (units, delSp) => {
        const wanted = units
          .join('')
          .split('\r\n')
          .map((line) => (/^>* ?-- $/.test(line) ? line : line.replace(/ +$/, '')))
          .join('\r\n')
        expect(decodeFlowed(encodeFlowed(wanted, { delSp, lineLength: 20 }), { delSp })).toBe(wanted)
      }),
      { seed: 1, numRuns: 1000 },
    )
  })

  it('is an option of compose', () => {
    const text = 'word '.repeat(40).trimEnd()
    const message = parse(compose({ from: 'a@example.org', text }, { flowed: { delSp: true } }).toBytes())
    expect(message.contentType.params).toMatchObject({ format: 'flowed', delsp: 'yes' })
    expect(decodeFlowed(message.text ?? '', { delSp: true })).toBe(text)
  })

  it('quotes', () => {
    expect(quoteText('a\n\n> b\n')).toBe('> a\r\n>\r\n>> b')
  })
})

describe('messageSpec', () => {
  const specs: unknown[] = [
    { from: 'a@example.org', to: ['b@example.org', { name: 'G', members: ['c@example.org'] }], text: 'x' },
    { from: { name: 'A', address: 'a@example.org' }, attachments: [{ content: new Uint8Array(1), filename: 'x' }] },
    { from: 'a@example.org', colour: 1 },
    { from: 'a@example.org', to: [['b@example.org']] },
    { from: 'a@example.org', subject: 'a\nb', to: [{ address: 'x y@example.org' }] },
    { from: 'a@example.org', attachments: [{ path: '/x' }] },
    { from: 'a@example.org', calendar: { method: 'REQUEST' } },
    { from: 'a@example.org', headers: [['X-A']] },
    { from: 'a@example.org', headers: { 'X-A': 'b' }, list: { post: 'NO' }, priority: 'high' },
    { from: 'a@example.org', list: { post: 'YES' } },
    { from: 'a@example.org', priority: 'urgent' },
    { from: 'a@example.org', date: '2024' },
    { from: 'a@example.org', references: ['a@b', 7] },
    { from: MESSAGE.from, to: MESSAGE.to },
    undefined,
    [],
    'x',
    {},
  ]

  it.each(specs.map((spec) => [JSON.stringify(spec) ?? 'undefined', spec]))('agrees with compose on %s', (_, spec) => {
    let refused = false
    try {
      compose(spec as never)
    } catch (error) {
      expect(error).toBeInstanceOf(MessageSpecError)
      refused = true
    }
    expect(messageSpec.safeParse(spec).success).toBe(!refused)
  })

  it('has the path of each fault', () => {
    const result = messageSpec.safeParse(specs[4])
    expect(result.error?.issues.map(({ path }) => path)).toEqual([['to', 0, 'address'], ['subject']])
  })
})
