/** Email objects: the lists of RFC 8621 §4.1.4 against a transcription of its algorithm, the forms of §4.1.2, creates of §4.6. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compose } from '../../../src/compose/compose.js'
import type { EmailBodyPart, JmapEmailCreate } from '../../../src/jmap/index.js'
import { fromJmapEmail, JmapSetError, toJmapEmail } from '../../../src/jmap/index.js'
import { parse } from '../../../src/message/parse.js'

const octets = (...lines: string[]): Uint8Array => new TextEncoder().encode(lines.join('\r\n'))

interface Lists {
  htmlBody: EmailBodyPart[] | null
  textBody: EmailBodyPart[] | null
  attachments: EmailBodyPart[]
}

function isInlineMediaType(type: string): boolean {
  return type.startsWith('image/') || type.startsWith('audio/') || type.startsWith('video/')
}

/** RFC 8621 §4.1.4, as it stands there; a list that is null takes nothing. */
function parseStructure(parts: EmailBodyPart[], multipartType: string, inAlternative: boolean, lists: Lists): void {
  const own = { ...lists }
  const textLength = own.textBody ? own.textBody.length : -1
  const htmlLength = own.htmlBody ? own.htmlBody.length : -1
  for (const [i, part] of parts.entries()) {
    const type = part.type!
    const isInline =
      (part.disposition === null || part.disposition === 'inline') &&
      (type === 'text/plain' || type === 'text/html' || isInlineMediaType(type)) &&
      (i === 0 || (multipartType !== 'related' && (isInlineMediaType(type) || part.name === null)))
    if (part.subParts) {
      const subMultiType = type.split('/')[1]!
      parseStructure(part.subParts, subMultiType, inAlternative || subMultiType === 'alternative', own)
    } else if (isInline) {
      if (multipartType === 'alternative') {
        if (type === 'text/plain') own.textBody?.push(part)
        else if (type === 'text/html') own.htmlBody?.push(part)
        else own.attachments.push(part)
        continue
      }
      if (inAlternative) {
        if (type === 'text/plain') own.htmlBody = null
        if (type === 'text/html') own.textBody = null
      }
      own.textBody?.push(part)
      own.htmlBody?.push(part)
      if ((!own.textBody || !own.htmlBody) && isInlineMediaType(type)) own.attachments.push(part)
    } else own.attachments.push(part)
  }
  if (multipartType === 'alternative' && own.textBody && own.htmlBody) {
    if (textLength === own.textBody.length && htmlLength !== own.htmlBody.length) {
      for (let i = htmlLength; i < own.htmlBody.length; i++) own.textBody.push(own.htmlBody[i]!)
    }
    if (htmlLength === own.htmlBody.length && textLength !== own.textBody.length) {
      for (let i = textLength; i < own.textBody.length; i++) own.htmlBody.push(own.textBody[i]!)
    }
  }
}

function ids(parts: EmailBodyPart[] | null | undefined): (string | null | undefined)[] {
  return (parts ?? []).map((part) => part.partId)
}

function decomposed(structure: EmailBodyPart) {
  const lists = { htmlBody: [] as EmailBodyPart[], textBody: [] as EmailBodyPart[], attachments: [] as EmailBodyPart[] }
  parseStructure([structure], 'mixed', false, lists)
  return { textBody: ids(lists.textBody), htmlBody: ids(lists.htmlBody), attachments: ids(lists.attachments) }
}

function shown(email: ReturnType<typeof toJmapEmail>) {
  return { textBody: ids(email.textBody), htmlBody: ids(email.htmlBody), attachments: ids(email.attachments) }
}

const LISTS = { properties: ['bodyStructure', 'textBody', 'htmlBody', 'attachments'] }

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return files(path)
    return entry.isFile() && statSync(path).size < 300_000 ? [path] : []
  })
}

const multipart = (subtype: string, boundary: string, ...parts: string[][]): string[] => [
  `Content-Type: multipart/${subtype}; boundary=${boundary}`,
  '',
  ...parts.flatMap((part) => [`--${boundary}`, ...part]),
  `--${boundary}--`,
]
const leaf = (type: string, disposition?: string): string[] => [
  `Content-Type: ${type}`,
  ...(disposition === undefined ? [] : [`Content-Disposition: ${disposition}`]),
  '',
  'x',
]

