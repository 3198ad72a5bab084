/** Growth of what takes a whole message: each property and method of its classes, and the functions of the doors that read one. */
import { forward, reply } from '../../src/compose/compose-door.js'
import { verifyArc, verifyDkim } from '../../src/dkim/index.js'
import { plainText, preview, visibleText } from '../../src/html/index.js'
import {
  bodyStructure,
  formatBodyStructure,
  formatEnvelope,
  envelope as imapEnvelope,
  section,
  size,
} from '../../src/imap/index.js'
import {
  ambiguities,
  type Entity,
  type Message,
  open,
  parse,
  parseStream,
  parts,
  rewrite,
  type StreamedPart,
} from '../../src/index.js'
import { toJmapEmail } from '../../src/jmap/index.js'
import * as legacy from '../../src/legacy/index.js'
import { article, checkArticle, toMail, toNews } from '../../src/news/index.js'
import { present } from '../../src/present/index.js'
import * as report from '../../src/report/index.js'
import * as secure from '../../src/secure/index.js'
import { envelope, parseEhlo, plan, prependReceived, trace } from '../../src/transport/index.js'
import { fill, series } from '../hostile/parts.js'
import type { Case } from './measure.js'

const limits = { maxFields: 1 << 22, maxHeaderBytes: 1 << 30, maxParts: 1 << 20, maxAddresses: 1 << 22 }
const LOOSE = { limits }
const HEAD =
  'Message-ID: <m@example.org>\r\nDate: Fri, 21 Nov 1997 09:55:06 -0600\r\nFrom: a@example.org\r\nTo: b@example.org\r\nSubject: s\r\nMIME-Version: 1.0\r\n'
const multipart = (n: number, part: (i: number) => string, type = 'mixed') =>
  `${HEAD}Content-Type: multipart/${type}; boundary=wall\r\n\r\n${series(n, (i) => `--wall\r\n${part(i)}\r\n`)}--wall--\r\n`
const signedPart = (i: number) =>
  `Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=s${i}s\r\n\r\n--s${i}s\r\n\r\nx\r\n--s${i}s\r\nContent-Type: application/pgp-signature\r\n\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\niQE=\r\n-----END PGP SIGNATURE-----\r\n--s${i}s--`
const WORDS = 'some words of text '.repeat(10)

/** Messages that are large in one way each. */
const SOURCES: Readonly<Record<string, (n: number) => string>> = {
  'one text': (n) => `${HEAD}\r\n${fill(`${WORDS}\r\n`, n)}`,
  'one quoted-printable text': (n) =>
    `${HEAD}Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${fill('=C3=A9 caf=C3=A9=\r\n', n)}`,
  'many texts': (n) => multipart(n, (i) => `Content-Type: text/plain\r\n\r\n${WORDS}${i}`),
  'many HTML parts': (n) => multipart(n, (i) => `Content-Type: text/html\r\n\r\n<p>${WORDS}${i}`),
  'many attachments': (n) =>
    multipart(n, (i) => `Content-Type: image/png; name=a${i}.png\r\nContent-Disposition: attachment\r\n\r\nx`),
  'many related parts': (n) =>
    multipart(
      n,
      (i) => `Content-Type: ${i === 0 ? 'text/html' : 'image/png'}\r\nContent-ID: <c${i}@a>\r\n\r\nx`,
      'related',
    ),
  'many alternatives': (n) => multipart(n, (i) => `Content-Type: text/x-${i}\r\n\r\nx`, 'alternative'),
  'many signed parts beside a root that is not there': (n) =>
    multipart(n, (i) => signedPart(i), 'related; start="<none@example.org>"; type="x/none"'),
  'many messages': (n) => multipart(n, (i) => `Content-Type: message/rfc822\r\n\r\nSubject: ${i}\r\n\r\nx`, 'digest'),
  'many fields': (n) => `${HEAD}${series(n, (i) => `X-${i}: v\r\n`)}\r\nx\r\n`,
  'many of one field': (n) =>
    `${HEAD}${fill('Received: from a by b; Fri, 21 Nov 1997 09:55:06 -0600\r\n', n)}\r\nx\r\n`,
  'many recipients': (n) => `${HEAD}Cc: ${fill('"A, B" <a@example.org>, ', n)}c@example.org\r\n\r\nx\r\n`,
  'many identifiers': (n) => `${HEAD}References: ${series(n, (i) => `<${i}@example.org> `)}\r\n\r\nx\r\n`,
  'many words': (n) =>
    `${HEAD}Comments: ${fill('=?iso-2022-jp?B?GyRCJCIbKEI=?= =?gb2312?Q?=D6=D0?= ', n)}\r\n\r\nx\r\n`,
  'many signatures': (n) =>
    `${fill('DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=s; h=From:Subject; bh=x; b=y\r\n', n)}${HEAD}\r\nx\r\n`,
}

