/** Grows messages from seeds: damaged as transports damage them, then with pieces of a mail alphabet, runs, nests and doubles. Seeded. */
import { mutate } from '../test/mutate.js'

type Random = (n: number) => number

/** Ordinary inputs stay below this; one in some hundreds is larger. */
const MAX_OCTETS = 24_000
/** Inputs kept because they showed something new, beside the seeds. */
const MAX_KEPT = 3000

const FIELD_NAMES = [
  ...['From', 'To', 'Cc', 'Bcc', 'Sender', 'Reply-To', 'Return-Path', 'Resent-From', 'Resent-To', 'Mail-Followup-To'],
  ...['Subject', 'Comments', 'Keywords', 'Date', 'Resent-Date', 'Message-ID', 'In-Reply-To', 'References', 'Received'],
  ...['MIME-Version', 'Content-Type', 'Content-Transfer-Encoding', 'Content-Disposition', 'Content-ID', 'Content-MD5'],
  ...['Content-Description', 'Content-Language', 'Content-Location', 'List-Id', 'List-Post', 'List-Unsubscribe'],
  ...['List-Unsubscribe-Post', 'DKIM-Signature', 'ARC-Seal', 'Authentication-Results', 'Auto-Submitted', 'X-Mailer'],
  ...['__proto__', 'constructor', 'X', '', ' ', 'From '],
]

const TYPES = [
  ...['text/plain', 'text/html', 'multipart/mixed', 'multipart/alternative', 'multipart/digest', 'multipart/related'],
  ...[
    'multipart/signed',
    'multipart/encrypted',
    'multipart/report',
    'message/rfc822',
    'message/global',
    'message/news',
  ],
  ...[
    'message/partial',
    'message/external-body',
    'application/octet-stream',
    'application/pkcs7-mime',
    'text',
    '/',
    'x',
  ],
]

const ENCODINGS = ['7bit', '8bit', 'binary', 'base64', 'quoted-printable', 'x-uuencode', 'uuencode', '"base64"', 'x']

const CHARSETS = [
  ...['utf-8', 'us-ascii', 'iso-8859-1', 'windows-1252', 'utf-7', 'utf-16', 'utf-16be', 'utf-32', 'iso-2022-jp'],
  ...[
    'iso-2022-kr',
    'iso-2022-cn',
    'hz-gb-2312',
    'gb18030',
    'big5',
    'shift_jis',
    'euc-jp',
    'euc-kr',
    'koi8-r',
    'cp037',
  ],
  ...['replacement', 'x-user-defined', 'unknown-8bit', 'x', ''],
]

