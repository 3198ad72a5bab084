/** The inputs a to i: typical mail from a seed, each with the facts that a right reading finds. */

import { Buffer } from 'node:buffer'
import { Facts } from './facts.mjs'
import { Random } from './random.mjs'
import {
  accented,
  base64Lines,
  mixedWord,
  mostlyLatin,
  paragraphs,
  quotedPrintable,
  word,
  wordB,
  wordQ,
  words,
} from './text.mjs'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const KB = 1000
const MB = 1_000_000

function trace(random, index, eol) {
  const id = random.next().toString(36)
  return (
    `Received: from mx${random.below(9)}.example.net (mx.example.net [192.0.2.${random.below(255)}])${eol}` +
    `\tby mail.example.org (Postfix) with ESMTPS id ${id.toUpperCase()}${eol}` +
    `\tfor <ada@example.org>; ${random.pick(DAYS)}, ${1 + random.below(28)} Nov 2024 09:${10 + random.below(50)}:06 +0000 (UTC)${eol}` +
    `Message-ID: <${index}.${id}@example.net>${eol}`
  )
}

/** The normal fields, without the empty line. */
function header(random, { subject, from, to = 'Ada Lovelace <ada@example.org>', index = 0, eol = '\r\n' }) {
  return (
    trace(random, index, eol) +
    `From: ${from.text}${eol}To: ${to}${eol}Subject: ${subject.text ?? subject}${eol}` +
    `Date: Fri, ${1 + random.below(28)} Nov 2024 10:${10 + random.below(50)}:00 +0100${eol}MIME-Version: 1.0${eol}` +
    `X-Mailer: Example Mail 4.${random.below(20)}${eol}`
  )
}

function sender(random) {
  const address = `${word(random)}.${word(random)}${random.below(1000)}@example.net`
  const name = `${word(random)} ${random.below(6) === 0 ? accented(random) : word(random)}`
  const plain = /^[\x20-\x7e]*$/.test(name)
  return { address, text: `${plain ? `"${name}"` : wordB(name)} <${address}>` }
}

function plainMessage(random, index, eol) {
  const from = sender(random)
  const encoded = random.below(4) === 0
  const value = words(random, 5, encoded ? mostlyLatin : word)
  const subject = { value, text: encoded ? wordQ(value) : value }
  const body = paragraphs(random, 1400, { eol })
  const bytes = `${header(random, { subject, from, index, eol })}Content-Type: text/plain; charset=utf-8${eol}Content-Transfer-Encoding: 7bit${eol}${eol}${body}`
  return { bytes, view: { subject: value, from: from.address, text: body } }
}

function makePlain(scale) {
  const random = new Random(0xa)
  const messages = []
  const facts = new Facts()
  for (let i = 0; i < Math.round(10_000 * scale); i++) {
    const message = plainMessage(random, i, '\r\n')
    messages.push(Buffer.from(message.bytes))
    facts.add(message.view)
  }
  return { messages, facts }
}

function makeMbox(scale) {
  const random = new Random(0x1)
  const pieces = []
  const facts = new Facts()
  for (let i = 0; i < Math.round(10_000 * scale); i++) {
    const message = plainMessage(random, i, '\n')
    pieces.push(
      `From ${message.view.from} Fri Nov 22 10:00:00 2024\n${message.bytes.replaceAll('\nFrom ', '\n>From ')}\n`,
    )
    facts.add(message.view)
  }
  return { messages: [Buffer.from(pieces.join(''))], facts }
}

function one(seed, build) {
  const random = new Random(seed)
  const from = sender(random)
  const value = words(random, 6, mostlyLatin)
  const facts = new Facts()
  const made = build(random)
  const head = header(random, { subject: { value, text: wordB(value) }, from, to: made.to })
  facts.add({ subject: value, from: from.address, ...made.view })
  return {
    messages: [Buffer.from(head + made.fields)].map((start) => Buffer.concat([start, Buffer.from(made.body)])),
    facts,
  }
}