/** What reads in several ways at once: no transport of 7 bits takes it. */
const ODD: Readonly<Record<string, (n: number) => string>> = {
  'many pairs of addresses': (n) =>
    `${HEAD}Cc: ${fill('<a@example.org> c@example.org, ', n)}c@example.org\r\n\r\nx\r\n`,
  'many words without an address': (n) => `${HEAD}Cc: ${fill('ada>, mailto:ada, "a <b', n)}\\\r\n\r\nx\r\n`,
  'many comments with addresses': (n) => `${HEAD}Cc: <${fill('(a@example.org) ', n)}c@example.org>\r\n\r\nx\r\n`,
}

const of = (...names: readonly string[]) => names.map((name) => [name, SOURCES[name]!] as const)
const ALL = Object.entries(SOURCES)

/** One reading on messages of some kinds. */
function reads(
  covers: readonly string[],
  run: (message: Message, n: number) => unknown,
  sources: readonly (readonly [string, (n: number) => string])[] = ALL,
  rest: Partial<Case> = {},
): Case[] {
  return sources.map(([name, make]) => ({
    name: `${covers[0]} ${name}`,
    covers,
    make: (n: number) => parse(make(n), LOOSE),
    run: run as (input: never, n: number) => unknown,
    ...rest,
  }))
}

/** Properties and methods of an object that take no argument, each on all kinds of messages. */
const MESSAGE = [
  'subject from sender replyTo to cc bcc date messageId inReplyTo references text html attachments textBody htmlBody defects brokenSignatures',
].flatMap((line) => line.split(' '))
const ENTITY =
  'contentType transferEncoding disposition filename safeFilename contentId description parent path parts message preamble epilogue raw rawBody range charset role'.split(
    ' ',
  )
const each = (message: Message, read: (entity: Entity) => unknown) => {
  for (const entity of message.walk()) read(entity)
}
type Plain = Readonly<Record<string, unknown>>

const members: Case[] = [
  ...reads(
    MESSAGE.map((name) => `Message.${name}`),
    (message) => {
      for (const name of MESSAGE) void (message as unknown as Plain)[name]
    },
  ),
  ...reads(['Entity.walk', ...ENTITY.map((name) => `Entity.${name}`)], (message) =>
    each(message, (entity) => ENTITY.map((name) => (entity as unknown as Plain)[name])),
  ),
  ...reads(['Entity.bytes', 'Entity.decodeText'], (message) =>
    each(message, (entity) => [entity.bytes(), entity.decodeText()]),
  ),
  ...reads(['Entity.find'], (message) => [message.find('text/none'), message.find(() => false)]),
  ...reads(['Message.check'], (message) => message.check()),
  ...reads(['Message.toBytes', 'Message.toString', 'Message.toJSON'], (message) => [
    message.toBytes({ eol: 'lf' }),
    message.toBytes({ transport: '7bit' }),
    message.toString(),
    message.toJSON(),
  ]),
  ...reads(['Message.chunks'], async (message) => {
    for await (const _ of message.chunks({ eol: 'lf' }));
  }),
  ...reads(
    [
      'root.parse',
      'Entity.headers',
      'Headers.fields',
      'Field.name',
      'Field.value',
      'Field.text',
      'Field.parsed',
      'Field.raw',
      'Field.range',
      'Field.octets',
      'Field.parameterRange',
    ],
    (message) =>
      each(message, (entity) => {
        for (const field of entity.headers)
          void [
            field.name,
            field.value,
            field.text,
            field.parsed,
            field.raw,
            field.range,
            field.octets,
            field.parameterRange('name'),
          ]
      }),
  ),
  ...reads(
    [
      'Headers.get',
      'Headers.getAll',
      'Headers.field',
      'Headers.has',
      'Headers.addresses',
      'Headers.date',
      'Headers.ids',
      'Headers.contentType',
      'Headers.parameterized',
      'Headers.received',
      'Headers.list',
      'Headers.keywords',
      'Headers.parsed',
      'Headers.size',
    ],
    ({ headers }) => [
      headers.get('cc'),
      headers.getAll('received'),
      headers.field('received', 3),
      headers.has('x'),
      headers.addresses('cc'),
      headers.date('date'),
      headers.ids('references'),
      headers.contentType(),
      headers.parameterized('content-disposition'),
      headers.received(),
      headers.list(),
      headers.keywords(),
      headers.parsed('received'),
      headers.size,
    ],
    of('many fields', 'many of one field', 'many recipients', 'many identifiers', 'many words'),
  ),
  // Asked by name, as often as there are fields.
  ...reads(['Headers.get'], ({ headers }, n) => series(n, (i) => headers.get(`X-${i}`) ?? 'none'), of('many fields'), {
    cap: 1 << 19,
    most: 1 << 22,
  }),
  ...reads(
    ['Message.byContentId', 'Message.byContentLocation'],
    (message, n) => {
      for (let i = 0; i < n / 60; i++) message.byContentId(`cid:c${i}@a`)
      message.byContentLocation('http://example.org/a')
    },
    of('many related parts'),
    { cap: 1 << 19, most: 1 << 22 },
  ),
  ...reads(
    ['Entity.find', 'Entity.path'],
    (message) => {
      for (const part of message.parts) message.find(part.path)
    },
    of('many texts', 'many attachments', 'many messages'),
  ),
  ...reads(['root.ambiguities'], ambiguities, [...ALL, ...Object.entries(ODD)]),
]

