/**
 * Reads attachments of SunOS Mail Tool: a body of type `X-sun-attachment` is cut by lines of dashes, each before a header section of `X-Sun-`
 * fields. No RFC.
 */
import { DASH, trimWsp } from '../../bytes/ascii.js'
import { type Source, toBytes } from '../../bytes/source.js'
import { Base64Decoder } from '../../codec/base64.js'
import { UuDecoder } from '../../codec/uuencode.js'
import { type Budget, budgetOf, type LegacyFile, type LegacyOptions, legacyFile, nameText, Problems } from './found.js'
import { Lines } from './lines.js'

/** Mail Tool writes ten. */
const MIN_DASHES = 10
/** Fields of one header; Mail Tool writes at most seven. */
const MAX_FIELDS = 100

/** Data types of the tool's registry that have a media type of their own. */
const MEDIA_TYPES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['text', 'text/plain'],
  ['default', 'text/plain'],
  ['scribe', 'text/plain'],
  ['x-sun-attachment', 'text/plain'],
  ['mail', 'message/rfc822'],
  ['mail-message', 'message/rfc822'],
  ['mail-file', 'message/rfc822'],
  ['html', 'text/html'],
  ['postscript', 'application/postscript'],
  ['postscript-file', 'application/postscript'],
  ['gif', 'image/gif'],
  ['gif-file', 'image/gif'],
  ['jpeg', 'image/jpeg'],
  ['jpeg-file', 'image/jpeg'],
  ['tiff-file', 'image/tiff'],
  ['audio-file', 'audio/basic'],
  ['sun-audio-file', 'audio/basic'],
])

/** A line of dashes before a field of the form? `lines` stays where it is. */
export function isSunDivider(lines: Lines): boolean {
  const { bytes, start, end, next } = lines
  if (end - start < MIN_DASHES || bytes[start] !== DASH) return false
  let at = start
  while (at < end && bytes[at] === DASH) at++
  if (at - start < MIN_DASHES) return false
  while (at < end && bytes[at] === 0x20) at++
  const ahead = new Lines(bytes, next, lines.limit)
  return at === end && ahead.read() && /^x-sun-[a-z-]+[ \t]*:/i.test(ahead.text)
}

/** The attachment behind the present line, a divider. `lines` then stands before the next divider or at the end. */
export function readSunAttachment(lines: Lines, budget: Budget): LegacyFile {
  const { bytes, start } = lines
  const problems = new Problems()
  const fields = readHeader(lines)
  const bodyStart = lines.next
  let bodyEnd = bodyStart
  let count = 0
  while (lines.read()) {
    if (isSunDivider(lines)) {
      lines.back(lines.start)
      break
    }
    bodyEnd = lines.next
    count++
  }
  const declaredLines = numberOf(fields.get('x-sun-content-lines'))
  const declaredLength = numberOf(fields.get('x-sun-content-length'))
  // Relays change both a little: an empty line at the end, CRLF. What is missing half is worth a word.
  if (declaredLines !== undefined && Math.abs(declaredLines - count) > 2)
    problems.add('size-mismatch', bodyStart, bodyEnd, `${declaredLines} lines are declared, ${count} are there`)
  else if (declaredLength !== undefined && Math.abs(declaredLength - (bodyEnd - bodyStart)) > count + 2)
    problems.add(
      'size-mismatch',
      bodyStart,
      bodyEnd,
      `${declaredLength} octets are declared, ${bodyEnd - bodyStart} are there`,
    )
  const encodings = (fields.get('x-sun-encoding-info') ?? '')
    .toLowerCase()
    .split(/[,\s]+/)
    .filter((name) => name !== '' && name !== 'default')
  const decoded = undo(bytes.subarray(bodyStart, bodyEnd), encodings)
  if (encodings.length > 0)
    problems.add('still-encoded', bodyStart, bodyEnd, `${encodings.join(', ').slice(0, 80)} is not undone`)
  const granted = budget.take(decoded.length)
  if (granted < decoded.length)
    problems.add('too-large', bodyStart, bodyEnd, `over the limit of decoded octets; cut at ${granted}`)
  const type = fields.get('x-sun-data-type')?.toLowerCase()
  return legacyFile({
    kind: 'sun',
    filename: fields.get('x-sun-data-name'),
    mediaType:
      type === undefined
        ? undefined
        : (MEDIA_TYPES.get(type) ?? (/^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : undefined)),
    spans: [{ start, end: bodyEnd }],
    problems: problems.list,
    content: decoded.subarray(0, granted),
  })
}

/** All attachments of a body, in order; the text that Mail Tool shows first is one of them. Never throws for bytes. */
export function readSunAttachments(source: Source, options?: LegacyOptions): LegacyFile[] {
  const budget = budgetOf(options)
  const lines = new Lines(toBytes(source))
  const found: LegacyFile[] = []
  while (lines.read()) if (isSunDivider(lines)) found.push(readSunAttachment(lines, budget))
  return found
}

/** The fields up to the empty line, by lower-case name; the first of each counts. */
function readHeader(lines: Lines): Map<string, string> {
  const fields = new Map<string, string>()
  for (let count = 0; count < MAX_FIELDS && lines.read() && lines.length > 0; count++) {
    const { text } = lines
    const colon = text.indexOf(':')
    if (colon === -1) continue
    const name = trimWsp(text.slice(0, colon)).toLowerCase()
    if (!fields.has(name)) fields.set(name, nameText(trimWsp(text.slice(colon + 1))))
  }
  return fields
}

/** Undoes encodings from the last one, which was made last, as long as they are known; `encodings` keeps the others. */
function undo(bytes: Uint8Array, encodings: string[]): Uint8Array {
  for (;;) {
    const last = encodings.at(-1)
    if (last === 'uuencode') bytes = new UuDecoder().run(bytes, true)
    else if (last === 'base64') bytes = new Base64Decoder().run(bytes, true)
    else return bytes
    encodings.pop()
  }
}

function numberOf(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,12}$/.test(value) ? Number(value) : undefined
}
