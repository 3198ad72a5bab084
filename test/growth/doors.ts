/** Growth of the doors that came after the first ones: signatures, Outlook's files, calendars, and what SMTP says beside the message. */
import { itip } from '../../src/calendar/index.js'
import * as dkim from '../../src/dkim/index.js'
import * as field from '../../src/field/index.js'
import { type Message, parse } from '../../src/index.js'
import { readMsg } from '../../src/outlook/index.js'
import * as transport from '../../src/transport/index.js'
import { fill, series } from '../hostile/parts.js'
import type { Case } from './measure.js'
import { ANY, LINES } from './texts.js'

const HEAD = 'From: a@example.org\r\nTo: b@example.org\r\nSubject: s\r\n'
const LIMITS = { limits: { maxFields: 1 << 22, maxHeaderBytes: 1 << 30 } }
const SIGNATURE = 'DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=s; h=From:Subject; bh=eA==; b=eA==\r\n'

const MAILS: Readonly<Record<string, (n: number) => string>> = {
  'one body': (n) => `${SIGNATURE}${HEAD}\r\n${fill('some words  of text \r\n', n)}`,
  'empty lines': (n) => `${SIGNATURE}${HEAD}\r\n${fill('\r\n', n)}`,
  blanks: (n) => `${SIGNATURE}${HEAD}\r\n${fill(' \t', n)}x`,
  'many fields': (n) => `${SIGNATURE}${HEAD}${series(n, (i) => `X-${i}: v  v\r\n`)}\r\nx\r\n`,
  'many signatures': (n) => `${fill(SIGNATURE, n)}${HEAD}\r\nx\r\n`,
  'names that are signed': (n) => `${SIGNATURE.replace('From', `From${fill(':To', n)}`)}${HEAD}\r\nx\r\n`,
  sets: (n) => `${series(n, (i) => `ARC-Seal: i=${i}; a=rsa-sha256; cv=none; d=a; s=s; b=eA==\r\n`)}${HEAD}\r\nx\r\n`,
}

const mails = (covers: readonly string[], run: (bytes: Uint8Array) => unknown): Case[] =>
  Object.entries(MAILS).map(([name, make]) => ({
    name: `${covers[0]} ${name}`,
    covers,
    make: (n: number) => new TextEncoder().encode(make(n)),
    run: (bytes: Uint8Array) => run(bytes),
    // Not past `limits.maxHeaderBytes` (1 MiB): what was held up to there is read again line by line, once, which is a step and no growth.
    cap: 896 << 10,
  }))
const texts = (covers: string, run: (text: string) => unknown, shapes = ANY): Case[] =>
  shapes.map(({ name, make }) => ({
    name: `${covers} ${name}`,
    covers: [covers],
    make,
    run: (text: string) => run(text),
  }))

const resolveTxt = async () => ['v=DKIM1; k=rsa; p=']
/** A key that signs at once: what is measured is what is signed. */
const sign = async () => new Uint8Array(64)
const KEY = { domain: 'example.org', selector: 's', algorithm: 'ed25519-sha256', sign, now: () => new Date(0) } as const

async function drain(source: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of source);
}
/** What a function refuses by TypeError is measured too. */
const refused = (error: unknown): void => {
  if (!(error instanceof TypeError)) throw error
}
const tried = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

export const LATER: readonly Case[] = [
  ...mails(['dkim.canonicalBody'], (bytes) => [
    dkim.canonicalBody(bytes, 'relaxed'),
    dkim.canonicalBody(bytes, 'simple'),
  ]),
  ...mails(['dkim.canonicalHeaders'], (bytes) =>
    dkim.canonicalHeaders(parse(bytes, LIMITS), ['From', 'To', 'X-1'], 'relaxed'),
  ),
  ...mails(['dkim.BodyHasher'], (bytes) => {
    const hasher = new dkim.BodyHasher('relaxed')
    for (let at = 0; at < bytes.length; at += 64) hasher.write(bytes.subarray(at, at + 64))
    return hasher.end()
  }),
  ...mails(['dkim.signDkim'], (bytes) => dkim.signDkim(bytes, KEY).catch(refused)),
  ...mails(['dkim.signStream'], (bytes) => drain(dkim.signStream([bytes], KEY)).catch(refused)),
  ...mails(['dkim.verifyDkim', 'dkim.authResultOf'], async (bytes) =>
    (await dkim.verifyDkim(bytes, { resolveTxt })).map(dkim.authResultOf),
  ),
  ...mails(['dkim.verifyArc'], (bytes) => dkim.verifyArc(bytes, { resolveTxt })),
  ...mails(['dkim.sealArc'], async (bytes) =>
    dkim
      .sealArc(bytes, {
        ...KEY,
        authResults: { authservId: 'example.org', results: [] },
        chain: await dkim.verifyArc(bytes, { resolveTxt }),
      } as never)
      .catch(refused),
  ),
  ...['', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'].map(
    (head): Case => ({
      name: `outlook.readMsg ${head === '' ? 'anything' : 'compound'}`,
      covers: ['outlook.readMsg'],
      make: (n) => new Uint8Array(Buffer.from(head + fill('\x00\x01\xff\xff', n), 'latin1')),
      run: (bytes: Uint8Array) => readMsg(bytes),
    }),
  ),
  ...['ATTENDEE:mailto:a@b\r\n', 'BEGIN:VEVENT\r\n', ' x\r\n', 'A;B=":\r\n'].map(
    (line): Case => ({
      name: `calendar.itip ${JSON.stringify(line)}`,
      covers: ['calendar.itip'],
      make: (n) =>
        parse(
          `${HEAD}Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n${fill(line, n)}`,
        ),
      run: (message: Message) => itip(message),
    }),
  ),
  ...texts('field.displayAddresses', (text) => field.displayAddresses(field.parseAddressList(text))),
  ...texts('transport.parseReply', (text) => transport.parseReply(text), [...ANY, ...LINES]),
  ...texts('transport.parseReply', (text) => transport.parseReply(text), [
    { name: 'lines', make: (n) => fill('250-a\r\n', n) },
  ]),
  ...texts('transport.formatReply', (text) => tried(() => transport.formatReply({ code: 250, text } as never))).map(
    (one) => ({ ...one, cap: 1 << 18 }),
  ),
  ...texts('transport.parseEnvelope', (text) => tried(() => transport.parseEnvelope(text)), [
    ...ANY,
    { name: 'recipients', make: (n) => `MAIL FROM:<a@b>\r\n${fill('RCPT TO:<a@b> NOTIFY=NEVER\r\n', n)}` },
  ]),
  ...texts('transport.readStatusCode', transport.readStatusCode),
  ...texts('transport.encodeXtext', (text) => tried(() => transport.encodeXtext(text))),
  ...texts('transport.decodeXtext', transport.decodeXtext, [...ANY, { name: 'escapes', make: (n) => fill('+2B', n) }]),
  ...texts('transport.formatOrcpt', (text) => tried(() => transport.formatOrcpt(text))),
  ...texts('transport.parseOrcpt', transport.parseOrcpt, [
    ...ANY,
    { name: 'unitext', make: (n) => `utf-8;${fill('\\x{41}', n)}` },
  ]),
  {
    name: 'transport.mayNotify',
    covers: ['transport.mayNotify'],
    make: (n) => parse(`${HEAD}Disposition-Notification-To: ${fill('a@b.c, ', n)}a@b.c\r\n\r\nx\r\n`, LIMITS),
    run: (message: Message) => transport.mayNotify(message),
  },
]
