/**
 * Shell archives: what their here-documents hold, read as text. Nothing of them is ever run. No RFC; POSIX Shell §2.7.4 (here-document).
 *
 * The forms that archivers write are known: `cat > name << 'END'`, `sed 's/^X//' > name << 'END'`, either piped into `uudecode`.
 */
import { type Source, toBytes } from '../../bytes/source.js'
import { ByteWriter } from '../../bytes/writer.js'
import { decodeUuencode } from '../../codec/uuencode.js'
import {
  type Budget,
  budgetOf,
  type FoundFile,
  type LegacyFile,
  type LegacyOptions,
  legacyFile,
  nameText,
  Problems,
} from './found.js'
import { Lines, MAX_LINE } from './lines.js'
import { type HereDocument, hereDocument } from './shar-line.js'

/** Files of one archive. */
const MAX_FILES = 10_000
const HEADING = /^#[ \t!]*(?:this is a shell archive|\/bin\/sh|! ?\/bin\/sh|.{0,80}\bshar\b)/i
/** Lines of comment and setup between the heading and the first file. */
const MAX_PROLOGUE = 400
/** `wc -c` in a test: the size that the archiver counted, and of which file. */
const SIZE = /\btest\s+(\d{1,12})\s+-n?eq?\s+"?`\s*wc\s+-c\s+<\s*(\S{1,300}?)\s*`/
const SIZE_FIRST = /(?:`|\$\()\s*wc\s+-c\s+<\s*(\S{1,300}?)\s*(?:`|\))"?\s+-n?eq?\s+(\d{1,12})/

/** Watches the lines of one text for archives: a heading, then, not too far behind it, a here-document that makes a file. */
export class SharReader {
  /** Lines that a here-document may still be away from the heading. */
  private armed = 0
  /** A document without an end was met: a second one would cost the rest of the text once more. */
  private off = false

  /**
   * The files of the archive whose first here-document the present line begins; undefined if it begins none. `lines` then stands behind the
   * archive. A `#!/bin/sh` alone begins any script: without a here-document that makes a file it is no archive.
   */
  read(lines: Lines, budget: Budget): LegacyFile[] | undefined {
    if (this.off) return undefined
    if (lines.startsWith('#') && HEADING.test(lines.text)) this.armed = MAX_PROLOGUE
    if (this.armed === 0) return undefined
    this.armed--
    const here = documentAt(lines)
    if (here === undefined) return undefined
    this.armed = 0
    return this.archive(lines, here, budget)
  }

  private archive(lines: Lines, first: HereDocument, budget: Budget): LegacyFile[] {
    const found: SharFile[] = []
    const byName = new Map<string, number>()
    let after = lines.next
    let here: HereDocument | undefined = first
    for (let other = 0; other <= MAX_PROLOGUE; ) {
      if (here === undefined) {
        const { text, start, end, next } = lines
        if (/^exit\b/.test(text)) {
          after = next
          break
        }
        const size = sizeIn(text)
        if (size !== undefined) {
          checkSize(found, byName, size, start, end)
          after = next
        }
        other++
      } else {
        other = 0
        const file = readDocument(lines, here, budget)
        // What swallows the rest of a text must not hide what else is in it.
        if (!file.closed) this.off = true
        after = file.closed ? lines.next : file.start
        // Documents that make no file are notes that the shell would print.
        if (here.name !== undefined) {
          byName.set(here.name, found.length)
          found.push(file)
        }
        if (!file.closed) break
        if (found.length === MAX_FILES) {
          file.problems.add('too-many', after, after, `over ${MAX_FILES} files; the rest is not listed`)
          break
        }
      }
      if (!lines.read()) break
      here = documentAt(lines)
    }
    lines.back(after)
    return found.map(({ file }) => legacyFile(file))
  }
}

function documentAt(lines: Lines): HereDocument | undefined {
  return lines.length > MAX_LINE ? undefined : hereDocument(lines.text)
}

/** The files of all shell archives of a text. Never runs them; never throws for bytes. */
export function readShar(source: Source, options?: LegacyOptions): LegacyFile[] {
  const budget = budgetOf(options)
  const lines = new Lines(toBytes(source))
  const reader = new SharReader()
  const found: LegacyFile[] = []
  while (lines.read()) found.push(...(reader.read(lines, budget) ?? []))
  return found
}

interface SharFile {
  readonly file: FoundFile
  readonly problems: Problems
  /** Where the document starts. */
  readonly start: number
  readonly closed: boolean
}

/** Reads to the delimiter. The span is that of the lines of the document. */
function readDocument(lines: Lines, here: HereDocument, budget: Budget): SharFile {
  const { bytes } = lines
  const { prefix, delimiter } = here
  const problems = new Problems()
  const start = lines.next
  const writer = new ByteWriter()
  let end = start
  let closed = false
  let cut = false
  let expands = false
  while (lines.read()) {
    // `<<-` strips tabs before the line is compared.
    if (here.stripTabs) while (lines.start < lines.end && bytes[lines.start] === 0x09) lines.start++
    if (lines.length === delimiter.length && lines.startsWith(delimiter)) {
      closed = true
      break
    }
    end = lines.next
    const from = lines.startsWith(prefix) ? lines.start + prefix.length : lines.start
    if (!here.quoted && !expands) {
      for (let at = from; at < lines.end && !expands; at++) {
        const c = bytes[at]
        expands = c === 0x24 || c === 0x60 || c === 0x5c
      }
    }
    const granted = budget.take(lines.next - from)
    if (granted < lines.next - from) cut = true
    writer.bytes(bytes.subarray(from, from + granted))
  }
  if (!closed) problems.add('missing-end', end, end, `no line \`${delimiter.slice(0, 40)}\``)
  if (cut) problems.add('too-large', start, end, 'over the limit of decoded octets; cut')
  if (expands) problems.add('not-expanded', start, end, 'a shell would replace `$`, a backquote or a backslash in it')
  let content = writer.take()
  let name = here.name === undefined ? undefined : nameText(here.name)
  if (here.uudecode) {
    const decoded = decodeUuencode(content)
    content = decoded.bytes
    name = decoded.filename ?? name
  }
  const file: FoundFile = { kind: 'shar', filename: name, spans: [{ start, end }], problems: problems.list, content }
  return { file, problems, start, closed }
}

function sizeIn(text: string): { name: string; size: number } | undefined {
  const match = SIZE.exec(text)
  if (match !== null) return { size: Number(match[1]), name: unquoted(match[2]!) }
  const first = SIZE_FIRST.exec(text)
  return first === null ? undefined : { size: Number(first[2]), name: unquoted(first[1]!) }
}

function unquoted(word: string): string {
  return word.replace(/['"\\]/g, '')
}

/** The archiver's count is that of lines which end in LF; CRLF of the mail is not counted against it. */
function checkSize(
  found: readonly SharFile[],
  byName: ReadonlyMap<string, number>,
  { name, size }: { name: string; size: number },
  start: number,
  end: number,
): void {
  const one = found[byName.get(name) ?? -1]
  if (one === undefined) return
  const { content } = one.file
  let carriage = 0
  for (let i = 1; i < content.length; i++) if (content[i] === 0x0a && content[i - 1] === 0x0d) carriage++
  if (content.length !== size && content.length - carriage !== size)
    one.problems.add('size-mismatch', start, end, `${size} octets are declared, ${content.length} are there`)
}
