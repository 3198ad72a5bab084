/**
 * The rows a to i, each a family: a draw takes its shape (line ends, charset, density of escapes, number and kinds of fields, depth, parts, lengths of
 * lines) and its words from a seed, and gives the messages with the facts that a right reading finds.
 */

import { Buffer } from 'node:buffer'
import { CHARSETS, encode } from './charsets.mjs'
import { base64Lines, quotedPrintable, wordB, wordQ } from './encode.mjs'
import { Facts } from './facts.mjs'
import { addressList, header } from './header.mjs'
import { Random } from './random.mjs'
import { mixture, paragraphs, word, words } from './text.mjs'

const KB = 1000
const MB = 1_000_000

/** A shape of the fields around whatever the row is about. */
function common(random) {
  return {
    eol: random.pick(['\r\n', '\n']),
    trace: random.below(13),
    fields: 1 + random.below(20),
    charset: random.pick(CHARSETS),
    comments: random.below(2) === 0,
    groups: random.below(2) === 0,
    signed: random.below(2) === 0,
  }
}

const told = ({ eol, trace, charset }) => `${eol === '\n' ? 'LF' : 'CRLF'}, ${trace} Received, ${charset.label}`

/** Octets of a text whose lines end in `eol`, in a charset. */
const octets = (text, charset) => encode(text, charset)

function single(random, shape, build) {
  const { head, view } = header(random, shape)
  const made = build()
  const facts = new Facts()
  facts.add({ ...view, ...made.view, to: made.to ?? view.to })
  const start = made.to === undefined ? head : head.replace(/^To: [\s\S]*?\n(?=Subject: )/m, made.toField)
  return {
    messages: [Buffer.concat([Buffer.from(start + made.fields), ...made.body.map((one) => Buffer.from(one))])],
    facts,
  }
}

/** Short messages of text alone: the shape changes from message to message, the kind of field from draw to draw. */
function plainMessages(random, scale, eol, shape) {
  const messages = []
  const facts = new Facts()
  for (let i = 0; i < Math.round(10_000 * scale); i++) {
    const { head, view } = header(
      random,
      { ...shape, eol, trace: random.below(shape.trace + 1), fields: random.below(shape.fields) },
      i,
    )
    const from = shape.eightBit ? mixture(shape.charset, 20) : word
    const text = paragraphs(random, 1200, { eol, from })
    const label = shape.eightBit
      ? `${shape.charset.label}${eol}Content-Transfer-Encoding: 8bit`
      : `us-ascii${eol}Content-Transfer-Encoding: 7bit`
    messages.push(
      Buffer.concat([
        Buffer.from(`${head}Content-Type: text/plain; charset=${label}${eol}${eol}`),
        octets(text, shape.charset),
      ]),
    )
    facts.add({ ...view, text })
  }
  return { messages, facts }
}

function plainShape(random) {
  const shape = { ...common(random), eightBit: random.below(2) === 0 }
  shape.trace = 1 + random.below(6)
  shape.fields = 2 + random.below(16)
  return shape
}

function plain(random, scale) {
  const shape = plainShape(random)
  const { messages, facts } = plainMessages(random, scale, shape.eol, shape)
  return {
    messages,
    facts,
    shape: `${told(shape)}, ${shape.eightBit ? '8bit' : '7bit'}${shape.signed ? ', signed' : ''}`,
  }
}

function mbox(random, scale) {
  const shape = plainShape(random)
  const { messages, facts } = plainMessages(random, scale, '\n', shape)
  const pieces = messages.flatMap((message) => [
    Buffer.from(`From ${word(random)}@example.net Fri Nov 22 10:00:00 2024\n`),
    message,
    Buffer.from('\n'),
  ])
  return {
    messages: [Buffer.concat(pieces)],
    facts,
    shape: `${told({ ...shape, eol: '\n' })}, ${shape.eightBit ? '8bit' : '7bit'}`,
  }
}

/** The densities that escapes may have in a text: percent of its words that are outside ASCII. */
const density = (random) => random.below(71)

function newsletterHtml(random, size, from, eol) {
  const rows = []
  let total = 0
  while (total < size) {
    const row =
      `<tr>${eol}<td style="padding: 12px 24px; font-family: Helvetica, Arial, sans-serif; color: #${random.below(0xffffff).toString(16)}" align="left">${eol}` +
      `<h2 style="margin: 0">${words(random, 6, from)}</h2>${eol}<p>${words(random, 60, from)}&nbsp; ${words(random, 8, from)}</p>${eol}` +
      `<a href="https://news.example.com/click?u=${random.next().toString(16)}&amp;id=${random.next().toString(16)}">${words(random, 3, from)}</a>${eol}</td>${eol}</tr>${eol}`
    rows.push(row)
    total += row.length
  }
  return `<!DOCTYPE html>${eol}<html>${eol}<body>${eol}<table width="600">${eol}${rows.join('')}</table>${eol}</body>${eol}</html>${eol}`
}

