/** Growth of composing and answering, of stores and of the forms older than MIME. */

import {
  decodeFlowed,
  encodeFlowed,
  forward,
  quoteText,
  redirect,
  reply,
  unflowedText,
} from '../../src/compose/compose-door.js'
import { threads } from '../../src/imap/index.js'
import { compose, parse } from '../../src/index.js'
import * as legacy from '../../src/legacy/index.js'
import { composeArf, composeDsn, composeMdn } from '../../src/report/index.js'
import { anonymize } from '../../src/samples/anonymize.js'
import * as store from '../../src/store/index.js'
import { fill } from '../hostile/parts.js'
import type { Case } from './measure.js'
import { ANY, LINES, type TextShape } from './texts.js'

const reads = (covers: string, run: (octets: Uint8Array) => unknown, shapes: readonly TextShape[] = LINES): Case[] =>
  shapes.map(({ name, make }) => ({
    name: `${covers} ${name}`,
    covers: [covers],
    make: (n: number) => new Uint8Array(Buffer.from(make(n), 'latin1')),
    run: (octets: Uint8Array) => run(octets),
  }))
const texts = (covers: string, run: (text: string) => unknown, shapes: readonly TextShape[] = ANY): Case[] =>
  shapes.map(({ name, make }) => ({
    name: `${covers} ${name}`,
    covers: [covers],
    make,
    run: (text: string) => run(text),
  }))
const counted = (covers: string, make: (n: number) => unknown, run: (input: never, n: number) => unknown): Case => ({
  name: covers,
  covers: [covers],
  make,
  run,
  from: 1024,
  cap: 1 << 16,
  most: 1 << 19,
})
const times = <T>(n: number, one: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => one(i))

async function drain(source: AsyncIterable<unknown>) {
  for await (const _ of source);
}

const HEAD = { from: 'a@example.org', to: 'b@example.org', subject: 's' }
const small = (i: number) => new TextEncoder().encode(`From: a@example.org\nSubject: ${i}\n\nx\n`)
const letter = (body: string) => parse(`From: a@example.org\r\nSubject: s\r\n\r\n${body}`)