/** Edits by count: `n` is how many. */
const counted = { from: 512, cap: 16_384, most: 1 << 18 }
const edits = (
  covers: readonly string[],
  source: (n: number) => string,
  edit: (message: Message, i: number) => unknown,
  rest: Partial<Case> = {},
): Case => ({
  name: covers.join(', '),
  covers,
  make: (n: number) => parse(source(n), LOOSE),
  run: ((message: Message, n: number) => {
    for (let i = 0; i < n; i++) edit(message, i)
    return message.toBytes()
  }) as (input: never, n: number) => unknown,
  ...counted,
  ...rest,
})
const small = () => `${HEAD}Content-Type: multipart/mixed; boundary=wall\r\n\r\n--wall\r\n\r\nx\r\n--wall--\r\n`
const children = (n: number) => multipart(40 * n, (i) => `Content-ID: <c${i}@a>\r\n\r\nx${i}`)
const fieldful = (n: number) => `${HEAD}${Array.from({ length: n }, (_, i) => `X-${i}: v\r\n`).join('')}\r\nx\r\n`
const signed = () =>
  `DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=s; h=From:Subject; bh=x; b=y\r\n${HEAD}\r\nx\r\n`

/** An edit of each part, taken before the first. */
const overParts = (covers: string, edit: (part: Entity) => unknown): Case => ({
  name: covers,
  covers: [covers],
  make: (n: number) => parse(children(n), LOOSE),
  run: (message: Message) => {
    for (const part of message.parts) edit(part)
    return message.toBytes()
  },
  ...counted,
})

const editing: Case[] = [
  edits(['Headers.set'], small, (message, i) => message.headers.set(`X-${i}`, 'v')),
  edits(['Headers.set', 'Headers.get'], small, (message, i) => message.headers.set(`X-${i}`, 'v').get(`X-${i}`)),
  edits(['Headers.append'], small, (message, i) => message.headers.append('X-Trace', `v${i}`)),
  edits(['Headers.prepend'], small, (message, i) => message.headers.prepend('X-Trace', `v${i}`)),
  edits(['Headers.delete'], fieldful, (message, i) => message.headers.delete(`X-${i}`)),
  edits(['Headers.set', 'Headers.delete'], fieldful, (message, i) => message.headers.set(`X-${i}`, 'w')),
  edits(['Message.brokenSignatures'], signed, (message, i) => {
    message.headers.append('X-Trace', `v${i}`)
    void message.brokenSignatures
  }),
  edits(['Headers.set'], children, (message, i) => {
    void message.parts[i]?.contentType
    message.headers.set(`X-${i}`, 'v')
  }),
  edits(['Entity.append'], small, (message) => message.append({ text: 'x' })),
  edits(['Entity.insert'], small, (message) => message.insert(0, { text: 'x' })),
  edits(['Message.attach'], small, (message) => message.attach({ content: 'x', filename: 'a.txt' })),
  edits(['Headers.update'], small, (message, i) => message.headers.update('subject', 0, `v${i}`)),
  overParts('Entity.remove', (part) => part.remove()),
  overParts('Entity.replaceWith', (part) => part.replaceWith({ text: 'y' })),
  overParts('Entity.setContent', (part) => part.setContent('y')),
]

