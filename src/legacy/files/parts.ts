/** Lists all files of a message that are in an old form: those in its texts, its Macintosh parts, its TNEF parts. */

import { fromUtf8 } from '../../bytes/platform.js'
import type { Entity } from '../../tree/entity.js'
import { assertMessage } from '../../tree/is-message.js'
import type { Message } from '../../tree/message.js'
import { isAppleFile, readAppleFile } from './apple.js'
import { readBinHex } from './binhex.js'
import {
  type Budget,
  budgetOf,
  type LegacyFile,
  type LegacyOptions,
  type LegacyProblem,
  legacyFile,
  type Span,
} from './found.js'
import { findInText } from './in-text.js'
import { isTnef, readTnefWithin } from './tnef.js'

export interface LegacyPart extends LegacyFile {
  /** The body part that it was found in; `spans` are offsets in its `bytes()`. */
  readonly part: Entity
}

/** Files of one message. */
const MAX_FILES = 10_000
/** TNEF in TNEF: a forwarded message that was forwarded. */
const MAX_NESTED = 16

const TNEF_TYPES: ReadonlySet<string> = new Set(['application/ms-tnef', 'application/vnd.ms-tnef'])
const BINHEX_TYPES: ReadonlySet<string> = new Set([
  'application/mac-binhex40',
  'application/mac-binhex',
  'application/binhex',
])
const APPLE_TYPES: ReadonlySet<string> = new Set(['application/applefile', 'application/apple-file'])
/** Types that are lines of text, beside text/*. */
const TEXT_TYPES: ReadonlySet<string> = new Set([
  'application/uuencode',
  'application/x-uuencode',
  'application/x-uue',
  'application/x-yencoded',
  'application/x-shar',
])

/**
 * The files of a message in forms older than MIME or foreign to it, in order, through encapsulated messages too. A view: the tree stays as it
 * is. Never throws for bytes; `maxBytes` (default: the message's `maxDecodedBytes`) bounds all that is decoded, bombs included.
 *
 * @example
 * for (const file of legacyParts(parse(bytes))) console.log(file.kind, file.safeFilename, file.bytes().length)
 */
export function legacyParts(message: Message, options?: LegacyOptions): LegacyPart[] {
  assertMessage(message)
  const budget = budgetOf(options, message.node.doc.options.limits)
  const found: LegacyPart[] = []
  const paired = new Set<Entity>()
  for (const part of message.walk()) {
    if (found.length >= MAX_FILES) break
    if (paired.has(part)) continue
    for (const file of filesOf(part, budget, paired)) if (found.length < MAX_FILES) found.push(file)
  }
  return found
}

function filesOf(part: Entity, budget: Budget, paired: Set<Entity>): LegacyPart[] {
  const { mediaType, type } = part.contentType
  if (mediaType === 'multipart/appledouble' || mediaType === 'multipart/x-appledouble') return doubleOf(part, paired)
  if (part.parts.length > 0 || part.message !== undefined || type === 'multipart') return []
  const place = (file: LegacyFile): LegacyPart => ({ ...file, part })
  if (TNEF_TYPES.has(mediaType)) return tnefFiles(part, budget)
  if (BINHEX_TYPES.has(mediaType)) {
    const file = readBinHex(part.bytes(), { maxBytes: budget.left })
    if (file === undefined) return []
    const { filename, problems, dataFork: content, resourceFork, start, end } = file
    budget.take(content.length + resourceFork.length)
    return [place(legacyFile({ kind: 'binhex', filename, spans: [{ start, end }], problems, content, resourceFork }))]
  }
  if (APPLE_TYPES.has(mediaType)) return singleOf(part)
  if (type === 'text' || TEXT_TYPES.has(mediaType)) return findInText(part.bytes(), budget).map(place)
  if (mediaType !== 'application/octet-stream') return []
  // What says nothing about itself but a name.
  const bytes = part.bytes()
  if (isTnef(bytes)) return tnefFiles(part, budget)
  return isAppleFile(bytes) ? singleOf(part) : []
}

