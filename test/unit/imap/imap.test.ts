/** The door `messagerie/imap`, against values worked out by hand from RFC 9051 and RFC 5256. */
import { describe, expect, it } from 'vitest'
import {
  type BodyStructure,
  baseSubject,
  bodyStructure,
  envelope,
  formatBodyStructure,
  formatEnvelope,
  section,
  size,
  threads,
} from '../../../src/imap/index.js'
import { type Entity, parse } from '../../../src/index.js'

const crlf = (...lines: string[]) => lines.join('\r\n')
const text = (octets: Uint8Array | undefined) => octets && Buffer.from(octets).toString('latin1')

describe('ENVELOPE', () => {
  it('gives fields as they stand, sender and reply-to as from', () => {
    const message = parse(
      crlf(
        'Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)',
        'From: Terry Gray <gray@cac.washington.edu>',
        'Subject: IMAP4rev2 WG mtg',
        ' summary and minutes',
        'To: imap@cac.washington.edu',
        'cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>',
        'Message-Id: <B27397-0100000@cac.washington.edu>',
        '',
        'hello',
      ),
    )
    expect(text(formatEnvelope(envelope(message)))).toBe(
      '("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" "IMAP4rev2 WG mtg summary and minutes"' +
        ' (("Terry Gray" NIL "gray" "cac.washington.edu"))'.repeat(3) +
        ' ((NIL NIL "imap" "cac.washington.edu"))' +
        ' ((NIL NIL "minutes" "CNRI.Reston.VA.US")("John Klensin" NIL "KLENSIN" "MIT.EDU"))' +
        ' NIL NIL "<B27397-0100000@cac.washington.edu>")',
    )
  })

  it('keeps encoded-words, opens and closes groups, quotes', () => {
    const message = parse(
      crlf(
        'From: =?utf-8?Q?Ad=C3=A0?= <ada@example.org>',
        'Subject: =?utf-8?Q?=C3=9Cber?= "a" \\ b',
        'To: "the ""list": =?x?= <b@example.org>, c@example.org;, undisclosed:;',
        'Sender:',
        '',
        '',
      ),
    )
    const read = envelope(message)
    expect(read.from).toEqual([{ name: '=?utf-8?Q?Ad=C3=A0?=', mailbox: 'ada', host: 'example.org' }])
    expect(read.sender).toEqual(read.from)
    expect(read.to.at(-2)).toEqual({ mailbox: 'undisclosed' })
    expect(read.to.at(-1)).toEqual({})
    expect(text(formatEnvelope(read))).toContain('"=?utf-8?Q?=C3=9Cber?= \\"a\\" \\\\ b"')
  })

  it('writes text above ASCII as a literal', () => {
    expect(text(formatEnvelope(envelope(parse('Subject: é\r\n\r\n'))))).toBe(
      '(NIL {2}\r\n\xc3\xa9 NIL NIL NIL NIL NIL NIL NIL NIL)',
    )
  })
})

describe('responses that every client takes', () => {
  it('gives an empty host to an address without a domain: NIL would open a group', () => {
    expect(text(formatEnvelope(envelope(parse('To: root, "Drew F", g: a@b.org;\r\n\r\n'))))).toContain(
      '((NIL NIL "root" "")("Drew F" NIL "" "")(NIL NIL "g" NIL)(NIL NIL "a" "b.org")(NIL NIL NIL NIL))',
    )
  })

  it('never holds NUL', () => {
    expect(text(formatEnvelope(envelope(parse('Subject: be\0fore\r\n\r\n'))))).toContain('{9}\r\nbe\xef\xbf\xbdfore ')
  })

  it('gives message/news no envelope', () => {
    const message = parse('Content-Type: message/news\r\n\r\nNewsgroups: a.b\r\n\r\nx\r\n')
    expect(text(formatBodyStructure(bodyStructure(message)))).toBe(
      '("MESSAGE" "NEWS" NIL NIL NIL "7BIT" 22 NIL NIL NIL NIL)',
    )
  })
})

const MIXED = crlf(
  'Content-Type: multipart/mixed; boundary=b',
  '',
  'pre',
  '--b',
  'Content-Type: text/plain; charset=us-ascii',
  'Content-Language: en',
  '',
  'one',
  'two',
  '--b',
  'Content-Type: message/rfc822',
  "Content-Disposition: attachment; filename*=utf-8''%C3%A9.eml",
  '',
  'Subject: inner',
  'Content-Type: multipart/alternative; boundary=c',
  '',
  '--c',
  '',
  'inner text',
  '--c',
  'Content-Type: text/html',
  '',
  '<p>',
  '--c--',
  '',
  '--b--',
  '',
)

