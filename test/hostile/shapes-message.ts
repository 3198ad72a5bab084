/** Scaling attacks on structure, header sections and bodies (RFC 5322 §2, RFC 2045 §6, RFC 2046 §5.1, RFC 3676). */

import { ascii, fill, messageOf, messageShape, ordinaryFields, type Shape, series, withHeader } from './parts.js'

const mixed = (boundary: string): string => `multipart/mixed; boundary=${boundary}`
const inMixed = (boundary: string, body: string): Uint8Array => messageOf(mixed(boundary), body)

const nestOpen = (level: number): string => `--b${level}\r\nContent-Type: ${mixed(`b${level + 1}`)}\r\n\r\n`

function nestClosed(n: number): Uint8Array {
  const levels = Math.max(1, Math.floor(n / 64))
  let open = ''
  let close = ''
  for (let level = 0; level < levels; level++) open += nestOpen(level)
  for (let level = levels; level >= 0; level--) close += `\r\n--b${level}--`
  return inMixed('b0', `${open}--b${levels}\r\n\r\nleaf${close}\r\n`)
}

function dashLinesUnderNest(n: number): Uint8Array {
  let open = ''
  for (let level = 0; level < 200 && open.length < n; level++) open += nestOpen(level)
  return inMixed('b0', open + fill('--zz\r\n', n))
}

export const STRUCTURE: readonly Shape[] = [
  messageShape('parts-flood', (n) => inMixed('a', fill('--a\r\n\r\n', n))),
  messageShape('parts-flood-headers', (n) => inMixed('a', fill('--a\r\nContent-Type: text/plain\r\n\r\nx\r\n', n))),
  messageShape('parts-flood-attachments', (n) =>
    inMixed('a', fill('--a\r\nContent-Disposition: attachment\r\n\r\nx\r\n', n)),
  ),
  messageShape('nest-multipart', (n) => inMixed('b0', series(n, nestOpen))),
  messageShape('nest-multipart-closed', nestClosed),
  messageShape('nest-then-dash-lines', dashLinesUnderNest),
  messageShape('nest-same-boundary', (n) => inMixed('b', fill(`--b\r\nContent-Type: ${mixed('b')}\r\n\r\n`, n))),
  messageShape('nest-rfc822', (n) => messageOf('message/rfc822', fill('Content-Type: message/rfc822\r\n\r\n', n))),
  messageShape('boundary-near-miss', (n) => inMixed('b'.repeat(60), fill(`--${'b'.repeat(59)}x\r\n`, n))),
  messageShape('boundary-huge', (n) => inMixed('b'.repeat(Math.max(1, n >> 1)), fill('--bbb\r\n', n >> 1))),
  messageShape('dash-one-line', (n) => inMixed('"-"', `${fill('-', n)}\r\n`)),
  messageShape('alt-flood', (n) =>
    messageOf('multipart/alternative; boundary=a', fill('--a\r\nContent-Type: text/html\r\n\r\n<p>x\r\n', n)),
  ),
]

export const HEADER: readonly Shape[] = [
  messageShape('headers-unique', (n) => withHeader(series(n, (i) => `X-${i}: v\r\n`))),
  messageShape('headers-same', (n) => withHeader(fill('Received: x\r\n', n))),
  messageShape('headers-to-same', (n) => withHeader(fill('To: a@b.c\r\n', n))),
  messageShape('header-folded-lines', (n) => withHeader(`X-Folded: a${fill('\r\n a', n)}\r\n`)),
  messageShape('header-folded-ws-lines', (n) => withHeader(`X-Folded: a${fill('\r\n  ', n)}\r\n`)),
  messageShape('subject-folded-lines', (n) =>
    ascii(`${ordinaryFields('Subject', `a${fill('\r\n a', n)}`)}\r\nHello.\r\n`),
  ),
  messageShape('header-one-line', (n) => withHeader(`X-Long: ${fill('a', n)}\r\n`)),
  messageShape('header-no-colon-lines', (n) => withHeader(fill('nocolon\r\n', n))),
  messageShape('header-never-ends', (n) => ascii(`${ordinaryFields()}X-Long: ${fill('a', n)}`)),
  messageShape('leading-blank-lines', (n) => ascii(`${fill('\r\n', n)}${ordinaryFields()}\r\nHello.\r\n`)),
  messageShape('references-flood', (n) => withHeader(`References:${series(n, (i) => `\r\n <${i}@example.org>`)}\r\n`)),
  messageShape('received-comment-flood', (n) => withHeader(`Received: ${fill('(', n)}\r\n`)),
]