function singleOf(part: Entity): LegacyPart[] {
  const file = readAppleFile(part.bytes())
  if (file === undefined) return []
  const { format, dataFork = new Uint8Array(0), resourceFork, filename = part.filename } = file
  const problems = [...file.problems]
  const end = part.bytes().length
  if (format === 'double')
    problems.push({ code: 'missing', start: 0, end, message: 'an AppleDouble header without the data fork beside it' })
  const made = legacyFile({
    kind: format === 'single' ? 'applesingle' : 'appledouble',
    filename,
    spans: [{ start: 0, end }],
    problems,
    content: dataFork,
    resourceFork,
  })
  return [{ ...made, part }]
}

/** The two parts of a multipart/appledouble: the header may come second (RFC 1740 §4 has it first). */
function doubleOf(multipart: Entity, paired: Set<Entity>): LegacyPart[] {
  const { parts } = multipart
  const header = parts.find((part) => APPLE_TYPES.has(part.contentType.mediaType))
  const data = parts.find((part) => part !== header && part.parts.length === 0)
  if (header === undefined || data === undefined) return []
  paired.add(header)
  const bytes = data.bytes()
  const file = readAppleFile(header.bytes())
  const problems: LegacyProblem[] = [...(file?.problems ?? [])]
  const missing = (message: string) => problems.push({ code: 'missing', start: 0, end: 0, message })
  if (file === undefined) missing('the header is no AppleDouble file')
  if (parts.length > 2) missing(`two parts are allowed, ${parts.length} are there; the others stand alone`)
  const found = legacyFile({
    kind: 'appledouble',
    filename: data.filename ?? file?.filename ?? multipart.contentType.params.name ?? header.filename,
    mediaType: data.contentType.mediaType,
    spans: [{ start: 0, end: bytes.length }],
    problems,
    content: bytes,
    resourceFork: file?.resourceFork,
  })
  return [{ ...found, part: data }]
}

/** Bodies and attachments of a TNEF stream and of the messages that it holds. */
function tnefFiles(part: Entity, budget: Budget): LegacyPart[] {
  const found: LegacyPart[] = []
  const work: { bytes: Uint8Array; base: number; depth: number }[] = [{ bytes: part.bytes(), base: 0, depth: 0 }]
  for (let stream = work.pop(); stream !== undefined && found.length < MAX_FILES; stream = work.pop()) {
    const { bytes, base, depth } = stream
    const tnef = readTnefWithin(bytes, budget)
    const shift = (span: Span) => ({ start: base + span.start, end: base + span.end })
    const problems = tnef.problems.map((problem) => ({ ...problem, ...shift(problem) }))
    const add = (
      filename: string | undefined,
      mediaType: string | undefined,
      content: Uint8Array,
      span: Span,
      own: LegacyProblem[],
    ) => {
      const file = legacyFile({ kind: 'tnef', filename, mediaType, spans: [shift(span)], problems: own, content })
      found.push({ ...file, part })
    }
    const whole = { start: 0, end: bytes.length }
    const inner: typeof work = []
    const before = found.length
    if (tnef.text !== undefined) add('body.txt', 'text/plain', fromUtf8(tnef.text), whole, [])
    if (tnef.html !== undefined) add('body.html', 'text/html', tnef.html, whole, [])
    if (tnef.rtf !== undefined) add('body.rtf', 'application/rtf', tnef.rtf, whole, [])
    if (tnef.calendar !== undefined) {
      add('meeting.ics', 'text/calendar', fromUtf8(tnef.calendar.content), whole, [])
    }
    for (const { filename, mediaType, bytes: content, isMessage, start, end } of tnef.attachments) {
      if (found.length >= MAX_FILES) break
      const own: LegacyProblem[] = []
      if (isMessage && depth < MAX_NESTED) inner.push({ bytes: content, base: base + start, depth: depth + 1 })
      else if (isMessage)
        own.push({ code: 'too-deep', ...shift({ start, end }), message: `over ${MAX_NESTED} messages in each other` })
      if (!isMessage || depth >= MAX_NESTED) add(filename, mediaType, content, { start, end }, own)
    }
    // What is wrong with the stream as a whole is said once, with the first file of it.
    const first = found[before]
    if (first !== undefined && problems.length > 0)
      found[before] = { ...first, problems: [...problems, ...first.problems] }
    else if (problems.length > 0) add(part.filename, undefined, new Uint8Array(0), whole, problems)
    work.push(...inner.reverse())
  }
  return found
}