describe('BODYSTRUCTURE', () => {
  it('of one text', () => {
    const message = parse('Content-Type: text/plain; charset="us-ascii"\r\n\r\na\r\nb\r\n')
    expect(text(formatBodyStructure(bodyStructure(message), false))).toBe(
      '("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 6 2)',
    )
    expect(text(formatBodyStructure(bodyStructure(message)))).toBe(
      '("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 6 2 NIL NIL NIL NIL)',
    )
  })

  it('of a multipart with a message in it', () => {
    const inner =
      '(("TEXT" "PLAIN" NIL NIL NIL "7BIT" 10 0 NIL NIL NIL NIL)' +
      '("TEXT" "HTML" NIL NIL NIL "7BIT" 3 0 NIL NIL NIL NIL) "ALTERNATIVE" ("BOUNDARY" "c") NIL NIL NIL)'
    const message = parse(MIXED)
    const encapsulated = message.find([2])!.rawBody
    expect(text(formatBodyStructure(bodyStructure(message)))).toBe(
      '(("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 8 1 NIL NIL "en" NIL)' +
        '("MESSAGE" "RFC822" NIL NIL NIL "7BIT" ' +
        `${encapsulated.length} (NIL "inner" NIL NIL NIL NIL NIL NIL NIL NIL) ${inner} 11 ` +
        'NIL ("ATTACHMENT" ("FILENAME*" "utf-8\'\'%C3%A9.eml")) NIL NIL)' +
        ' "MIXED" ("BOUNDARY" "b") NIL NIL NIL)',
    )
  })

  it('never writes a multipart without parts', () => {
    expect(text(formatBodyStructure(bodyStructure(parse('Content-Type: multipart/mixed\r\n\r\nx')), false))).toBe(
      '("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 0)',
    )
  })
})

describe('sections', () => {
  const message = parse(MIXED)
  const inner = message.find([2])!.message!
  it.each([
    ['BODY[]', MIXED],
    ['BODY[HEADER]', 'Content-Type: multipart/mixed; boundary=b\r\n\r\n'],
    ['BODY[1]', 'one\r\ntwo'],
    ['BODY[1.MIME]', 'Content-Type: text/plain; charset=us-ascii\r\nContent-Language: en\r\n\r\n'],
    ['BODY.PEEK[1]<1.3>', 'ne\r'],
    ['BODY[1]<100.3>', ''],
    ['BODY[1]<4>', '\ntwo'],
    ['2.HEADER', 'Subject: inner\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n'],
    ['BODY[2.HEADER.FIELDS (SUBJECT "Date")]', 'Subject: inner\r\n\r\n'],
    ['body[2.header.fields.not (subject)]', 'Content-Type: multipart/alternative; boundary=c\r\n\r\n'],
    ['BODY[2.1]', 'inner text'],
    ['BODY[2.2.MIME]', 'Content-Type: text/html\r\n\r\n'],
    ['BODY[2.TEXT]', text(inner.rawBody)],
    ['BODY[2]', text(message.find([2])!.rawBody)],
    ['BODY[1.HEADER]', undefined],
    ['BODY[3]', undefined],
    ['BODY[1.1]', undefined],
  ])('%s', (wanted, expected) => {
    expect(text(section(message, wanted))).toBe(expected)
  })

  it('HEADER.FIELDS has an empty line, but where the message has neither that nor a body', () => {
    const of = (source: string, wanted: string) => text(section(parse(source), `BODY[${wanted}]`))
    for (const eol of ['\r\n', '\n']) {
      const fields = `From: a@b.c${eol}Subject: x${eol}`
      expect(of(fields, 'HEADER.FIELDS (FROM)')).toBe(`From: a@b.c${eol}`)
      expect(of(fields, 'HEADER.FIELDS.NOT (FROM)')).toBe(`Subject: x${eol}`)
      expect(of(fields, 'HEADER.FIELDS (TO)')).toBe('')
      expect(of(`${fields}${eol}`, 'HEADER.FIELDS (FROM)')).toBe(`From: a@b.c${eol}${eol}`)
      expect(of(`${fields}${eol}hi`, 'HEADER.FIELDS.NOT (FROM)')).toBe(`Subject: x${eol}${eol}`)
      expect(of(eol, 'HEADER.FIELDS (FROM)')).toBe(eol)
    }
  })

  it('a message that is no multipart is its own part 1', () => {
    const plain = parse('Subject: a\r\n\r\nbody')
    expect(text(section(plain, '1'))).toBe('body')
    expect(text(section(plain, '1.MIME'))).toBe('Subject: a\r\n\r\n')
    expect(section(plain, '1.1')).toBeUndefined()
    expect(section(plain, '2')).toBeUndefined()
    expect(size(plain)).toBe(18)
  })

  it.each([
    'BODY[MIME]',
    'BODY[0]',
    'BODY[1.]',
    'BODY[1',
    'BODY[HEADER.FIELDS]x',
    'RFC822',
    'BODY[]<-1.2>',
    'BODY[]<0.0>',
  ])('refuses %s', (wanted) => {
    expect(() => section(message, wanted)).toThrow(TypeError)
  })
})

