/**
 * EBCDIC code pages 037, 500, 1047 and 1140, for gateways: all hold the characters of ISO-8859-1 (1140: with the euro sign) in an order
 * of their own. Line ends are 15 (NEL, U+0085) and 25 (LF). RFC 1345 (IBM037, IBM500).
 */
import { overlay, type SingleTable } from './single-byte.js'

/**
 * Code page 037: for each octet the ISO-8859-1 octet, in hexadecimal. A letter from `g` on behind one stands for as many of those that follow it: `30o`
 * is 30 to 39.
 */
const CP037 =
  '00i9c09867f978dg0bn9d85088718g928f1ci80j0a171b88j05h90g1693i0498i14g9e1a20a0e2e4e0ge3e5e7f1a22e3c282b7c26e9he8edhecdf21242a293bac' +
  '2d2fc2c4c0gc3c5c7d1a62c255f3egf8c9hc8cdhcc603a2340273d22d861nabbbf0fdgb1b06anaabae6b8c6a4b57e73ma1bfd0ddgae5ea3a5b7a9a7b6bch5b5d' +
  'afa8b4d77b41nadf4f6f2gf57d4anb9fbgf9gff5cf753mb2d4d6d2gd530ob3dbgd9g9f'

/** Where the others differ from 037: the octet in hexadecimal, then the character. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  ibm037: '',
  ibm500: '4a[4f!5a]5f^b0\xa2ba\xacbb|',
  ibm1047: '5f^ad[b0\xacba\xddbb\xa8bd]',
  ibm1140: '9f\u20ac',
}

export function ebcdic(name: string): SingleTable {
  const table = new Uint16Array(256)
  let at = 0
  for (const [, first, more] of CP037.matchAll(/([0-9a-f]{2})([g-z]?)/g)) {
    const octet = Number.parseInt(first!, 16)
    for (let i = 0; i < Number.parseInt(more || 'f', 36) - 14; i++) table[at++] = octet + i
  }
  for (const [, octet, character] of DIFFERENCES[name]!.matchAll(/([0-9a-f]{2})(.)/g)) {
    overlay(table, Number.parseInt(octet!, 16), character!)
  }
  return table
}