const plain = (body: string): Uint8Array => messageOf('text/plain; charset=utf-8', body)
const encoded = (encoding: string, body: string): Uint8Array =>
  messageOf('application/octet-stream', body, `Content-Transfer-Encoding: ${encoding}\r\n`)
const quotedText = (body: string): Uint8Array =>
  messageOf('text/plain; charset=utf-8', body, 'Content-Transfer-Encoding: quoted-printable\r\n')

export const BODY: readonly Shape[] = [
  messageShape('body-one-line', (n) => plain(fill('a', n))),
  messageShape('body-lf-flood', (n) => plain(fill('\n', n))),
  messageShape('body-cr-flood', (n) => plain(fill('\r', n))),
  messageShape('body-crcrlf', (n) => plain(fill('\r\r\n', n))),
  messageShape('body-nul-flood', (n) => plain(fill('\0', n))),
  messageShape('b64-char-lines', (n) => encoded('base64', fill('Q\r\n', n))),
  messageShape('b64-junk', (n) => encoded('base64', fill('!', n))),
  messageShape('b64-padding', (n) => encoded('base64', fill('QQ==', n))),
  messageShape('qp-equals', (n) => quotedText(fill('=', n))),
  messageShape('qp-soft', (n) => quotedText(fill('=\r\n', n))),
  messageShape('qp-trailing-ws', (n) => quotedText(`a${fill(' ', n)}b`)),
  messageShape('qp-eq-spaces', (n) => quotedText(fill('= ', n))),
  messageShape('flowed', (n) => messageOf('text/plain; format=flowed; delsp=yes', fill('a \r\n', n))),
  messageShape('flowed-quotes', (n) => messageOf('text/plain; format=flowed', `${fill('>', n)}\r\n`)),
  messageShape('charset-2022jp-escapes', (n) =>
    messageOf('text/plain; charset=iso-2022-jp', fill('\u001b$B\u001b(B', n)),
  ),
  messageShape('text-urls', (n) => plain(fill('http://a.example/ ', n))),
  messageShape('text-url-run', (n) => plain(fill('http://', n))),
  messageShape('text-www-run', (n) => plain(fill('www.a', n))),
  messageShape('text-mail-run', (n) => plain(fill('a@', n))),
  messageShape('text-mail-dots', (n) => plain(`${fill('a.', n)}@`)),
  messageShape('text-slashes', (n) => plain(`http://a.example/${fill('(', n)}`)),
  messageShape('text-uubegin', (n) => plain(fill('begin 644 x\r\n', n))),
]

const html = (body: string): Uint8Array => messageOf('text/html; charset=utf-8', body)

function cidFlood(n: number): Uint8Array {
  const page = `--r\r\nContent-Type: text/html\r\n\r\n${fill('<img src="cid:x">', n >> 1)}\r\n`
  const images = fill('--r\r\nContent-Type: image/png\r\nContent-ID: <x>\r\n\r\nx\r\n', n >> 1)
  return messageOf('multipart/related; boundary=r', `${page}${images}--r--\r\n`)
}

export const HTML: readonly Shape[] = [
  messageShape('html-lt', (n) => html(fill('<', n))),
  messageShape('html-nested', (n) => html(fill('<div>', n))),
  messageShape('html-nested-quote', (n) => html(fill('<blockquote>', n))),
  messageShape('html-tables', (n) => html(fill('<table><tr><td>', n))),
  messageShape('html-comments', (n) => html(fill('<!--', n))),
  messageShape('html-entities', (n) => html(fill('&amp', n))),
  messageShape('html-attrs', (n) => html(`<p ${fill('a=1 ', n)}>`)),
  messageShape('html-img-data', (n) => html(fill('<img src="data:', n))),
  messageShape('html-cid', cidFlood),
  messageShape('html-spaces', (n) => html(`<p>${fill(' ', n)}a`)),
]