function newsletter(random) {
  const shape = common(random)
  const { eol, charset } = shape
  const escapes = density(random)
  const from = mixture(charset, escapes)
  return {
    ...single(random, shape, () => {
      const text = paragraphs(random, 20 * KB, { from })
      const html = newsletterHtml(random, 45 * KB, from, '\r\n')
      const part = (type, content) =>
        `--=_news${eol}Content-Type: text/${type}; charset=${charset.label}${eol}Content-Transfer-Encoding: quoted-printable${eol}${eol}${quotedPrintable(octets(content, charset), eol)}${eol}`
      return {
        fields: `Content-Type: multipart/alternative; boundary="=_news"${eol}${eol}`,
        body: [part('plain', text), part('html', html), `--=_news--${eol}`],
        view: { text, html },
      }
    }),
    shape: `${told(shape)}, ${escapes} % of the words escaped`,
  }
}

const attachmentHead = (boundary, encoding, name, eol) =>
  `--${boundary}${eol}Content-Type: application/octet-stream; name="${name}"${eol}Content-Transfer-Encoding: ${encoding}${eol}` +
  `Content-Disposition: attachment; filename="${name}"${eol}${eol}`

/** A text, then attachments: `list` gives each one's content and its octets in the message, the last line ended. */
function mixed(random, shape, list) {
  const { eol } = shape
  return single(random, shape, () => {
    const text = paragraphs(random, 600, { eol })
    const attachments = []
    const body = [`--=_part_1${eol}Content-Type: text/plain; charset=utf-8${eol}${eol}${text}`]
    for (const { content, encoding, encoded } of list) {
      attachments.push(content)
      body.push(attachmentHead('=_part_1', encoding, `report-${attachments.length}.bin`, eol), encoded)
    }
    body.push(`--=_part_1--${eol}`)
    return {
      fields: `Content-Type: multipart/mixed; boundary="=_part_1"${eol}${eol}`,
      body,
      view: { text, attachments },
    }
  })
}

function bigBase64(random, scale) {
  const shape = common(random)
  const width = random.pick([76, 76, 64, 60, 996])
  const content = random.bytes(Math.round((25 * MB * scale * width * 0.75) / (width + 2)))
  const one = { content, encoding: 'base64', encoded: base64Lines(content, shape.eol, width) }
  return { ...mixed(random, shape, [one]), shape: `${told(shape)}, lines of ${width}` }
}

function bigQuoted(random, scale) {
  const shape = common(random)
  const escapes = density(random)
  const most = 20 + random.below(400)
  const text = paragraphs(random, 6 * MB * scale, { from: mixture(shape.charset, escapes), least: 10, most })
  const content = octets(shape.eol === '\n' ? text.replaceAll('\r\n', '\n') : text, shape.charset)
  // The line break before a delimiter belongs to the delimiter: quoted-printable needs one of its own.
  const one = {
    content,
    encoding: 'quoted-printable',
    encoded: quotedPrintable(octets(text, shape.charset), shape.eol) + shape.eol,
  }
  return { ...mixed(random, shape, [one]), shape: `${told(shape)}, ${escapes} % of the words escaped` }
}

/** Parts from 1 to 10,000, fewer where they are larger: 3 MB of them in any case. */
function manyParts(random, scale) {
  const shape = common(random)
  const count = Math.max(1, Math.round(10 ** (random.below(401) / 100) * Math.min(1, scale * 2)))
  const size = Math.round(Math.max(200, Math.min(200 * KB, (3 * MB * scale) / count)))
  const list = Array.from({ length: count }, () => {
    const content = random.bytes(size)
    return { content, encoding: 'base64', encoded: base64Lines(content, shape.eol) }
  })
  return { ...mixed(random, shape, list), shape: `${told(shape)}, ${count} parts of ${size} octets` }
}

/** Multiparts, each inside the one before and each with a text or an attachment of its own, or with nothing but the next. */
function nested(random) {
  const shape = common(random)
  const { eol } = shape
  const levels = 1 + random.below(100)
  const kind = random.pick(['text', 'attachments', 'nothing'])
  return {
    ...single(random, shape, () => {
      const texts = []
      const attachments = []
      const body = []
      const content = (level) => {
        const boundary = `=_level_${level}`
        if (kind === 'attachments' || level === levels) {
          const bytes = random.bytes(kind === 'text' ? 64 : 2048)
          attachments.push(bytes)
          body.push(attachmentHead(boundary, 'base64', `a${level}.bin`, eol), base64Lines(bytes, eol))
        } else if (kind === 'text') {
          const text = paragraphs(random, 600, { eol })
          texts.push(text)
          // The line break before the delimiter is the delimiter's: one more, so that the text is ended.
          body.push(`--${boundary}${eol}Content-Type: text/plain; charset=utf-8${eol}${eol}${text}${eol}`)
        }
      }
      for (let level = 1; level <= levels; level++) {
        content(level)
        if (level < levels)
          body.push(
            `--=_level_${level}${eol}Content-Type: multipart/mixed; boundary="=_level_${level + 1}"${eol}${eol}`,
          )
      }
      for (let level = levels; level >= 1; level--) body.push(`--=_level_${level}--${eol}`)
      return {
        fields: `Content-Type: multipart/mixed; boundary="=_level_1"${eol}${eol}`,
        body,
        view: { texts, attachments },
      }
    }),
    shape: `${told(shape)}, ${levels} levels, ${kind}`,
  }
}