async function drain(source: AsyncIterable<unknown>) {
  for await (const _ of source);
}
const bytes = (name: string) => (n: number) => new TextEncoder().encode(SOURCES[name]!(n))
/** What a part that passes says of itself, and the ways to read it. */
const TOLD =
  'path headers contentType transferEncoding disposition filename safeFilename contentId isMessage isContainer start'.split(
    ' ',
  )
const PASSING: Readonly<Record<string, (part: StreamedPart) => Promise<unknown>>> = {
  bytes: (part) => part.bytes(1 << 30),
  text: (part) => part.text(1 << 30),
  body: (part) => drain(part.body),
  raw: (part) => drain(part.raw),
}
const streams: Case[] = ['one text', 'many texts', 'many attachments', 'many fields', 'many messages'].flatMap(
  (name): Case[] => [
    ...Object.entries(PASSING).map(
      ([read, run]): Case => ({
        name: `root.parts ${name}, ${read}`,
        covers: ['root.parts', ...TOLD.map((one) => `StreamedPart.${one}`), `StreamedPart.${read}`],
        make: bytes(name),
        run: async (source: Uint8Array) => {
          for await (const part of parts(source, LOOSE)) {
            for (const one of TOLD) void (part as unknown as Plain)[one]
            if (!part.isContainer) await run(part)
          }
        },
      }),
    ),
    {
      name: `root.rewrite ${name}`,
      covers: ['root.rewrite'],
      make: bytes(name),
      run: (source: Uint8Array) =>
        drain(rewrite(source, (part) => (part.isContainer ? undefined : void part.headers.set('X-Seen', 'y')), LOOSE)),
    },
    {
      name: `root.rewrite ${name}, each with a part more`,
      covers: ['root.rewrite'],
      make: bytes(name),
      run: (source: Uint8Array) =>
        drain(rewrite(source, (part) => (part.isContainer ? undefined : part.append({ text: 'x' })), LOOSE)),
    },
    {
      name: `root.parseStream ${name}`,
      covers: ['root.parseStream'],
      make: bytes(name),
      run: (source: Uint8Array) => parseStream([source.subarray(0, 100), source.subarray(100)], LOOSE),
    },
    {
      name: `root.open ${name}`,
      covers: ['root.open', 'root.StoredPart'],
      make: (n) => new Blob([bytes(name)(n)]),
      run: async (blob: Blob) => {
        const stored = await open(blob, LOOSE)
        for (const part of stored.walk()) void part.path
      },
    },
  ],
)