describe('the three lists', () => {
  it('of the example of RFC 8621 §4.1.4', () => {
    const message = parse(
      octets(
        ...multipart(
          'mixed',
          'a',
          leaf('text/plain; name=A', 'inline'),
          multipart(
            'mixed',
            'b',
            multipart(
              'alternative',
              'c',
              multipart(
                'mixed',
                'd',
                leaf('text/plain', 'inline'),
                leaf('image/jpeg', 'inline'),
                leaf('text/plain', 'inline'),
              ),
              multipart('related', 'e', leaf('text/html'), leaf('image/jpeg')),
            ),
            leaf('image/jpeg', 'attachment'),
            leaf('application/x-excel'),
            leaf('message/rfc822'),
          ),
          leaf('text/plain', 'inline'),
        ),
        '',
      ),
    )
    const email = toJmapEmail(message, LISTS)
    const [a, b, c, d, e, f, g, h, j, k] = [
      '1',
      '2.1.1.1',
      '2.1.1.2',
      '2.1.1.3',
      '2.1.2.1',
      '2.1.2.2',
      '2.2',
      '2.3',
      '2.4',
      '3',
    ]
    expect(shown(email)).toEqual({ textBody: [a, b, c, d, k], htmlBody: [a, e, k], attachments: [c, f, g, h, j] })
    expect(decomposed(email.bodyStructure!)).toEqual(shown(email))
  })

  it.skipIf(process.env.MAIL_CORPUS === undefined)(
    'of a corpus, but where `start` or `type` name the root of a related',
    () => {
      const different: string[] = []
      let count = 0
      for (const path of files(process.env.MAIL_CORPUS!)) {
        const message = parse(readFileSync(path))
        const related = message.find((part) => part.contentType.subtype === 'related' && part.parts.length > 1)
        if (related !== undefined) {
          const [first] = related.parts
          if (first!.role.is === 'related' || (first!.parts.length === 0 && first!.contentType.type !== 'text'))
            continue
        }
        const email = toJmapEmail(message, LISTS)
        count++
        // What has no place in its algorithm: text of a rich form's own alternatives.
        const expected = decomposed(email.bodyStructure!)
        const found = shown(email)
        const kept = found.attachments.filter((id) => !expected.attachments.includes(id))
        if (
          JSON.stringify(found.textBody) !== JSON.stringify(expected.textBody) ||
          JSON.stringify(found.htmlBody) !== JSON.stringify(expected.htmlBody) ||
          kept.length > 1
        )
          different.push(path)
      }
      expect(count).toBeGreaterThan(100)
      expect(different).toEqual([])
    },
    600_000,
  )
})

describe('fields', () => {
  const message = parse(
    octets(
      'From: "  James Smythe" <james@example.com>, Friends:',
      '  jane@example.com, =?UTF-8?Q?John_Sm=C3=AEth?= <john@example.com>;',
      'To: first@example.org',
      'To: last@example.org',
      'Subject:  =?utf-8?Q?caf=C3=A9?=',
      ' and more',
      'Date: Thu, 30 Oct 2014 14:12:00 +0800',
      'Message-ID: <1@example.org>',
      'References: <a@example.org>',
      ' <b@example.org>',
      'List-Unsubscribe: <https://example.org/u>, <mailto:u@example.org>',
      'X-Old: Thu, 30 Oct 2014 14:12:00 GMT',
      'Content-Language: de, (or) fr',
      '',
      'hi',
    ),
  )
  it.each<[string, unknown]>([
    [
      'from',
      [
        { name: 'James Smythe', email: 'james@example.com' },
        { name: null, email: 'jane@example.com' },
        { name: 'John Smîth', email: 'john@example.com' },
      ],
    ],
    [
      'header:From:asGroupedAddresses',
      [
        { name: null, addresses: [{ name: 'James Smythe', email: 'james@example.com' }] },
        {
          name: 'Friends',
          addresses: [
            { name: null, email: 'jane@example.com' },
            { name: 'John Smîth', email: 'john@example.com' },
          ],
        },
      ],
    ],
    ['to', [{ name: null, email: 'last@example.org' }]],
    [
      'header:to:asAddresses:all',
      [[{ name: null, email: 'first@example.org' }], [{ name: null, email: 'last@example.org' }]],
    ],
    ['subject', 'café and more'],
    ['header:subject', '  =?utf-8?Q?caf=C3=A9?=\r\n and more'],
    ['header:Subject:asText:all', ['café and more']],
    ['sentAt', '2014-10-30T14:12:00+08:00'],
    ['header:X-Old:asDate', '2014-10-30T14:12:00Z'],
    ['messageId', ['1@example.org']],
    ['references', ['a@example.org', 'b@example.org']],
    ['inReplyTo', null],
    ['cc', null],
    ['header:List-Unsubscribe:asURLs', ['https://example.org/u', 'mailto:u@example.org']],
    ['header:X-None:asText', null],
    ['header:X-None:all', []],
    ['hasAttachment', false],
    ['preview', 'hi'],
    ['size', message.raw.length],
  ])('%s', (property, value) => {
    expect(toJmapEmail(message, { properties: [property] })).toEqual({ [property]: value })
  })

  it('of a part', () => {
    const { textBody } = toJmapEmail(message, {
      properties: ['textBody'],
      bodyProperties: ['partId', 'language', 'charset', 'header:X-Old'],
    })
    expect(textBody).toEqual([
      { partId: '1', language: ['de', 'fr'], charset: 'us-ascii', 'header:X-Old': ' Thu, 30 Oct 2014 14:12:00 GMT' },
    ])
  })

  it.each([
    'header:From:asDate',
    'header:Subject:asAddresses',
    'header:Date:asText',
    'header:Received:asText',
    'header:X:asNothing',
    'header:X:all:asText',
    'header:',
    'header:a b',
    'nothing',
    'constructor',
  ])('refuses %s', (property) => {
    expect(() => toJmapEmail(message, { properties: [property] })).toThrow(TypeError)
    expect(() => toJmapEmail(message, { bodyProperties: [property], properties: [] })).toThrow(TypeError)
  })

  it('leaves to the server what is its own', () => {
    expect(toJmapEmail(message, { properties: ['id', 'keywords', 'subject'] })).toEqual({ subject: 'café and more' })
  })
})

