/** Values that hurt readers: one piece again and again. Each function that reads a text is measured on all of them. */
import { fill } from '../hostile/parts.js'
import { ADDRESS, DATE, PARAM, UNSTRUCTURED } from '../hostile/shapes-value.js'

export interface TextShape {
  readonly name: string
  make(n: number): string
}

const pieces = (...list: readonly string[]): TextShape[] =>
  list.map((piece) => ({ name: JSON.stringify(piece), make: (n) => fill(piece, n) }))

/** What any grammar may meet. */
export const ANY: readonly TextShape[] = [
  ...pieces(
    '(',
    ')',
    '(a)',
    '"',
    '\\',
    '\\"',
    '<',
    '>',
    '<a>',
    ',',
    ';',
    ':',
    '@',
    '=',
    '%',
    "'",
    '/',
    '.',
    '-',
    '[',
    '[a]',
  ),
  ...pieces(
    'a',
    'a ',
    ' ',
    '\t',
    '\r\n ',
    '\r',
    '\n',
    'a=b; ',
    'a@b.c, ',
    '1 ',
    '=?utf-8?Q?a?= ',
    '=?',
    '\u00e9',
    '\u00a0',
  ),
  { name: 'half opened, half closed', make: (n) => fill('(', n >> 1) + fill(')', n >> 1) },
  { name: 'one word after spaces', make: (n) => `a${fill(' ', n)}b` },
]

const values = (shapes: readonly { name: string; value?: (n: number) => string }[]): TextShape[] =>
  shapes.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, make: value }]))

export const ADDRESSES: readonly TextShape[] = [
  ...values(ADDRESS),
  ...pieces('<a,b,', 'a@[', '(c)a@b, ', '"a@" ', 'a <b@c> ', '<<a@b>> ', '<mailto:a@b> ', 'x <', '"x" <a@b>" '),
]
export const DATES: readonly TextShape[] = values(DATE)
export const PARAMETERS: readonly TextShape[] = values(PARAM)
export const WORDS: readonly TextShape[] = [
  ...values(UNSTRUCTURED),
  ...pieces('=?gb2312?Q?=D6?= ', '=?iso-2022-jp?B?GyRCSjgbKEI=?= ', '=?big5?B?pKQ=?= ', '\u0301', '\ud83d\udc68\u200d'),
]
export const RECEIVED: readonly TextShape[] = [
  ...pieces('from ', 'by x ', 'Thu, 9 ', 'from x ([1.2.3.4]) ', 'id x; ', 'envelope-from <a@b> '),
  { name: 'comment of literals', make: (n) => `from x (${fill('[1.2.3.4] ', n)})` },
]
/** Lines of bodies and of stores. */
export const LINES: readonly TextShape[] = [
  ...pieces(
    '\r\n',
    '\n',
    'a \r\n',
    '> a\r\n',
    '>',
    '-- \r\n',
    'From a@b\n',
    'From \n',
    '>From \n',
    '.\r\n',
    '..\r\n',
    'a: b\r\n',
  ),
  ...pieces(
    'Content-Length: 9\n\nFrom a Fri Dec 13 15:01:21 1996\n',
    '\u0001\u0001\u0001\u0001\n',
    '\u001f\f\n',
    '#! rnews 9\n',
  ),
  ...pieces(
    'begin 644 a\r\n',
    '=ybegin line=128 size=1 name=a\r\n',
    '-----BEGIN PGP MESSAGE-----\r\n',
    '=',
    '=\r\n',
    '= ',
    'Q\r\n',
  ),
]