const PIECES = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\r\r\n',
    '\n\r',
    '\0',
    ' ',
    '\t',
    '\r\n ',
    '\r\n\t',
    '\r\n \r\n',
    '\n\n',
    '\r\n\r\n',
    '\x0b',
    '\x0c',
  ],
  ...[
    ':',
    ';',
    ',',
    '"',
    '""',
    '\\',
    '\\"',
    '(',
    ')',
    '()',
    '<',
    '>',
    '<>',
    '@',
    '.',
    '..',
    '[',
    ']',
    '=',
    '?',
    '%',
    '!',
    "'",
    "''",
  ],
  ...['--', '--b', '--b--', '--b ', '\r\n--b\r\n', '\r\n--b--\r\n', '\n--b\n', '--=', '-- ', 'b', '--b-', '--bb'],
  ...[
    '=?',
    '?=',
    '=?utf-8?Q?',
    '=?utf-8?B?',
    '=?utf-8?Q?=C3=A9?=',
    '=?utf-8?B?w6k=?=',
    '=?utf-8*en?q?a_b?=',
    '=?x?y?z?=',
    '_',
    '=?=?=',
  ],
  ...['=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=', '=?iso-2022-jp?B?GyRCNEE=?=', '=?utf-7?Q?+AAA-?=', '=?utf-16?B?AGEAYg==?='],
  ...[
    '=3D',
    '=0D=0A',
    '=00',
    '=',
    '=\r\n',
    '=\n',
    '= \r\n',
    '=c3',
    '=XX',
    '==',
    'QUJD',
    'QQ==',
    'QQ=',
    'Q',
    '====',
    '*',
    '-_',
  ],
  ...['begin 644 a\n', 'begin-base64 644 a\n', '#86)C\n', '`\nend\n', '=ybegin line=1 size=1 name=a\n'],
  ...[
    "*=utf-8''%C3%A9",
    '*0=',
    '*1=',
    '*0*=',
    '*1*=',
    '*01=',
    '*10000=',
    '*-1=',
    '*=',
    '%',
    '%4',
    '%zz',
    "''",
    "utf-8'en'",
  ],
  ...[
    'boundary=b',
    'boundary="b"',
    'boundary="b "',
    "boundary*=utf-8''b",
    'charset=utf-8',
    'name=a',
    'filename="a.b"',
    'filename=..',
  ],
  ...[
    'a@b',
    '<a@b>',
    '"a"@b',
    'a@[1.2.3.4]',
    '<@a,@b:c@d>',
    'g: a@b, c@d;',
    'g:;',
    'a b <c@d>',
    '"x" <a@b',
    'xn--a',
    'xn--80ak6aa92e.com',
  ],
  ...['Mon, 1 Jan 2024 00:00:00 +0000', '31 Feb 99 25:61 EST', '1 Jan 1 0:0 -9999', '(c) Thu 29 Feb 2024 1:2:3 (GMT)'],
  ...[
    'from a by b with c id d for <e@f>; 1 Jan 2024 00:00 GMT',
    'v=1; a=rsa; d=x; b=',
    '<https://x/?a=b>, <mailto:a@b>',
  ],
  ...[
    '\xff',
    '\x80',
    '\xc3',
    '\xc3\xa9',
    '\xc0\x80',
    '\xed\xa0\x80',
    '\xf4\x90\x80\x80',
    '\xf0\x9f\x92\xa9',
    '\xef\xbb\xbf',
    '\xff\xfe',
  ],
  ...[
    '\xe2\x80\xae',
    '\xe2\x80\x8b',
    '\xd0\xb0',
    '\xef\xbc\x8f',
    '\x1b$B',
    '\x1b(B',
    '\x1b(J',
    '~{',
    '~}',
    '+AAA-',
    '\x0e',
    '\x0f',
    '\x7f',
  ],
  ...[
    'From ',
    '>From ',
    'From a@b Thu Jan  1 00:00:00 1970\r\n',
    '.\r\n',
    '..',
    'Content-Type:',
    'a',
    'word',
    '0',
    '1',
    '99999999999999999999',
  ],
  ...['a.exe', 'CON', 'invoice.pdf   .exe', '../../x', 'C:\\x'],
]

const CONTENT_WORDS = [...PIECES, ...TYPES, ...ENCODINGS, ...CHARSETS]

const octets = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')

export class Inputs {
  private readonly kept: Uint8Array[] = []
  private next = 0

  constructor(
    private readonly seeds: readonly Uint8Array[],
    private readonly random: Random,
  ) {}

  private one<T>(list: readonly T[]): T {
    return list[this.random(list.length)]!
  }

  private parent(): Uint8Array {
    return this.kept.length > 0 && this.random(2) === 0 ? this.one(this.kept) : this.one(this.seeds)
  }

  /** An input worth growing from: it showed what none before did. */
  keep(bytes: Uint8Array): void {
    if (bytes.length > MAX_OCTETS) return
    if (this.kept.length < MAX_KEPT) this.kept.push(bytes)
    else this.kept[this.next++ % MAX_KEPT] = bytes
  }

  make(): Uint8Array {
    const { random } = this
    if (random(12) === 0) return octets(this.message(0))
    let bytes = mutate(this.parent(), this.parent(), random)
    let text = latin1(bytes)
    for (let changes = random(4); changes > 0; changes--) text = this.changed(text)
    if (random(400) === 0) text = this.huge(text)
    bytes = octets(text)
    return bytes.length > MAX_OCTETS && random(100) > 0 ? bytes.subarray(0, MAX_OCTETS) : bytes
  }

  /** A message made of nothing but the alphabet. */
  private message(depth: number): string {
    const { random } = this
    const eol = this.one(['\r\n', '\r\n', '\r\n', '\n', '\r'])
    let text = ''
    for (let i = random(6); i > 0; i--) text += this.field() + eol
    text += eol
    const shape = random(4)
    if (shape === 0 && depth < 4) {
      text = `Content-Type: ${this.one(['multipart/mixed', 'multipart/digest', 'multipart/signed'])}; boundary=b${depth}${eol}${text}`
      for (let i = random(4); i > 0; i--) text += `--b${depth}${eol}${this.message(depth + 1)}${eol}`
      if (random(3) > 0) text += `--b${depth}--${eol}`
    } else if (shape === 1 && depth < 4) text = `Content-Type: message/rfc822${eol}${text}${this.message(depth + 1)}`
    else for (let i = random(20); i > 0; i--) text += this.one(CONTENT_WORDS) + (random(3) === 0 ? eol : '')
    return text
  }

