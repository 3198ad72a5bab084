/** Writes messages into an mbox, in each dialect. RFC 4155 Appendix A; mbox(5) of qmail. */

import { isObject, optionsOf } from '../bytes/arguments.js'
import { CR, LF } from '../bytes/ascii.js'
import { fromLatin1, indexOfByte, indexOfBytes } from '../bytes/platform.js'
import type { Source } from '../bytes/source.js'
import { concat } from '../bytes/writer.js'
import { isMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { readHeader, withContentLength, withoutContentLength } from './content-length.js'
import { checkWrittenDialect, type MboxDialect } from './dialect.js'
import { beginsWithField } from './field-line.js'
import { type EnvelopeSpec, formatFromLine, holdsDate, isLoneSender, parseFromLine } from './from-line.js'
import { FROM, quote } from './from-quoting.js'
import { fromLineOf } from './message-envelope.js'
import { octetsOf } from './message-octets.js'

/** An entry that was read, or the like; a Message takes its envelope from Return-Path and Received. */
export type MboxInput =
  | Message
  | {
      /** The message. */
      readonly bytes: Source
      /** What the From_ line says. */
      readonly envelope?: EnvelopeSpec | undefined
    }

/** How an mbox is written. */
export interface MboxWriteOptions {
  /** How the file is written. Default `mboxrd`, whose quoting can be undone. */
  dialect?: MboxDialect | undefined
}

/**
 * Writes an mbox. Each message ends in a line end (one is added where it has none, except in mboxcl and mboxcl2, where the count tells) and a blank
 * line, so that files may be put one after the other. Added line ends are those of the message's first line.
 * mboxcl and mboxcl2 set Content-Length; mboxo and mboxcl cannot tell a quoted line from one that was written so.
 *
 * @throws TypeError for an envelope that no From_ line can hold, and for a message that mboxcl2 cannot hold: one without a body, or with
 *   `From ` before it, whose lines begin with `From `
 * @example
 * const file = writeMbox([{ envelope: { sender: 'ada@example.org', date: new Date() }, bytes: message.toBytes() }])
 */
export function writeMbox(entries: Iterable<MboxInput>, options?: MboxWriteOptions): Uint8Array {
  const dialect = resolveDialect(options)
  if (!isObject(entries) || !(Symbol.iterator in entries)) throw new TypeError(EXPECTED)
  const pieces: Uint8Array[] = []
  for (const entry of entries) add(entry, dialect, pieces)
  return concat(pieces)
}

/** The same in pieces, an entry at a time, each asked for when the one before is written. */
export function mboxChunks(
  entries: Iterable<MboxInput> | AsyncIterable<MboxInput>,
  options?: MboxWriteOptions,
): AsyncIterable<Uint8Array> {
  const dialect = resolveDialect(options)
  if (!isObject(entries) || !(Symbol.iterator in entries || Symbol.asyncIterator in entries))
    throw new TypeError(EXPECTED)
  return chunks(entries, dialect)
}

async function* chunks(
  entries: Iterable<MboxInput> | AsyncIterable<MboxInput>,
  dialect: MboxDialect,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const entry of entries) {
    const pieces: Uint8Array[] = []
    add(entry, dialect, pieces)
    yield* pieces
  }
}

const EXPECTED = 'entries: expected an array, or another iterable, of { bytes, envelope } or messages'

function resolveDialect(options: MboxWriteOptions | undefined): MboxDialect {
  return checkWrittenDialect(optionsOf(options, ['dialect']).dialect) ?? 'mboxrd'
}

function add(entry: MboxInput, dialect: MboxDialect, pieces: Uint8Array[]): void {
  if (typeof entry !== 'object' || entry === null || !(isMessage(entry) || 'bytes' in entry))
    throw new TypeError('entries: expected a Message or { bytes, envelope } as each entry')
  const bytes = octetsOf(isMessage(entry) ? entry : entry.bytes)
  const eol = lineEnd(bytes)
  const stored = store(bytes, dialect)
  const line = isMessage(entry) ? fromLineOf(entry) : fromLineBefore(stored, entry.envelope)
  pieces.push(fromLatin1(line + eol), stored)
  const open = stored.length > 0 && stored[stored.length - 1] !== LF
  pieces.push(fromLatin1(open ? eol + eol : eol))
}

/** A line that was read is written as it stood where it separates before this message; else one is made of what it says. */
function fromLineBefore(stored: Uint8Array, envelope: EnvelopeSpec | undefined): string {
  const line = formatFromLine(envelope)
  if (envelope?.raw === undefined) return line
  const octets = fromLatin1(line)
  if (holdsDate(octets, FROM.length, octets.length)) return line
  if (
    isLoneSender(octets, FROM.length, octets.length, true) &&
    beginsWithField(stored, 0, stored.length, true) === true
  )
    return line
  const { sender } = parseFromLine(line)
  return formatFromLine(/^[^\s]{1,255}$/.test(sender) ? { sender } : {})
}

function store(bytes: Uint8Array, dialect: MboxDialect): Uint8Array {
  const stored = dialect === 'mboxcl2' ? bytes : quote(bytes, dialect === 'mboxrd')
  if (dialect !== 'mboxcl' && dialect !== 'mboxcl2') return stored
  const { bodyStart, fromLine } = readHeader(stored, 0, stored.length, true)
  if (bodyStart !== -1) return withContentLength(stored, stored.length - bodyStart) as Uint8Array
  if (dialect === 'mboxcl2' && (fromLine || holdsFromLine(stored)))
    throw new TypeError(
      'mboxcl2: the message has a line that begins with "From ", and no body that Content-Length could count; write mboxrd',
    )
  return withoutContentLength(stored)
}

function holdsFromLine(bytes: Uint8Array): boolean {
  for (let at = indexOfBytes(bytes, FROM, 0); at !== -1; at = indexOfBytes(bytes, FROM, at + FROM.length)) {
    if (at === 0 || bytes[at - 1] === LF) return true
  }
  return false
}

function lineEnd(bytes: Uint8Array): string {
  const lf = indexOfByte(bytes, LF, 0)
  return lf > 0 && bytes[lf - 1] === CR ? '\r\n' : '\n'
}