export const LISTS: readonly Case[] = [
  ...texts('root.compose', (text) => compose({ ...HEAD, text }).toBytes(), [
    ...ANY,
    ...LINES,
    { name: 'Han', make: (n) => fill('\u5b57', n) },
  ]),
  ...texts('root.compose', (subject) => compose({ ...HEAD, subject: subject.replace(/[\r\n]/g, ' ') }).toBytes(), ANY),
  counted(
    'root.compose',
    (n) => times(n, (i) => ({ content: `${i}`, filename: `a${i}.txt` })),
    (attachments: []) => compose({ ...HEAD, attachments }).toBytes(),
  ),
  counted(
    'root.compose',
    (n) => times(n, (i) => ({ name: `A ${i}`, address: `a${i}@example.org` })),
    (to: []) => compose({ ...HEAD, to }).toBytes(),
  ),
  ...texts('compose.encodeFlowed', (text) => encodeFlowed(text), [...ANY, ...LINES]),
  ...texts('compose.encodeFlowed', (text) => encodeFlowed(text, { delSp: true }), [
    ...ANY,
    { name: 'Han', make: (n) => fill('\u5b57', n) },
    { name: 'letters', make: (n) => fill('a', n) },
    { name: 'combining marks', make: (n) => fill('e\u0301', n) },
  ]),
  ...texts('compose.decodeFlowed', (text) => decodeFlowed(text), LINES),
  ...texts('compose.quoteText', (text) => quoteText(text), LINES),
  ...texts(
    'compose.unflowedText',
    (text) => unflowedText(parse(`Content-Type: text/plain; format=flowed\r\n\r\n${text}`)),
    LINES,
  ),
  ...texts('compose.reply', (text) => reply(letter(text), { from: 'b@example.org', text: 'x', quote: true }), LINES),
  ...texts(
    'compose.forward',
    (text) => forward(letter(text), { from: 'b@example.org', to: 'c@example.org', as: 'inline' }),
    LINES,
  ),
  ...texts(
    'compose.redirect',
    (text) => redirect(letter(text), { from: 'b@example.org', to: 'c@example.org' }).toBytes(),
    LINES,
  ),
  ...texts(
    'report.composeDsn',
    (text) =>
      composeDsn({
        from: 'a@example.org',
        to: 'b@example.org',
        reportingMta: 'a.example',
        recipients: [
          {
            finalRecipient: 'c@example.org',
            action: 'failed',
            status: '5.1.1',
            diagnostic: '550 5.1.1 no such user',
          },
        ],
        original: letter(text),
      } as never).toBytes(),
    LINES.slice(0, 8),
  ),
  ...texts(
    'report.composeMdn',
    (text) =>
      composeMdn({
        from: 'a@example.org',
        to: 'b@example.org',
        finalRecipient: 'a@example.org',
        type: 'displayed',
        original: letter(text),
      } as never).toBytes(),
    LINES.slice(0, 8),
  ),
  ...texts(
    'report.composeArf',
    (text) =>
      composeArf({
        from: 'a@example.org',
        to: 'b@example.org',
        feedbackType: 'abuse',
        userAgent: 'a/1',
        original: letter(text),
      } as never).toBytes(),
    LINES.slice(0, 8),
  ),
  counted(
    'imap.threads',
    (n) =>
      times(n, (i) => ({
        messageId: `m${i}`,
        inReplyTo: [],
        references: i ? [`m${i - 1}`] : [],
        subject: 'x',
        date: new Date(i),
      })),
    (rows: []) => threads(rows),
  ),
  counted(
    'imap.threads',
    (n) =>
      times(n, (i) => ({
        messageId: `m${i}`,
        inReplyTo: [],
        references: [],
        subject: `Re: x${i % 7}`,
        date: new Date(i),
      })),
    (rows: []) => threads(rows),
  ),

  ...reads('mailbox.splitMbox', (octets) => store.splitMbox(octets).map((entry) => entry.bytes)),
  ...reads('mailbox.readMbox', (octets) => drain(store.readMbox([octets]))),
  ...reads('mailbox.detectDialect', store.detectDialect),
  ...reads('mailbox.splitRnews', store.splitRnews),
  ...reads('mailbox.readRnews', (octets) => drain(store.readRnews([octets]))),
  ...reads('mailbox.burst', (octets) => store.burst(octets)),
  counted(
    'mailbox.readMh',
    (n) => times(n, (i) => [`${i + 1}`, small(i)]),
    (files: []) => store.readMh(files),
  ),
  ...reads('mailbox.readEmlx', store.readEmlx),
  ...texts('mailbox.parseMhSequences', store.parseMhSequences, [
    ...ANY,
    { name: 'ranges', make: (n) => fill('a: 1-9 \n', n) },
  ]),
  counted(
    'mailbox.mhOrder',
    (n) => times(n, (i) => `${n - i}`),
    (names: []) => store.mhOrder(names),
  ),
  ...texts('mailbox.parseFromLine', store.parseFromLine),
  ...texts('mailbox.parseMaildirName', store.parseMaildirName),
  counted(
    'mailbox.writeMbox',
    (n) => times(n, (i) => ({ bytes: small(i) })),
    (entries: []) => store.writeMbox(entries),
  ),
  counted(
    'mailbox.mboxChunks',
    (n) => times(n, (i) => ({ bytes: small(i) })),
    (entries: []) => drain(store.mboxChunks(entries)),
  ),
  counted(
    'mailbox.writeRnews',
    (n) => times(n, small),
    (entries: []) => store.writeRnews(entries),
  ),
  counted(
    'mailbox.makeDigest',
    (n) => times(n, small),
    (messages: []) => store.makeDigest({ ...HEAD, messages } as never),
  ),

  ...reads('legacy.filesInText', legacy.filesInText),
  ...reads('legacy.readBinHex', legacy.readBinHex),
  ...reads('legacy.readShar', legacy.readShar),
  ...reads('legacy.readSunAttachments', legacy.readSunAttachments),
  ...reads('legacy.readYenc', (octets) => legacy.joinYenc(legacy.readYenc(octets))),
  ...reads('legacy.joinYenc', (octets) => legacy.joinYenc(legacy.readYenc(octets)), LINES.slice(0, 2)),
  ...reads('legacy.readTnef', legacy.readTnef, [
    {
      name: 'attributes',
      make: (n) => `\x78\x9f\x3e\x22\x00\x00${fill('\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00', n)}`,
    },
  ]),
  ...reads('legacy.readAppleFile', legacy.readAppleFile, [
    {
      name: 'entries',
      make: (n) => `\x00\x05\x16\x07\x00\x02\x00\x00${fill('\0', 16)}\xff\xff${fill('\0\0\0\x01', n)}`,
    },
  ]),
  ...reads('legacy.decompressRtf', legacy.decompressRtf, [
    { name: 'references', make: (n) => `${fill('\xff', 8)}LZFu${fill('\xff\0', n)}` },
  ]),
  ...texts('legacy.readEnriched', legacy.readEnriched, [
    ...ANY,
    { name: 'open', make: (n) => fill('<bold>', n) },
    { name: 'closed', make: (n) => fill('<bold></bold>', n) },
  ]),
  ...texts('legacy.readRichtext', legacy.readRichtext, [...ANY, { name: 'open', make: (n) => fill('<bold>', n) }]),
  ...texts('legacy.parseX400', legacy.parseX400, [...ANY, { name: 'pairs', make: (n) => fill('/S=a', n) }]),
  ...texts('legacy.formatX400', (text) => legacy.formatX400(legacy.parseX400(text)), [
    { name: 'pairs', make: (n) => fill('/DD.A=a', n) },
  ]),
  ...texts('legacy.x400ToRfc822', (text) => legacy.x400ToRfc822(text), [
    ...ANY.slice(0, 12),
    { name: 'pairs', make: (n) => fill('/S=a', n) },
  ]),
  ...texts(
    'legacy.rfc822ToX400',
    (text) => legacy.rfc822ToX400(`${text.replace(/[^a-z.]/g, 'a')}@example.org`),
    ANY.slice(0, 8),
  ),
  ...texts('legacy.readMappingTable', legacy.readMappingTable, [
    ...ANY,
    { name: 'rows', make: (n) => fill('a#b#\n', n) },
  ]),
  ...texts('legacy.decodePrintableString', legacy.decodePrintableString),
  ...texts('legacy.encodePrintableString', legacy.encodePrintableString),
  ...texts('legacy.hops', legacy.hops, [
    ...ANY,
    { name: 'bang', make: (n) => fill('a!', n) },
    { name: 'percent', make: (n) => `${fill('a%', n)}b@c` },
  ]),
  ...texts(
    'legacy.routeAddress',
    (text) => {
      try {
        legacy.routeAddress(text, 'bang' as never)
      } catch (error) {
        if (!(error instanceof TypeError)) throw error
      }
    },
    [...ANY.slice(0, 12), { name: 'bang', make: (n) => fill('a!', n) }],
  ),
  ...reads('samples.anonymize', (octets) => anonymize(octets, 1), LINES.slice(0, 8)),
]
