/** Growth of what reads and writes the value of one field: the door `field`, and the reading functions of other doors that take a text. */

import * as charset from '../../src/charset/index.js'
import * as codec from '../../src/codec/index.js'
import * as field from '../../src/field/index.js'
import * as imap from '../../src/imap/index.js'
import * as news from '../../src/news/index.js'
import { formatAutocrypt, parseAutocrypt } from '../../src/secure/index.js'
import * as transport from '../../src/transport/index.js'
import { fill, series } from '../hostile/parts.js'
import type { Case } from './measure.js'
import { ADDRESSES, ANY, DATES, PARAMETERS, RECEIVED, type TextShape, WORDS } from './texts.js'

/** One function on many shapes. */
function reads(
  covers: string,
  run: (value: string) => unknown,
  shapes: readonly TextShape[],
  rest: Partial<Case> = {},
): Case[] {
  return shapes.map(({ name, make }) => ({
    name: `${covers} ${name}`,
    covers: [covers],
    make,
    run: (value: string) => run(value),
    ...rest,
  }))
}

const many = (n: number, one: (i: number) => unknown, octets: number) =>
  Array.from({ length: Math.max(1, Math.floor(n / octets)) }, (_, i) => one(i))
const writes = <T>(covers: string, make: (n: number) => T, run: (input: T) => unknown): Case => ({
  name: covers,
  covers: [covers],
  make,
  run: (input: T) => run(input),
})