describe('base subject (RFC 5256 §2.1)', () => {
  it.each([
    ['Engines', 'Engines', false],
    ['Re: Engines', 'Engines', true],
    ['RE[4] : Engines', 'Engines', true],
    ['[list] Re: [list] Engines', 'Engines', true],
    ['Fwd: FW: re: Engines (fwd) (FWD)', 'Engines', true],
    ['[fwd: Re: Engines]', 'Engines', true],
    ['  a \t\r\n b ', 'a b', false],
    ['[a][b]', '[b]', false],
    ['[a] b', 'b', false],
    ['Re:', '', true],
    ['Re: (fwd)', '', true],
    ['Re: [a] (fwd)', '[a]', true],
    ['Fwd: Re: x (fwd) (fwd)', 'x', true],
    ['[fwd: Re: ]', '', true],
    ['Reply: x', 'Reply: x', false],
    ['', '', false],
  ])('%j', (subject, base, reply) => {
    expect(baseSubject(subject)).toEqual({ base, reply })
  })

  it('takes values of any length', () => {
    for (const unit of ['[a]', 're: ', '[fwd: ', '(fwd)', '[', 're[']) {
      baseSubject(unit.repeat(200_000))
    }
  })
})

interface Light {
  messageId: string
  references: string[]
  inReplyTo: string[]
  subject: string
  date: Date
}
const at = (n: number) => new Date(Date.UTC(2024, 0, 1, 0, n))
const light = (messageId: string, n: number, references: string[] = [], subject = messageId): Light => ({
  messageId,
  references,
  inReplyTo: [],
  subject,
  date: at(n),
})
type Tree = { message?: Light; children: readonly Tree[] }
const shape = (nodes: readonly Tree[]): string =>
  nodes.map(({ message, children }) => `(${message?.messageId ?? '-'}${shape(children)})`).join('')

describe('threads', () => {
  it('by references, by date, with what is missing left out', () => {
    expect(
      shape(
        threads([
          light('c', 3, ['a', 'b']),
          light('a', 1),
          light('d', 2, ['a']),
          light('x2', 9, ['gone']),
          light('x1', 8, ['gone']),
          light('solo', 5, ['lost']),
        ]),
      ),
    ).toBe('(a(d)(c))(solo)(-(x1)(x2))')
  })

  it('joins threads of one subject', () => {
    expect(shape(threads([light('a', 1, [], 'Engines'), light('b', 2, [], 'Re: engines')]))).toBe('(a(b))')
    // i;unicode-casemap (RFC 5051): titlecase, then compatibility decomposition.
    for (const [one, other, wanted] of [
      ['Café', 'Cafe\u0301', '(a(b))'],
      ['ABC', 'ａｂｃ', '(a(b))'],
      ['ÜBER', 'über', '(a(b))'],
      ['Ὀδυσσεύς', 'ὈΔΥΣΣΕΎΣ', '(a(b))'],
      ['Café', 'Cafe', '(a)(b)'],
      ['Maße', 'Masse', '(a)(b)'],
    ] as const)
      expect(shape(threads([light('a', 1, [], one), light('b', 2, [], `Re: ${other}`)])), one).toBe(wanted)
    expect(shape(threads([light('a', 1, [], 'Engines'), light('b', 2, [], 'Engines')]))).toBe('(-(a)(b))')
  })

  it('takes In-Reply-To where there are no References', () => {
    expect(shape(threads([light('a', 1), { ...light('b', 2), inReplyTo: ['a', 'z'] }]))).toBe('(a(b))')
  })

  it('never loops', () => {
    expect(shape(threads([light('a', 1, ['b']), light('b', 2, ['a'])]))).toBe('(b(a))')
    expect(shape(threads([light('a', 1, ['a', 'a'])]))).toBe('(a)')
    expect(shape(threads([light('a', 1), light('a', 2, [], 'other')]))).toBe('(a)(a)')
  })

  it('is not square in long chains, in either order', () => {
    const chain = Array.from({ length: 50_000 }, (_, i) => light(`m${i}`, i, i === 0 ? [] : [`m${i - 1}`], ''))
    for (const list of [chain, [...chain].reverse()]) {
      expect(threads(list).length).toBe(1)
    }
  })
})

it('counts the lines of messages in each other, and of those beside them', () => {
  const inner = crlf('Subject: in', '', 'one', 'two', 'three')
  const held = crlf('Content-Type: message/rfc822', '', inner)
  const mixed = (...parts: string[]) =>
    crlf('Content-Type: multipart/mixed; boundary=b', '', ...parts.flatMap((part) => ['--b', part]), '--b--', '')
  const message = parse(
    mixed(crlf('Content-Type: message/rfc822', '', mixed(held, held, crlf('', 'text', ''))), held, crlf('', 'a', 'b')),
  )
  const lines: [number | undefined, number][] = []
  const walk = (structure: BodyStructure, entity: Entity): void => {
    if ('parts' in structure) for (const [i, one] of structure.parts.entries()) walk(one, entity.parts[i]!)
    else {
      lines.push([structure.lines, Buffer.from(entity.rawBody).toString('latin1').split('\n').length - 1])
      if (structure.body !== undefined) walk(structure.body, entity.message!)
    }
  }
  walk(bodyStructure(message), message)
  expect(lines).toHaveLength(9)
  for (const [counted, found] of lines) expect(counted).toBe(found)
})
