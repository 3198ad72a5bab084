/**
 * Growth on shapes that belong to one room: marks that are none, values that look as if they went on, objects that never end. Their unit tests say
 * what they are read as; here they are measured.
 */
import { itip } from '../../src/calendar/index.js'
import { compose } from '../../src/compose/compose.js'
import { verifyDkim } from '../../src/dkim/index.js'
import { parseAddressList } from '../../src/field/index.js'
import { type Message, parse } from '../../src/index.js'
import { readMsg } from '../../src/outlook/index.js'
import { readBounce } from '../../src/report/index.js'
import { secureParts } from '../../src/secure/index.js'
import { splitMbox } from '../../src/store/index.js'
import { parseReply } from '../../src/transport/index.js'
import { fill } from '../hostile/parts.js'
import { binary, rtfValue, text, writeMsg } from '../unit/outlook/msg-writer.js'
import type { Case } from './measure.js'

const LIMITS = { limits: { maxHeaderBytes: 1 << 30 } }
const octets = (source: string) => Buffer.from(source, 'latin1')
type Shapes = Readonly<Record<string, (n: number) => string>>

/** A case a shape: `make` gives what is measured, `run` is the measured call. */
function room<T>(name: string, shapes: Shapes, make: (source: string) => T, run: (input: T) => unknown): Case[] {
  return Object.entries(shapes).map(([shape, source]) => ({
    name: `${name} ${shape}`,
    covers: [`${name} ${shape}`],
    make: (n: number) => make(source(n)),
    run: (input: T) => run(input),
  }))
}

const units = (list: readonly string[]): Shapes =>
  Object.fromEntries(list.map((unit) => [JSON.stringify(unit.slice(0, 24)), (n: number) => fill(unit, n)]))

const BABYL: Shapes = {
  marks: (n) => `BABYL OPTIONS:\n${fill('\x1f\x0c', n)}`,
  'marks of messages': (n) => `BABYL OPTIONS:\n${fill('\n\x1f\x0c0,,', n)}`,
  'ends of headers': (n) => `BABYL OPTIONS:\n\x1f\x0c\n0,,\n${fill('*** EOOH ***', n)}`,
  'marks of MMDF': (n) => `\x01\x01\x01\x01\n${fill('\x01', n)}`,
}

const CALENDARS: Shapes = {
  'events never closed': (n) => fill('BEGIN:VEVENT\r\n', n),
  'one folded line': (n) => `BEGIN:VCALENDAR\r\nX:${fill('a\r\n ', n)}\r\nEND:VCALENDAR`,
  parameters: (n) => `BEGIN:VCALENDAR\r\nX${fill(';A=B', n)}:x\r\nEND:VCALENDAR`,
  quotes: (n) => `BEGIN:VCALENDAR\r\nX;A="${fill('"', n)}:x\r\nEND:VCALENDAR`,
  properties: (n) => `BEGIN:VCALENDAR\r\n${fill('X:y\r\n', n)}END:VCALENDAR`,
  commas: (n) => `BEGIN:VCALENDAR\r\nCATEGORIES:${fill(',', n)}\r\nEND:VCALENDAR`,
  backslashes: (n) => `BEGIN:VCALENDAR\r\nSUMMARY:${fill('\\', n)}\r\nEND:VCALENDAR`,
  events: (n) => `BEGIN:VCALENDAR\r\n${fill('BEGIN:VEVENT\r\nDTSTART:2024\r\nEND:VEVENT\r\n', n)}END:VCALENDAR`,
}

const sender = [text(0x0c1a, 'Ada'), text(0x0c1e, 'SMTP'), text(0x0c1f, 'ada@example.org')]
const letter = '\r\nsome words\r\n'
const resolveTxt = async () => ['v=DKIM1; k=rsa; p=']

export const ROOMS: readonly Case[] = [
  ...room(
    'parseAddressList',
    { 'ends of addresses': (n) => `${fill('>", ', n)}a@x`, 'quotes before addresses': (n) => fill('a" <b>, ', n) },
    String,
    parseAddressList,
  ),
  ...room(
    'verifyDkim',
    units(['a', ' ', ';', '=', 'a.', ':', '\r\n ', 'b=;']),
    (d) =>
      parse(
        `DKIM-Signature: v=1; a=rsa-sha256; d=${d}; s=s; h=from; bh=AA==; b=AAAA\r\nFrom: a@b.c\r\n${letter}`,
        LIMITS,
      ),
    (message) => verifyDkim(message, { resolveTxt }),
  ),
  ...room(
    'readBounce',
    units([
      'a@b.c ',
      'a@b.c could not be delivered. ',
      '<a@b.c>: 550\n',
      '\n\na@b.c\n',
      'code 550 5.1.1 ',
      'bounced ',
      '[(:;',
      'help '.repeat(20),
      'Ihre Nachricht an a@b.c wurde nicht zugestellt. ',
      'not a@b.c not delivered\n\n',
      'mail  to ',
    ]),
    (body) => parse(`Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.net\nSubject: Undeliverable\n\n${body}`),
    (message: Message) => readBounce(message),
  ),
  ...room('splitMbox', BABYL, octets, (bytes) => splitMbox(bytes).map((entry) => entry.bytes)),
  ...room(
    'secureParts',
    units(['<', '&', '<br', '<div>-----BEGIN PGP MESSAGE-----']),
    (html) => parse(octets(`Content-Type: text/html\r\n\r\n-----BEGIN PGP${html}`)),
    (message: Message) => secureParts(message),
  ),
  ...room(
    'parseReply',
    { lines: (n) => fill('250-a\r\n', n), 'one status': (n) => `250 ${fill('5.', n)}` },
    String,
    (reply) => parseReply(reply),
  ),
  ...room(
    'itip',
    CALENDARS,
    (calendar) => parse(`From: a@b.c\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n${calendar}`),
    (message: Message) => itip(message),
  ),
  ...room(
    'readMsg',
    units(['{', '\\', '{\\*', "\\'"]),
    (rtf) => writeMsg({ properties: [...sender, binary(0x1009, rtfValue(rtf))] }),
    (file) => readMsg(file),
  ),
  ...room(
    'compose with a calendar',
    { 'a method without value': (n) => `METHOD${fill(';', n / 2)}\r\n${fill('METHOD;\r\n', n / 2)}` },
    String,
    (content) => compose({ from: 'ada@example.org', text: 'x', calendar: { method: 'REQUEST', content } }),
  ),
]
