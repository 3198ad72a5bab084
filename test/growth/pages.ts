/** Growth of what reads HTML, finds what an author wrote, and describes messages for JMAP: the doors `html` and `jmap`. */
import * as html from '../../src/html/index.js'
import { parse } from '../../src/index.js'
import * as jmap from '../../src/jmap/index.js'
import { fill, series } from '../hostile/parts.js'
import type { Case } from './measure.js'

/** Pages that hurt readers. */
const PAGES_OF: Readonly<Record<string, (n: number) => string>> = {
  'elements never closed': (n) => fill('<div>', n),
  'end tags of nothing': (n) => fill('<div>', n / 2) + fill('</p>', n / 2),
  'tables in tables': (n) => fill('<table><tr><td>x', n),
  'quotes in quotes': (n) => fill('<blockquote>x', n),
  'lists in lists': (n) => fill('<ul><li>x', n),
  'inlines that end elsewhere': (n) => fill('<b>x<p>', n / 2) + fill('</b>', n / 2),
  'links never closed': (n) => fill('<a href=https://example.org/>x', n),
  references: (n) => fill('&amp;&#65;&', n),
  'comments never closed': (n) => fill('<!-- a', n),
  attributes: (n) => `<p ${fill('a=b ', n)}>x`,
  'one style': (n) => `<p style="${fill('a:url(cid:x);', n)}">x`,
  'one class': (n) => `<p class="${fill('a ', n)}">x`,
  'one srcset': (n) => `<img srcset="${fill('cid:a 1x,', n)}">`,
  spaces: (n) => fill(' ', n),
  'angle brackets': (n) => fill('<', n),
  'one row': (n) => `<table><tr>${fill('<td>x', n)}`,
  hidden: (n) => fill('<span hidden>x', n),
  'spaces that do not break': (n) => fill('&nbsp;', n),
  'cells without a table': (n) => fill('<td>x', n),
  'one reference': (n) => `&#${fill('1', n)};`,
  'a script never closed': (n) => `<script>${fill('</', n)}`,
  'what is text': (n) => fill('a < b & "c"\n\t  d', n),
  'carriage returns': (n) => fill('\r', n),
}

/** Texts that look as if they quoted. */
const TEXTS: Readonly<Record<string, (n: number) => string>> = {
  attributions: (n) => fill('On Wed, 1 May 2024, Bob wrote:\r\n> x\r\n', n),
  'addresses that end a line': (n) => fill(`<${'@'.repeat(900)}:\r\n`, n),
  'empty lines': (n) => `a\r\n${fill('\r\n', n)}> x`,
  rules: (n) => fill('-----\r\n', n),
  labels: (n) => fill('From: a\r\n', n),
  'fields of other messages': (n) => fill('From: a\r\nSent: 1\r\n\r\n', n),
  'one line of labels': (n) => `${fill('From: ', n)}:`,
  'marks of quotes': (n) => `${fill('>', n)} x`,
  signatures: (n) => fill('-- \r\na\r\n', n),
  'flowed lines': (n) => fill('> a \r\n', n),
}

const message = (type: string, body: string) => parse(`MIME-Version: 1.0\r\nContent-Type: ${type}\r\n\r\n${body}`)
const manyParts = (n: number) =>
  parse(
    `Content-Type: multipart/mixed; boundary=wall\r\n\r\n${series(
      n,
      (i) =>
        `--wall\r\nContent-Type: ${['text/plain', 'text/html', 'image/png; name=a'][i % 3]}\r\nX-A: ${i}\r\n\r\nsome words <b>x</b>\r\n`,
    )}--wall--\r\n`,
    { limits: { maxParts: 1 << 20 } },
  )

export const PAGES: readonly Case[] = [
  ...Object.entries(PAGES_OF).flatMap(([name, make]): Case[] => [
    { name: `htmlToText, ${name}`, covers: ['html.htmlToText'], make, run: (page: string) => html.htmlToText(page) },
    {
      name: `cidReferences, ${name}`,
      covers: ['html.cidReferences'],
      make,
      run: (page: string) => html.cidReferences(page),
    },
    { name: `textToHtml, ${name}`, covers: ['html.textToHtml'], make, run: (page: string) => html.textToHtml(page) },
  ]),
  ...[
    ...Object.entries(PAGES_OF).map(([name, make]) => [name, (n: number) => message('text/html', make(n))] as const),
    ...Object.entries(TEXTS).map(
      ([name, make]) => [name, (n: number) => message('text/plain; format=flowed', make(n))] as const,
    ),
    ['many parts', manyParts] as const,
  ].map(
    ([name, make]): Case => ({
      name: `what the author wrote, ${name}`,
      covers: ['html.plainText', 'html.visibleText', 'html.preview'],
      make,
      run: (read: ReturnType<typeof parse>) => [html.plainText(read), html.visibleText(read), html.preview(read)],
    }),
  ),
  {
    name: 'an Email of many parts',
    covers: ['jmap.toJmapEmail'],
    make: manyParts,
    run: (read: ReturnType<typeof parse>) =>
      jmap.toJmapEmail(read, {
        properties: [
          'headers',
          'from',
          'bodyStructure',
          'textBody',
          'htmlBody',
          'attachments',
          'bodyValues',
          'hasAttachment',
          'preview',
          'header:X-A:all',
        ],
        bodyProperties: [
          'partId',
          'blobId',
          'size',
          'headers',
          'name',
          'type',
          'charset',
          'language',
          'header:X-A:asText',
        ],
        fetchAllBodyValues: true,
      }),
  },
  {
    name: 'an Email of many fields',
    covers: ['jmap.toJmapEmail'],
    make: (n) =>
      parse(`${series(n, (i) => `X-A: a${i}@example.org, =?utf-8?Q?b?= <b@example.org>\r\n`)}\r\nx`, {
        limits: { maxFields: 1 << 22, maxHeaderBytes: 1 << 30 },
      }),
    run: (read: ReturnType<typeof parse>) =>
      jmap.toJmapEmail(read, {
        properties: [
          'headers',
          'header:X-A:asText:all',
          'header:X-A:asGroupedAddresses:all',
          'header:X-A:asMessageIds:all',
        ],
      }),
  },
  {
    name: 'an Email to create',
    covers: ['jmap.fromJmapEmail'],
    make: (n) => {
      const count = Math.max(1, Math.floor(n / 100))
      return {
        to: Array.from({ length: count }, (_, i) => ({ name: `A ${i}`, email: `a${i}@example.org` })),
        bodyValues: Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}`, { value: 'x' }])),
        bodyStructure: {
          type: 'multipart/mixed',
          subParts: Array.from({ length: count }, (_, i) => ({ partId: `p${i}`, type: 'text/plain' })),
        },
        ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`header:X-${i}:asText`, 'x'])),
      }
    },
    run: (email: jmap.JmapEmailCreate) => jmap.fromJmapEmail(email),
  },
]