function newsletterHtml(random) {
  const rows = []
  let size = 0
  while (size < 52 * KB) {
    const row =
      `<tr>\r\n<td style="padding: 12px 24px; font-family: Helvetica, Arial, sans-serif; color: #${random.below(0xffffff).toString(16)}" align="left">\r\n` +
      `<h2 style="margin: 0">${words(random, 6, mostlyLatin)}</h2>\r\n<p>${words(random, 60, mostlyLatin)}&nbsp;– ${words(random, 8, mostlyLatin)}…</p>\r\n` +
      `<a href="https://news.example.com/click?u=${random.next().toString(16)}&amp;id=${random.next().toString(16)}">${words(random, 3, mostlyLatin)} →</a>\r\n</td>\r\n</tr>\r\n`
    rows.push(row)
    size += row.length
  }
  return `<!DOCTYPE html>\r\n<html>\r\n<body>\r\n<table width="600">\r\n${rows.join('')}</table>\r\n</body>\r\n</html>\r\n`
}

const newsletter = () =>
  one(0xb, (random) => {
    const text = paragraphs(random, 22 * KB, { from: mostlyLatin })
    const html = newsletterHtml(random)
    const part = (type, content) =>
      `--=_news\r\nContent-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quotedPrintable(content)}\r\n`
    return {
      fields: 'Content-Type: multipart/alternative; boundary="=_news"\r\n\r\n',
      body: `${part('plain', text)}${part('html', html)}--=_news--\r\n`,
      view: { text, html },
    }
  })

const MIXED = 'Content-Type: multipart/mixed; boundary="=_part_1"\r\n\r\nThis is a message in MIME format.\r\n'

function attachmentPart(encoding, name, encoded) {
  return (
    `--=_part_1\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Transfer-Encoding: ${encoding}\r\n` +
    `Content-Disposition: attachment; filename="${name}"\r\n\r\n${encoded}`
  )
}

function textPart(text) {
  return `--=_part_1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}`
}

const withAttachments = (seed, list) =>
  one(seed, (random) => {
    const text = paragraphs(random, 600)
    const attachments = []
    const encoded = []
    for (const { content, encoding, encode } of list(random)) {
      encoded.push(attachmentPart(encoding, `report-${attachments.length + 1}.bin`, encode(content)))
      attachments.push(Buffer.from(content))
    }
    return { fields: MIXED, body: `${textPart(text)}${encoded.join('')}--=_part_1--\r\n`, view: { text, attachments } }
  })

const inBase64 = (content) => ({ content, encoding: 'base64', encode: base64Lines })

/** The line break before a delimiter belongs to the delimiter: QP needs one of its own. */
const inQuotedPrintable = (content) => ({
  content,
  encoding: 'quoted-printable',
  encode: (text) => `${quotedPrintable(text)}\r\n`,
})

const bigBase64 = (scale) =>
  withAttachments(0xc, (random) => [inBase64(random.bytes(Math.round((25 * MB * scale * 57) / 78)))])
const bigQuoted = (scale) =>
  withAttachments(0xd, (random) => [
    inQuotedPrintable(paragraphs(random, 8.4 * MB * scale, { from: mostlyLatin, width: 110 })),
  ])
const manyAttachments = (scale) =>
  withAttachments(0xe, (random) => Array.from({ length: Math.round(1000 * scale) }, () => inBase64(random.bytes(2048))))

/** A hundred multiparts, each inside the one before and each with an attachment of its own. */
const nested = () =>
  one(0xf, (random) => {
    const attachments = []
    let body = ''
    const levels = 100
    for (let level = 1; level <= levels; level++) {
      const content = random.bytes(4096)
      attachments.push(content)
      body +=
        `--=_level_${level}\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="a${level}.bin"\r\n` +
        `Content-Transfer-Encoding: base64\r\n\r\n${base64Lines(content)}`
      if (level < levels)
        body += `--=_level_${level}\r\nContent-Type: multipart/mixed; boundary="=_level_${level + 1}"\r\n\r\n`
    }
    for (let level = levels; level >= 1; level--) body += `--=_level_${level}--\r\n`
    return { fields: 'Content-Type: multipart/mixed; boundary="=_level_1"\r\n\r\n', body, view: { attachments } }
  })