describe('body values', () => {
  const message = (text: string, type = 'text/plain; charset=utf-8') => parse(octets(`Content-Type: ${type}`, '', text))
  const values = (text: string, maxBodyValueBytes: number, type?: string) =>
    toJmapEmail(message(text, type), { properties: ['bodyValues'], fetchTextBodyValues: true, maxBodyValueBytes })
      .bodyValues!['1']

  it('are cut at a character', () => {
    expect(values('aé😀b', 0)).toEqual({ value: 'aé😀b', isEncodingProblem: false, isTruncated: false })
    expect(values('aé😀b', 8)?.isTruncated).toBe(false)
    expect(values('aé😀b', 7)?.value).toBe('aé😀')
    expect(values('aé😀b', 6)?.value).toBe('aé')
    expect(values('aé😀b', 2)).toEqual({ value: 'a', isEncodingProblem: false, isTruncated: true })
  })

  it('are not cut in a tag', () => {
    expect(values('<p>a <a href="x">b</a>', 12, 'text/html')?.value).toBe('<p>a ')
  })

  it('have LF, and tell of problems', () => {
    expect(values('a\r\nb\rc', 0)?.value).toBe('a\nb\rc')
    expect(values('a', 0, 'text/plain; charset=x-nothing')?.isEncodingProblem).toBe(true)
    const broken = parse(Uint8Array.of(...octets('Content-Type: text/plain; charset=utf-8', '', 'a'), 0xff))
    expect(
      toJmapEmail(broken, { properties: ['bodyValues'], fetchAllBodyValues: true }).bodyValues!['1']!.isEncodingProblem,
    ).toBe(true)
  })

  it('are given for what is asked', () => {
    const both = parse(octets(...multipart('alternative', 'a', leaf('text/plain'), leaf('text/html')), ''))
    const of = (options: object) =>
      Object.keys(toJmapEmail(both, { properties: ['bodyValues'], ...options }).bodyValues!)
    expect(of({})).toEqual([])
    expect(of({ fetchTextBodyValues: true })).toEqual(['1'])
    expect(of({ fetchHTMLBodyValues: true })).toEqual(['2'])
    expect(of({ fetchAllBodyValues: true }).sort()).toEqual(['1', '2'])
  })

  it('blobs are named by their octets', () => {
    const email = toJmapEmail(message('same'))
    const [part] = email.textBody!
    expect(part!.blobId).toMatch(/^G[\da-f]{64}$/)
    expect(email.blobId).not.toBe(part!.blobId)
    expect(toJmapEmail(message('same'), { blobId: (bytes) => `b${bytes.length}` }).textBody![0]!.blobId).toBe('b4')
  })
})