export const FIELDS: readonly Case[] = [
  ...reads('field.parseAddressList', field.parseAddressList, [...ANY, ...ADDRESSES]),
  ...reads('field.parseDate', field.parseDate, [...ANY, ...DATES]),
  ...reads('field.parseContentType', field.parseContentType, [...ANY, ...PARAMETERS]),
  ...reads('field.parseDisposition', field.parseDisposition, [...ANY, ...PARAMETERS]),
  ...reads('field.parseMessageIds', field.parseMessageIds, [...ANY, ...ADDRESSES.slice(0, 6)]),
  ...reads('field.parseReceived', field.parseReceived, [...ANY, ...RECEIVED]),
  ...reads('field.parseKeywords', field.parseKeywords, ANY),
  ...reads('secure.parseAutocrypt', parseAutocrypt, [
    ...ANY,
    { name: 'keydata', make: (n) => `addr=a@example.org; keydata=${fill('QUJD\r\n ', n)}` },
    { name: 'attributes', make: (n) => `addr=a@example.org; ${fill('_x=y; ', n)}keydata=QUJD` },
  ]),
  writes(
    'secure.formatAutocrypt',
    (n) => new Uint8Array(n),
    (keydata) => formatAutocrypt({ addr: 'a@example.org', keydata }),
  ),
  ...reads('field.parseTagList', field.parseTagList, ANY),
  ...reads('field.parseAuthResults', field.parseAuthResults, ANY),
  ...reads('field.decodeEncodedWords', field.decodeEncodedWords, [...ANY, ...WORDS]),
  ...reads('field.encodeEncodedWords', (text) => field.encodeEncodedWords(text.replace(/[\r\n]/g, ' ')), [
    ...ANY.slice(-8),
    ...WORDS,
  ]),
  ...reads('field.isAddrSpec', field.isAddrSpec, ANY),
  ...reads('field.unfold', field.unfold, ANY),
  ...reads('field.fold', (value) => field.fold('X', value.replace(/[\r\n]/g, ' ').replace(/.{70}/g, '$&a ')), ANY),
  writes(
    'field.formatAddressList',
    (n) =>
      many(
        n,
        (i) => ({
          kind: 'mailbox',
          name: `A ${i}`,
          local: `a${i}`,
          domain: 'example.org',
          address: `a${i}@example.org`,
        }),
        30,
      ),
    (list) => field.formatAddressList(list as Parameters<typeof field.formatAddressList>[0]),
  ),
  writes('field.formatMessageIds', (n) => many(n, (i) => `${i}@example.org`, 16) as string[], field.formatMessageIds),
  writes('field.formatKeywords', (n) => many(n, (i) => `word ${i}`, 8) as string[], field.formatKeywords),
  writes('field.formatParameters', (n) => ({ name: fill('\u00e9', n) }), field.formatParameters),
  writes(
    'field.formatContentType',
    (n) => ({ type: 'text', subtype: 'plain', mediaType: 'text/plain', params: { name: fill('\u00e9"', n) } }),
    (value) => field.formatContentType(value as unknown as Parameters<typeof field.formatContentType>[0]),
  ),
  writes(
    'field.formatDisposition',
    (n) => ({ type: 'attachment', params: { filename: fill('a\u00e9 ', n) } }),
    (value) => field.formatDisposition(value as unknown as Parameters<typeof field.formatDisposition>[0]),
  ),
  writes(
    'field.formatField',
    (n) => fill('a \u00e9 ', n),
    (value) => field.formatField('Subject', value),
  ),
  writes('field.formatTagList', (n) => many(n, (i) => [`t${i}`, 'v'], 8) as [string, string][], field.formatTagList),
  writes(
    'field.formatAuthResults',
    (n) => ({ authservId: 'a', results: many(n, () => ({ method: 'spf', result: 'pass', properties: [] }), 12) }),
    (value) => field.formatAuthResults(value as unknown as Parameters<typeof field.formatAuthResults>[0]),
  ),
  writes(
    'field.formatReceived',
    (n) => ({ from: 'a.example', by: 'b.example', comments: [fill('a (b) ', n)], date: new Date(0) }),
    (value) => field.formatReceived(value as unknown as Parameters<typeof field.formatReceived>[0]),
  ),
  ...reads('codec.decodeBase64', (value) => codec.decodeBase64(Buffer.from(value, 'latin1')), ANY.slice(0, 24)),
  ...reads('codec.decodeQuotedPrintable', (value) => codec.decodeQuotedPrintable(Buffer.from(value, 'latin1')), [
    ...ANY,
    { name: 'soft', make: (n) => fill('=\r\n', n) },
    { name: 'spaces', make: (n) => fill('=  ', n) },
  ]),
  ...reads(
    'codec.decodeUuencode',
    (value) => codec.decodeUuencode(Buffer.from(`begin 644 a\n${value}`, 'latin1')),
    ANY,
  ),
  ...reads('codec.encodeBase64', (value) => codec.encodeBase64(Buffer.from(value)), ANY.slice(0, 3)),
  ...reads('codec.encodeQuotedPrintable', (value) => codec.encodeQuotedPrintable(Buffer.from(value)), ANY),
  ...reads('codec.encodeUuencode', (value) => codec.encodeUuencode(Buffer.from(value)), ANY.slice(0, 3)),
  ...reads('codec.hasCharset', charset.hasCharset, ANY.slice(0, 6)),
  ...(
    [
      ['iso-2022-jp', [0x1b, 0x24, 0x42, 0x1b, 0x28, 0x42]],
      ['iso-2022-jp', [0x1b]],
      ['iso-2022-jp', [0x1b, 0x24, 0x28]],
      ['iso-2022-cn', [0x1b, 0x24, 0x2a, 0x48, 0x1b, 0x4e]],
      ['iso-2022-kr', [0x0e, 0x0f]],
      ['hz-gb-2312', [0x7e, 0x7b, 0x7e, 0x7d]],
      ['utf-7', [0x2b, 0x41, 0x2d]],
      ['gb18030', [0x81, 0x30, 0x81]],
      ['gb18030', [0xfe, 0x39]],
      ['euc-jp', [0x8f, 0xb0]],
      ['euc-tw', [0x8e, 0xa2]],
      ['utf-16', [0x00, 0xd8]],
      ['utf-8', [0xe2, 0x82]],
      ['no-such', [0xc3]],
    ] as const
  ).flatMap(([label, octets]): Case[] => [
    {
      name: `codec.decodeText ${label} ${octets.join(' ')}`,
      covers: ['codec.decodeText'],
      make: (n) => Uint8Array.from({ length: n }, (_, i) => octets[i % octets.length]!),
      run: (bytes: Uint8Array) => charset.decodeText(bytes, label),
    },
  ]),
  ...reads('codec.encodeText', (value) => charset.encodeText(value, 'utf-8'), ANY.slice(-3)),
  ...reads('imap.baseSubject', imap.baseSubject, [
    ...ANY,
    ...['re: ', '[fwd: ', '(fwd)', 're[', '[a]re: '].map((piece) => ({
      name: piece,
      make: (n: number) => fill(piece, n),
    })),
  ]),
  ...reads('news.parsePath', news.parsePath, [...ANY, { name: 'hops', make: (n) => fill('a!', n) }]),
  ...reads('news.parseControl', news.parseControl, ANY),
  ...reads('news.parseXref', news.parseXref, [...ANY, { name: 'places', make: (n) => fill('a:1 ', n) }]),
  writes(
    'news.prependPath',
    (n) => fill('a!', n),
    (path) => news.prependPath(path, { identity: 'b.example' } as never),
  ),
  ...reads('transport.parseEhlo', (value) => transport.parseEhlo(value), [
    ...ANY,
    { name: 'lines', make: (n) => series(n, (i) => `250-X${i} a\r\n`) },
  ]),
  ...reads('transport.isEnvelopeAddress', transport.isEnvelopeAddress, ANY),
  ...reads('transport.stuff', (value) => transport.stuff(Buffer.from(value.replace(/\r(?!\n)|(?<!\r)\n/g, ' '))), [
    ...ANY,
    { name: 'dots', make: (n) => fill('.\r\n', n) },
  ]),
  ...reads('transport.unstuff', (value) => transport.unstuff(Buffer.from(value)), [
    ...ANY,
    { name: 'dots', make: (n) => fill('..\r\n', n) },
  ]),
  ...reads('transport.bareLineEnds', (value) => transport.bareLineEnds(Buffer.from(value)), ANY.slice(24, 34)),
  writes(
    'transport.mxOrder',
    (n) => many(n, (i) => ({ preference: i % 100, exchange: `m${i}.example` }), 16),
    (records) => transport.mxOrder('example.org', records as never),
  ),
  writes(
    'transport.assertEnvelopeSafe',
    (n) => many(n, (i) => `a${i}@example.org`, 16) as string[],
    (to) => transport.assertEnvelopeSafe({ from: 'a@example.org', to }),
  ),
]
