/** Octets as mail writes them: base64 and quoted-printable in lines, encoded-words (RFC 2045 §6, RFC 2047). */

import { Buffer } from 'node:buffer'
import { encode } from './charsets.mjs'

const HEX = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)

/** Base64 in lines of `width`, the last one ended too. */
export function base64Lines(bytes, eol, width = 76) {
  const flat = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  const lines = []
  for (let at = 0; at < flat.length; at += width) lines.push(flat.slice(at, at + width))
  return lines.join(eol) + eol
}

/** Quoted-printable of octets whose lines end in CRLF, lines of at most 76. */
export function quotedPrintable(bytes, eol) {
  const out = []
  let length = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === 13 && bytes[i + 1] === 10) {
      out.push(eol)
      length = 0
      i++
      continue
    }
    const last = bytes[i + 1] === 13 && bytes[i + 2] === 10
    const plain = (byte > 32 && byte < 127 && byte !== 61) || ((byte === 32 || byte === 9) && !last)
    const token = plain ? String.fromCharCode(byte) : HEX[byte]
    if (length + token.length > 75) {
      out.push(`=${eol}`)
      length = 0
    }
    out.push(token)
    length += token.length
  }
  return out.join('')
}

export const wordB = (text, charset) => `=?${charset.label}?B?${encode(text, charset).toString('base64')}?=`

export function wordQ(text, charset) {
  let out = ''
  for (const byte of encode(text, charset)) {
    const plain = (byte > 47 && byte < 58) || (byte > 64 && byte < 91) || (byte > 96 && byte < 123)
    out += plain ? String.fromCharCode(byte) : byte === 32 ? '_' : HEX[byte]
  }
  return `=?${charset.label}?Q?${out}?=`
}