const EHLO = parseEhlo('250 a.example')
const doors: Case[] = [
  ...reads(
    ['imap.envelope', 'imap.formatEnvelope'],
    (message) => formatEnvelope(imapEnvelope(message)),
    of('many recipients', 'many identifiers', 'many words'),
  ),
  ...reads(
    ['imap.bodyStructure', 'imap.formatBodyStructure'],
    (message) => formatBodyStructure(bodyStructure(message)),
    of('many texts', 'many messages', 'many attachments'),
  ),
  ...reads(['imap.section', 'imap.size'], (message) => [
    section(message, 'HEADER'),
    section(message, 'TEXT'),
    section(message, '1'),
    size(message),
  ]),
  ...reads(['present.present'], (message) => present(message)),
  ...reads(['news.article', 'news.checkArticle'], (message) => [article(message), checkArticle(message)]),
  ...reads(['news.toMail'], (message) => toMail(message, { gateway: 'g.example', to: 'l@example.org' } as never)),
  ...reads(['news.toNews'], (message) =>
    toNews(message, { gateway: 'g.example', newsgroups: ['misc.test'], administrator: 'g@g.example' } as never),
  ),
  ...reads(['transport.envelope', 'transport.trace'], (message) => [envelope(message), trace(message)]),
  ...reads(['transport.plan'], (message) => plan(message, EHLO), of('one text', 'many texts')),
  ...reads(
    ['transport.prependReceived'],
    (message) => prependReceived(message, { from: 'a.example', by: 'b.example', date: new Date(0) } as never),
    of('many of one field'),
  ),
  ...reads(
    ['report.isAutomatic', 'report.readDsn', 'report.readMdn', 'report.readArf', 'report.readBounce'],
    (message) => [
      report.isAutomatic(message),
      report.readDsn(message),
      report.readMdn(message),
      report.readArf(message),
      report.readBounce(message),
    ],
  ),
  ...[
    '<a@example.org>: 550 5.1.1 unknown\r\n',
    '550 5.1.1 a\r\n',
    'The following address failed\r\n\r\n',
    '550-a\r\n',
    ' a@b\r\n',
  ].map(
    (piece): Case => ({
      name: `report.readBounce ${JSON.stringify(piece)}`,
      covers: ['report.readBounce'],
      make: (n) =>
        parse(
          `From: MAILER-DAEMON@example.org\r\nReturn-Path: <>\r\nSubject: Undelivered mail\r\n\r\n${fill(piece, n)}`,
        ),
      run: report.readBounce,
    }),
  ),
  ...reads(['secure.secureParts'], (message) => secure.secureParts(message).map((part) => part.signed?.())),
  ...reads(['secure.headerProtection'], (message) => secure.headerProtection(message, { decrypted: message })),
  ...['HP-Outer: X: v\r\n', 'HP-Outer: Subject: s\r\nSubject: s\r\n', 'X: v\r\n'].map(
    (piece): Case => ({
      name: `secure.headerProtection ${JSON.stringify(piece)}`,
      covers: ['secure.headerProtection'],
      make: (n) =>
        parse(
          `${HEAD}Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=s\r\n\r\n--s\r\n${fill(piece, n)}Content-Type: text/plain; hp="cipher"\r\n\r\nx\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\niQE=\r\n-----END PGP SIGNATURE-----\r\n--s--\r\n`,
          LOOSE,
        ),
      run: (message: Message) => secure.headerProtection(message),
    }),
  ),
  ...['<div class="header-protection-legacy-display">', '<div', '<div class=a>', '</div>', "<div class='x class="].map(
    (piece): Case => ({
      name: `secure.withoutLegacyDisplay ${JSON.stringify(piece)}`,
      covers: ['secure.withoutLegacyDisplay'],
      make: (n) => parse(`${HEAD}Content-Type: text/html; hp-legacy-display=1\r\n\r\n${fill(piece, n)}`),
      run: (message: Message) => secure.withoutLegacyDisplay(message),
    }),
  ),
  ...reads(['secure.autocrypt', 'secure.autocryptGossip'], (message) => [
    secure.autocrypt(message),
    secure.autocryptGossip(message, message),
  ]),
  ...['Autocrypt: addr=a@example.org; keydata=QUJD\r\n', 'Autocrypt-Gossip: addr=b@example.org; keydata=QUJD\r\n'].map(
    (piece): Case => ({
      name: `secure.autocrypt ${piece.slice(0, 20)}`,
      covers: ['secure.autocrypt', 'secure.autocryptGossip'],
      make: (n) => parse(`${HEAD}${fill(piece, n)}\r\nx\r\n`, LOOSE),
      run: (message: Message) => [secure.autocrypt(message), secure.autocryptGossip(message, message)],
    }),
  ),
  ...[
    '-----BEGIN PRIVACY-ENHANCED MESSAGE-----\r\n',
    '-----BEGIN PRIVACY-ENHANCED MESSAGE-----\r\nProc-Type: 4,MIC-CLEAR\r\n\r\n- x\r\n-----END PRIVACY-ENHANCED MESSAGE-----\r\n',
    'Key-Info: RSA,x\r\n  y\r\n',
    '-----BEGIN PRIVACY-ENHANCED MESSAGE-----x\r\n',
    ' \r\n',
  ].map(
    (piece): Case => ({
      name: `secure.pemMessages ${JSON.stringify(piece.slice(0, 60))}`,
      covers: ['secure.pemMessages'],
      make: (n) => parse(`${HEAD}\r\n-----BEGIN PRIVACY-ENHANCED MESSAGE-----\r\n${fill(piece, n)}`),
      run: (message: Message) => secure.pemMessages(message).map((one) => one.text()),
    }),
  ),
  ...reads(['secure.surround'], (message) => secure.surround(message, { after: [{ text: 'x' }] })),
  ...reads(
    ['secure.sign'],
    (message) =>
      secure
        .sign(message, async () => new Uint8Array(8), { protocol: 'pgp', micalg: 'pgp-sha256' } as never)
        .catch(() => undefined),
    of('one text', 'many texts'),
  ),
  ...reads(
    ['secure.encrypt'],
    (message) => secure.encrypt(message, async (octets) => octets, { protocol: 'pgp' } as never).catch(() => undefined),
    of('one text', 'many texts'),
  ),
  ...reads(
    ['legacy.legacyParts', 'legacy.formattedText', 'legacy.externalBody', 'legacy.readFragment', 'legacy.joinPartials'],
    (message) => [
      legacy.legacyParts(message),
      legacy.formattedText(message),
      legacy.externalBody(message),
      legacy.readFragment(message),
      legacy.joinPartials([message]),
    ],
  ),
  ...reads(
    ['legacy.splitPartial'],
    (message) => legacy.splitPartial(message, { maxBytes: 65_536 } as never),
    of('one text'),
  ),
  ...reads(['legacy.gateway'], (message) => legacy.gateway(message)),
]

