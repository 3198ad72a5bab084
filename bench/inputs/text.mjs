/** Words, lines and encodings from which the inputs are made. Realistic bytes matter: a body of one letter flatters everybody. */

import { Buffer } from 'node:buffer'

const LATIN = (
  'the of and to in that is was for on are with as his they at be this from have or by one had not but what all were when ' +
  'we there can an your which their said if do will each about how up out them then she many some so these would other into ' +
  'has more her two like him see time could no make than first been its who now people my made over did down only way find ' +
  'use may water long little very after words called just where most know through message letter answer meeting invoice ' +
  'delivery account project schedule thank regards forward attached please review update release version question'
).split(' ')
const ACCENTED =
  'déjà été forêt naïve façade Übung größer straße niño mañana señor coração não så åre smørrebrød žluťoučký kůň'.split(
    ' ',
  )
const CYRILLIC = 'привет письмо собрание завтра ответ вложение спасибо пожалуйста проект отчёт сегодня встреча'.split(
  ' ',
)
const GREEK = 'καλημέρα γράμμα απάντηση συνημμένο ευχαριστώ αύριο έργο αναφορά σήμερα'.split(' ')
const HAN = '会議 添付 資料 返信 明日 東京 你好 附件 邮件 项目 谢谢 报告'.split(' ')
const OTHER = 'مرحبا رسالة שלום מכתב नमस्ते पत्र สวัสดี 안녕하세요 회의 🚀 📎 ✅'.split(' ')
const MIXED = [LATIN, LATIN, LATIN, ACCENTED, CYRILLIC, GREEK, HAN, OTHER]

export const word = (random) => random.pick(LATIN)
export const accented = (random) => random.pick(ACCENTED)
export const mixedWord = (random) => random.pick(random.pick(MIXED))
export const mostlyLatin = (random) => (random.below(9) === 0 ? random.pick(ACCENTED) : random.pick(LATIN))

export function words(random, count, from = word) {
  const out = []
  for (let i = 0; i < count; i++) out.push(from(random))
  return out.join(' ')
}

/** Paragraphs of lines of about `width` characters, of at least `size` characters (or UTF-8 bytes if `inBytes`). */
export function paragraphs(random, size, { width = 68, from = word, eol = '\r\n', inBytes = false } = {}) {
  const lines = []
  let total = 0
  while (total < size) {
    let line = from(random)
    const end = random.below(12) === 0 ? random.below(width) : width
    while (line.length < end) line += ` ${from(random)}`
    if (random.below(14) === 0) line += `.${eol}`
    lines.push(line)
    total += (inBytes ? Buffer.byteLength(line) : line.length) + eol.length
  }
  return lines.join(eol) + eol
}

/** Base64 in lines of 76 with CRLF. */
export function base64Lines(bytes, eol = '\r\n') {
  const flat = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  const lines = []
  for (let at = 0; at < flat.length; at += 76) lines.push(flat.slice(at, at + 76))
  return lines.join(eol) + eol
}

const HEX = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)

/** Quoted-printable of UTF-8 text whose lines end in CRLF, lines of at most 76. */
export function quotedPrintable(text) {
  const out = []
  for (const line of text.split('\r\n')) {
    let current = ''
    const bytes = Buffer.from(line)
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]
      const blank = byte === 32 || byte === 9
      const literal = (byte > 32 && byte < 127 && byte !== 61) || (blank && i < bytes.length - 1)
      const token = literal ? String.fromCharCode(byte) : HEX[byte]
      if (current.length + token.length > 75) {
        out.push(`${current}=`)
        current = ''
      }
      current += token
    }
    out.push(current)
  }
  return out.join('\r\n')
}

export const wordB = (text, charset = 'utf-8') =>
  `=?${charset}?B?${Buffer.from(text, charset === 'iso-8859-1' ? 'latin1' : 'utf8').toString('base64')}?=`

export function wordQ(text, charset = 'utf-8') {
  let out = ''
  for (const byte of Buffer.from(text, charset === 'iso-8859-1' ? 'latin1' : 'utf8')) {
    const plain = (byte > 47 && byte < 58) || (byte > 64 && byte < 91) || (byte > 96 && byte < 123)
    out += plain ? String.fromCharCode(byte) : byte === 32 ? '_' : HEX[byte]
  }
  return `=?${charset}?Q?${out}?=`
}