function encodedField(random, index) {
  const first = words(random, 4, mostlyLatin)
  const second = words(random, 3, accented)
  const tail = words(random, 3)
  const charset = /^[\x20-\xff]*$/.test(second) && index % 3 === 0 ? 'iso-8859-1' : 'utf-8'
  return {
    value: `${first}${second} ${tail}`,
    line: `X-Word-${index}: ${wordB(first)}\r\n ${wordQ(second, charset)}\r\n ${tail}\r\n`,
  }
}

function addressList(random, count) {
  const to = []
  const items = []
  for (let i = 0; i < count; i++) {
    const address = `${word(random)}.${i}@example.${random.pick(['org', 'net', 'com'])}`
    const kind = i % 4
    const name =
      kind === 0
        ? words(random, 2, accented)
        : kind === 1
          ? `${word(random)}, ${word(random)}`
          : kind === 2
            ? words(random, 2)
            : ''
    to.push({ name, address })
    const phrase = kind === 0 ? `${wordQ(name)} ` : kind === 1 ? `"${name}" ` : kind === 2 ? `${name} ` : ''
    items.push(phrase === '' ? address : `${phrase}<${address}>`)
  }
  return { to, text: items.join(',\r\n ') }
}

const headers = (scale) =>
  one(0x9, (random) => {
    const list = addressList(random, Math.round(5000 * scale))
    const fields = Array.from({ length: Math.round(2000 * scale) }, (_, index) => encodedField(random, index))
    const text = paragraphs(random, 300)
    return {
      to: list.text,
      fields: `${fields.map((field) => field.line).join('')}Content-Type: text/plain; charset=utf-8\r\n\r\n`,
      body: text,
      view: { text, to: list.to, words: fields.map((field) => field.value) },
    }
  })

const bigText = (scale) =>
  one(0x8, (random) => {
    const text = paragraphs(random, 20 * MB * scale, { from: mixedWord, inBytes: true })
    return {
      fields: 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n',
      body: text,
      view: { text },
    }
  })

const BASIC = ['messages', 'subjects', 'froms']
const CONTENTS = [...BASIC, 'attachments', 'attachmentBytes', 'contents']

/** `check` names the facts that count; `mbox` says that the messages have to be split first. */
export const INPUTS = [
  { id: 'a', title: '10,000 plain messages of 2 KB', make: makePlain, check: [...BASIC, 'texts'] },
  { id: 'b', title: 'newsletter, 93 KB, text + HTML, QP utf-8', make: newsletter, check: [...BASIC, 'texts', 'htmls'] },
  { id: 'c', title: 'one 25 MB attachment, base64', make: bigBase64, check: [...CONTENTS, 'texts'] },
  { id: 'd', title: 'one 10 MB attachment, quoted-printable', make: bigQuoted, check: [...CONTENTS, 'texts'] },
  { id: 'e', title: '1,000 attachments of 2 KB', make: manyAttachments, check: [...CONTENTS, 'texts'] },
  { id: 'f', title: 'multiparts nested 100 deep', make: nested, check: CONTENTS },
  {
    id: 'g',
    title: '2,000 folded encoded-word fields + 5,000 addresses',
    make: headers,
    check: [...BASIC, 'texts', 'addresses', 'to', 'words'],
  },
  { id: 'h', title: '20 MB of 8-bit utf-8 text', make: bigText, check: [...BASIC, 'texts'] },
  { id: 'i', title: 'mbox of 10,000 messages, split + parsed', make: makeMbox, check: [...BASIC, 'texts'], mbox: true },
]