export const MESSAGES: readonly Case[] = [...members, ...editing, ...streams, ...doors]

/** Octets at the bottom of multiparts in each other; `make` takes the depth. */
const nested = (depth: number, size: number, encoding: string, unit: string) => {
  let head = HEAD
  let tail = ''
  for (let i = 0; i < depth; i++) {
    head += `Content-Type: multipart/mixed; boundary=w${i}\r\n${encoding === '' ? '' : `Content-Transfer-Encoding: ${encoding}\r\n`}\r\n--w${i}\r\n`
    tail = `--w${i}--\r\n${tail}`
  }
  return `${head}\r\n${fill(unit, size)}\r\n${tail}`
}
const deep = (name: string, encoding: string, unit: string, run: (message: Message) => unknown): Case => ({
  name,
  covers: [name],
  make: (depth) => parse(nested(depth, 1 << 20, encoding, unit)),
  run: run as (input: never) => unknown,
})
/** The same parts, or the same text, at the bottom of as many containers as `depth` says: of one kind, each in the next. */
const under = (container: string, depth: number, bottom: string): string => {
  let head = HEAD
  let tail = ''
  for (let i = 0; i < depth; i++) {
    if (container === 'message') head += `Content-Type: message/rfc822\r\n\r\n${HEAD}`
    else {
      head += `Content-Type: multipart/${container}; boundary=w${i}w\r\n\r\n--w${i}w\r\n`
      tail = `\r\n--w${i}w--\r\n${tail}`
    }
    if (container === 'mixed; a=message') head += `Content-Type: message/rfc822\r\n\r\n${HEAD}`
  }
  return `${head}${bottom}${tail}`
}
const bottomOf = (part: (i: number) => string, count = 1500) =>
  `Content-Type: multipart/mixed; boundary=bottom\r\n\r\n${Array.from({ length: count }, (_, i) => `--bottom\r\n${part(i)}\r\n`).join('')}--bottom--\r\n`
const BOTTOMS: Readonly<Record<string, string>> = {
  'one text': `\r\n${fill(`${WORDS}\r\n`, 1 << 20)}`,
  'one text in quoted-printable': `Content-Transfer-Encoding: quoted-printable\r\n\r\n${fill('=41 x\r\n', 1 << 20)}`,
  texts: bottomOf((i) => `Content-Type: text/plain\r\n\r\n${WORDS}${i}`),
  pages: bottomOf((i) => `Content-Type: text/html\r\nContent-ID: <c${i}@a>\r\n\r\n<p>${WORDS}<img src="cid:c${i}@a">`),
  'signed parts': bottomOf(signedPart),
}
const CONTAINERS = ['mixed', 'related; start="<none@a>"', 'alternative', 'signed', 'mixed; a=message', 'message']
const leavesOf = (message: Message) =>
  [...message.walk()].filter((one) => one.parts.length === 0 && one.message === undefined)