function encodedField(random, index, charset, eol) {
  const first = words(random, 3, mixture(charset, 50))
  const second = words(random, 3, mixture(charset, 100))
  const tail = words(random, 3)
  return {
    value: `${first}${second} ${tail}`,
    line: `X-Word-${index}: ${wordB(first, charset)}${eol} ${wordQ(second, charset)}${eol} ${tail}${eol}`,
  }
}

/** Encoded-words in one to nine charsets, and addresses in all their forms. */
function headers(random, scale) {
  const shape = { ...common(random), trace: 1, fields: 1, signed: false }
  const { eol } = shape
  const charsets = Array.from({ length: 1 + random.below(9) }, () => random.pick(CHARSETS))
  return {
    ...single(random, shape, () => {
      const list = addressList(random, Math.round(5000 * scale), { ...shape, charsets })
      const fields = Array.from({ length: Math.round(2000 * scale) }, (_, index) =>
        encodedField(random, index, random.pick(charsets), eol),
      )
      const text = paragraphs(random, 300, { eol })
      return {
        to: list.to,
        toField: `To: ${list.text}${eol}`,
        fields: `${fields.map((field) => field.line).join('')}Content-Type: text/plain; charset=utf-8${eol}${eol}`,
        body: [text],
        view: { text, words: fields.map((field) => field.value) },
      }
    }),
    shape: `${told(shape)}, ${new Set(charsets).size} charsets${shape.comments ? ', comments' : ''}${shape.groups ? ', groups' : ''}`,
  }
}

function bigText(random, scale) {
  const shape = common(random)
  const { eol, charset } = shape
  const escapes = density(random)
  const most = 20 + random.below(970)
  return {
    ...single(random, shape, () => {
      const text = paragraphs(random, 10 * MB * scale, { from: mixture(charset, escapes), least: 1, most, eol })
      return {
        fields: `Content-Type: text/plain; charset=${charset.label}${eol}Content-Transfer-Encoding: 8bit${eol}${eol}`,
        body: [octets(text, charset)],
        view: { text },
      }
    }),
    shape: `${told(shape)}, lines to ${most}, ${escapes} % of the words of the charset`,
  }
}

const BASIC = ['messages', 'subjects', 'froms']
const CONTENTS = [...BASIC, 'attachments', 'attachmentBytes', 'contents']

/** `check` names the facts that count; `mbox` says that the messages have to be split first. */
export const INPUTS = [
  { id: 'a', title: '10,000 plain messages of 2 to 5 KB', make: plain, check: [...BASIC, 'texts'] },
  {
    id: 'b',
    title: 'newsletter, text + HTML, quoted-printable',
    make: newsletter,
    check: [...BASIC, 'texts', 'htmls'],
  },
  { id: 'c', title: 'one 25 MB attachment, base64', make: bigBase64, check: [...CONTENTS, 'texts'] },
  { id: 'd', title: 'one 6 to 20 MB attachment, quoted-printable', make: bigQuoted, check: [...CONTENTS, 'texts'] },
  { id: 'e', title: '1 to 10,000 attachments', make: manyParts, check: [...CONTENTS, 'texts'] },
  { id: 'f', title: 'multiparts nested 1 to 100 deep', make: nested, check: [...CONTENTS, 'texts'] },
  {
    id: 'g',
    title: '2,000 folded encoded-word fields + 5,000 addresses',
    make: headers,
    check: [...BASIC, 'texts', 'addresses', 'to', 'words'],
  },
  { id: 'h', title: '10 MB of 8-bit text', make: bigText, check: [...BASIC, 'texts'] },
  { id: 'i', title: 'mbox of 10,000 messages, split + parsed', make: mbox, check: [...BASIC, 'texts'], mbox: true },
].map(({ make, ...rest }, row) => ({
  ...rest,
  /** Draw `draw` of the row: the same for the same seed. */
  make: (scale, seed, draw) =>
    make(
      new Random(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(row + 1, 0x85ebca6b) ^ Math.imul(draw + 1, 0xc2b2ae35)),
      scale,
    ),
}))