  private field(): string {
    const { random } = this
    const name = this.one(FIELD_NAMES)
    let value = ''
    if (random(3) === 0) {
      if (name === 'Content-Type') value = `${this.one(TYPES)}; charset=${this.one(CHARSETS)}; `
      else if (name === 'Content-Transfer-Encoding') value = this.one(ENCODINGS)
      else if (name === 'Content-Disposition') value = `${this.one(['attachment', 'inline', 'x'])}; `
    }
    for (let i = random(8); i > 0; i--) value += this.one(random(4) === 0 ? CONTENT_WORDS : PIECES)
    return `${name}${random(20) === 0 ? ' ' : ''}:${random(4) === 0 ? '' : ' '}${value}`
  }

  private changed(text: string): string {
    const { random } = this
    const at = random(text.length + 1)
    const before = text.slice(0, at)
    const after = text.slice(at)
    switch (random(14)) {
      case 0: // a field on top
        return `${this.field()}\r\n${text}`
      case 1: {
        // a field at the start of some line
        const line = text.indexOf('\n', at) + 1
        return `${text.slice(0, line)}${this.field()}\r\n${text.slice(line)}`
      }
      case 2: // pieces of the alphabet
        return `${before}${this.one(PIECES)}${this.one(PIECES)}${after}`
      case 3: // a run
        return `${before}${this.one(PIECES).repeat(2 + random(300))}${after}`
      case 4: // other line ends, from here on
        return before + after.replaceAll('\r\n', this.one(['\n', '\r', '\r\r\n']))
      case 5: {
        // an encoded-word
        const charset = this.one(CHARSETS)
        const words = Array.from(
          { length: 1 + random(3) },
          () => `=?${charset}?${this.one(['Q', 'B', 'q', 'b'])}?${this.one(PIECES)}?=`,
        )
        return before + words.join(this.one([' ', '\r\n ', ''])) + after
      }
      case 6: {
        // a parameter, twice
        const semicolon = text.indexOf(';', at)
        if (semicolon === -1) return text
        const parameter = ` ${this.one(['name', 'filename', 'boundary', 'charset', 'x', '__proto__'])}${this.one(['', '*', '*0', '*1*', '*0*'])}=${this.one(CONTENT_WORDS)};`
        return text.slice(0, semicolon + 1) + parameter + (random(2) === 0 ? parameter : '') + text.slice(semicolon + 1)
      }
      case 7: // another transfer encoding over the same octets
        return `Content-Transfer-Encoding: ${this.one(ENCODINGS)}\r\n${text}`
      case 8: // another type over the same octets
        return `Content-Type: ${this.one(TYPES)}; charset=${this.one(CHARSETS)}; boundary=${this.one(['b', 'b1', '"b"', '""'])}\r\n${text}`
      case 9: // in a message, in a part
        return this.nested(text, 1 + random(random(40) === 0 ? 130 : 4))
      case 10: {
        // the head of this, the rest of another
        const other = latin1(this.parent())
        return before + other.slice(random(other.length + 1))
      }
      case 11: // a comment
        return `${before}${'('.repeat(1 + random(4))}${this.one(PIECES)}${')'.repeat(random(4))}${after}`
      case 12: {
        // this line as base64, or as it would be in quoted-printable
        const end = text.indexOf('\n', at)
        const line = end === -1 ? after : text.slice(at, end)
        const coded =
          random(2) === 0
            ? Buffer.from(line, 'latin1').toString('base64')
            : line.replace(/[^ -<>-~]/g, (c) => `=${c.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`)
        return before + coded + (end === -1 ? '' : text.slice(end))
      }
      default: {
        // a stretch of it again, elsewhere
        const stretch = text.slice(at, at + random(200))
        const target = random(text.length + 1)
        return text.slice(0, target) + stretch + text.slice(target)
      }
    }
  }

  private nested(text: string, levels: number): string {
    const { random } = this
    const same = random(3) === 0
    let head = ''
    let tail = ''
    for (let i = 0; i < levels; i++) {
      if (random(2) === 0) head += 'Content-Type: message/rfc822\r\n\r\n'
      else {
        const boundary = same ? 'b' : `b${i}`
        head += `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n--${boundary}\r\n`
        if (random(3) > 0) tail = `\r\n--${boundary}--\r\n${tail}`
      }
    }
    return head + text + tail
  }

  /** A run of one piece as long as a flood is. */
  private huge(text: string): string {
    const piece = this.one(PIECES)
    const at = this.random(text.length + 1)
    return text.slice(0, at) + piece.repeat(Math.ceil(60_000 / piece.length)) + text.slice(at)
  }
}