const KEY = 'v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='
/** Depth times parts: what may climb from each part, or walk down to it, or read again on each level what the level below has read. */
const CLIMBS: Readonly<Record<string, (message: Message) => unknown>> = {
  secureParts: (message) => secure.secureParts(message).map((part) => [part.signed?.(), part.warnings]),
  headerProtection: (message) => secure.headerProtection(message),
  toJmapEmail: (message) =>
    toJmapEmail(message, {
      properties: ['bodyStructure', 'textBody', 'htmlBody', 'attachments', 'bodyValues', 'preview'],
      bodyProperties: ['partId', 'size', 'name', 'type', 'charset', 'cid'],
      fetchAllBodyValues: true,
    }),
  bodyStructure: (message) => formatBodyStructure(bodyStructure(message)),
  'html views': (message) => [plainText(message), visibleText(message), preview(message)],
  'what is shown': (message) => [message.text, message.html, message.attachments, present(message)],
  roles: (message) => each(message, ({ role, path, parent }) => [role, path, parent]),
  ambiguities,
  check: (message) => message.check(),
  'verifyDkim, verifyArc': async (message) => [
    await verifyDkim(message, { resolveTxt: async () => [KEY] }),
    await verifyArc(message, { resolveTxt: async () => [KEY] }),
  ],
  'reply, forward': (message) => [
    reply(message, { from: 'b@example.org', text: 'x', quote: true }),
    forward(message, { from: 'b@example.org', to: 'c@example.org', as: 'inline' }),
  ],
  plan: (message) => plan(message, EHLO),
  'written anew': (message) => [message.toBytes({ eol: 'lf' }), message.toBytes({ transport: '7bit' })],
  'each header section edited': (message) => {
    for (const entity of [...message.walk()]) entity.headers.set('X-Seen', 'y')
    return [message.toBytes(), message.brokenSignatures]
  },
  'each content set': (message) => {
    for (const leaf of leavesOf(message)) leaf.setContent('--\r\nnew\r\n')
    return [message.toBytes(), message.toBytes({ transport: '8bit' })]
  },
  'each part replaced, and parts added': (message) => {
    const [first, ...others] = leavesOf(message).filter(({ parent }) => parent !== undefined && parent.parts.length > 0)
    for (const leaf of others) leaf.replaceWith({ text: '-- \r\nnew\r\n' })
    for (let i = 0; i < 500; i++) first?.parent?.append({ text: 'x' })
    return message.toBytes()
  },
  reports: (message) => [
    report.isAutomatic(message),
    report.readDsn(message),
    report.readMdn(message),
    report.readArf(message),
    report.readBounce(message),
  ],
  legacy: (message) => [legacy.legacyParts(message), legacy.formattedText(message)],
}
const climbing: Case[] = Object.entries(CLIMBS).flatMap(([name, run]) =>
  CONTAINERS.flatMap((container) =>
    Object.entries(BOTTOMS).map(
      ([bottom, octets]): Case => ({
        name: `${name}: ${bottom} under ${container}`,
        covers: [name],
        make: (depth) => parse(under(container, depth, octets), LOOSE),
        run: run as (input: never) => unknown,
      }),
    ),
  ),
)

export const DEPTHS: readonly number[] = [10, 30, 90]
export const DEEP: readonly Case[] = [
  deep('ambiguities, quoted-printable', 'quoted-printable', '=41x\r\n', ambiguities),
  deep('ambiguities, base64', 'base64', 'QUJD\r\n', ambiguities),
  deep('check, quoted-printable', 'quoted-printable', '=41x\r\n', (message) => message.check()),
  deep('check, base64', 'base64', 'QUJD\r\n', (message) => message.check()),
  deep('text of each', '', 'some words\r\n', (message) => each(message, (entity) => entity.decodeText())),
  deep('octets of each', '', 'some words\r\n', (message) => each(message, (entity) => entity.bytes())),
  deep('what is shown', '', 'some words\r\n', (message) => [
    message.text,
    message.html,
    message.attachments,
    present(message),
  ]),
  ...climbing,
  deep('structure', '', 'some words\r\n', (message) => formatBodyStructure(bodyStructure(message))),
]