describe('creating', () => {
  const EMAIL: JmapEmailCreate = {
    from: [{ name: 'Joe Bloggs', email: 'joe@example.com' }],
    to: [{ name: null, email: 'john@example.com' }],
    subject: 'World domination',
    sentAt: '2014-10-30T14:12:00+08:00',
    'header:X-Note:asText': 'a note',
    bodyValues: { bd48: { value: 'I have the most brilliant plan.' }, bd49: { value: '<p>brilliant</p>' } },
    textBody: [{ partId: 'bd48', type: 'text/plain' }],
    htmlBody: [{ partId: 'bd49', type: 'text/html' }],
    attachments: [{ blobId: 'x', type: 'image/png', name: 'p.png', cid: 'p@example.com', disposition: 'inline' }],
  }
  const blobs = new Map([['x', Uint8Array.of(1, 2, 3)]])

  it('what is made is read back', () => {
    const message = parse(compose(fromJmapEmail(EMAIL, blobs)).toBytes())
    expect(message.text?.trim()).toBe('I have the most brilliant plan.')
    expect(message.html?.trim()).toBe('<p>brilliant</p>')
    expect(message.headers.get('X-Note')).toBe('a note')
    expect(message.date?.toISOString()).toBe('2014-10-30T06:12:00.000Z')
    expect(message.byContentId('p@example.com')?.bytes()).toEqual(Uint8Array.of(1, 2, 3))
    expect(toJmapEmail(message, { properties: ['from', 'to', 'subject'] })).toEqual({
      from: EMAIL.from,
      to: EMAIL.to,
      subject: EMAIL.subject,
    })
  })

  it('takes a structure', () => {
    const { textBody, htmlBody, attachments, ...rest } = EMAIL
    const message = compose(
      fromJmapEmail(
        {
          ...rest,
          bodyStructure: {
            type: 'multipart/mixed',
            subParts: [{ type: 'multipart/alternative', subParts: [textBody![0]!, htmlBody![0]!] }, attachments![0]!],
          },
        },
        blobs,
      ),
    )
    expect(message.text?.trim()).toBe('I have the most brilliant plan.')
    expect(message.attachments.map((part) => part.filename)).toEqual(['p.png'])
  })

  it.each<[string, object, string]>([
    ['headers', { headers: [] }, 'headers'],
    ['a field twice', { 'header:from': 'x' }, 'header:from'],
    ['a form that does not fit', { 'header:Sender:asDate': '2014-10-30T14:12:00Z' }, 'header:Sender:asDate'],
    ['a field of contents', { 'header:Content-Type': 'text/plain' }, 'header:Content-Type'],
    ['a structure beside lists', { bodyStructure: { partId: 'bd48', type: 'text/plain' } }, 'textBody'],
    ['two texts', { textBody: [{ partId: 'bd48' }, { partId: 'bd48' }] }, 'textBody'],
    ['a text of another type', { textBody: [{ partId: 'bd48', type: 'text/enriched' }] }, 'textBody[0].type'],
    ['HTML of another type', { htmlBody: [{ partId: 'bd49', type: 'text/plain' }] }, 'htmlBody[0].type'],
    ['both ids', { textBody: [{ partId: 'bd48', blobId: 'x' }] }, 'textBody[0]'],
    ['neither id', { textBody: [{}] }, 'textBody[0]'],
    ['an unknown value', { textBody: [{ partId: 'zz' }] }, 'textBody[0].partId'],
    ['a charset', { textBody: [{ partId: 'bd48', charset: 'utf-8' }] }, 'textBody[0].charset'],
    ['a size', { textBody: [{ partId: 'bd48', size: 4 }] }, 'textBody[0].size'],
    [
      'an encoding',
      { attachments: [{ blobId: 'x', 'header:Content-Transfer-Encoding': '7bit' }] },
      'attachments[0].header:Content-Transfer-Encoding',
    ],
    [
      'a truncated value',
      { bodyValues: { ...EMAIL.bodyValues, a: { value: '', isTruncated: true } } },
      'bodyValues.a.isTruncated',
    ],
    [
      'an encoding problem',
      { bodyValues: { ...EMAIL.bodyValues, a: { value: '', isEncodingProblem: true } } },
      'bodyValues.a.isEncodingProblem',
    ],
    ['an unknown property', { nothing: 1 }, 'nothing'],
    ['an address that is none', { to: [{ email: 1 }] }, 'to[0]'],
    ['a preview', { preview: 'x' }, 'preview'],
  ])('refuses %s', (_what, change, path) => {
    const made = () => fromJmapEmail({ ...EMAIL, ...change } as JmapEmailCreate, blobs)
    expect(made).toThrow(JmapSetError)
    try {
      made()
    } catch (error) {
      expect((error as JmapSetError).type).toBe('invalidProperties')
      expect((error as JmapSetError).faults.map((fault) => fault.path)).toContain(path)
    }
  })

  it('refuses blobs that are none at the call', () => {
    for (const wrong of [{ x: new Uint8Array(1) }, null, 5, 'x', []])
      expect(() => fromJmapEmail(EMAIL, wrong as never)).toThrow(/^blobs: expected a Map/)
  })

  it('tells of blobs that are not there', () => {
    try {
      fromJmapEmail(EMAIL, new Map())
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ type: 'blobNotFound', notFound: ['x'] })
    }
  })
})
