/**
 * Shell archives: what their here-documents hold, read as text. Nothing of them is ever run. No RFC; POSIX Shell §2.7.4 (here-document).
 *
 * The forms that archivers write are known: `cat > name << 'END'`, `sed 's/^X//' > name << 'END'`, either piped into `uudecode`, or uudecoded and
 * unpacked by a later command (GNU sharutils, -V, -C), or continued by `>> name` (-L). What is packed stays so, with the problem `still-encoded`.
 */
import { type Source, toBytes } from '../../bytes/source.js'
import { ByteWriter, concat } from '../../bytes/writer.js'
import {
  type Budget,
  budgetOf,
  type FoundFile,
  type LegacyFile,
  type LegacyOptions,
  legacyFile,
  nameText,
  Problems,
  type Span,
} from './found.js'
import { Lines, MAX_LINE } from './lines.js'
import { type SharCommand, scratchName, sharCommands } from './shar-command.js'
import { type HereDocument, hereDocument } from './shar-line.js'
import { readUuencoded } from './uuencoded.js'

/** Files of one archive. */
const MAX_FILES = 10_000
const HEADING = /^#[ \t!]*(?:this is a shell archive|\/bin\/sh|! ?\/bin\/sh|.{0,80}\bshar\b)/i
/** Lines of comment and setup between the heading and the first file. */
const MAX_PROLOGUE = 400
/** What sharutils prints where it cut a file: the rest is in the next archive. */
const CONTINUED = /\bis continued in part\b/i
/** `wc -c` in a test: the size that the archiver counted, and of which file. */
const SIZE = /\btest[ \t]+(\d{1,12})[ \t]+-n?eq?[ \t]+"?`[ \t]*wc[ \t]+-c[ \t]+<[ \t]*([^ \t-\r]{1,300}?)[ \t]*`/
const SIZE_FIRST =
  /(?:`|\$\()[ \t]*wc[ \t]+-c[ \t]+<[ \t]*([^ \t-\r]{1,300}?)[ \t]*(?:`|\))"?[ \t]+-n?eq?[ \t]+(\d{1,12})/

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

  /**
   * From one here-document to the next, a line a turn; `after` is behind the last line that belongs to the archive.
   *
   *      here-document ──▶ its lines are a file; it goes on with one of the same name behind `>>`
   *         ▲    │          └ without its delimiter: the archive ends where the document began, and no other is looked for
   *         │    ▼
   *      other line ──▶ commands that do something to a file, sizes: they belong to it
   *         │          └ `exit`: the archive ends
   *         └ so many of these in a row, the end of the text: the archive ends
   */
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
        for (const command of sharCommands(text)) {
          if (work(found, byName, command, budget)) after = next
        }
        if (CONTINUED.test(text)) found.at(-1)?.problems.add('missing', start, end, 'the rest is in another archive')
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
        if (here.name !== undefined && !(here.appends && joined(found, byName, here.name, file))) {
          if (here.appends) file.problems.add('missing', file.start, file.start, 'its beginning is in another archive')
          remember(byName, here.uudecode ? (file.name ?? here.name) : here.name, found.length)
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
    // Where the command that decodes it is not known, the name that sharutils gives such a file says it.
    for (const file of found) if (scratchName(file.file.filename ?? '') === 'uue') uudecode(file, budget)
    found.forEach(settle)
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
  /** As it stands in the archive, in octets. */
  readonly name: string | undefined
  readonly problems: Problems
  /** Where the document starts. */
  readonly start: number
  readonly closed: boolean
  /** Documents that go on with it, put behind it when the archive ends. */
  readonly more: Uint8Array[]
  /** Was it uudecoded? Once is enough, whatever the commands say. */
  decoded: boolean
  /** Octets of CR before LF, counted when first asked for. */
  carriage?: number
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
  const content = writer.take()
  const name = here.name === undefined ? undefined : nameText(here.name)
  const file: FoundFile = { kind: 'shar', filename: name, spans: [{ start, end }], problems: problems.list, content }
  const made = { file, problems, start, closed, name: here.name, more: [], decoded: false }
  if (!here.uudecode) return made
  uudecode(made, budget)
  return { ...made, name: file.filename }
}

/** Puts what a document holds in the place of its text; without a `begin` line it stays, with a problem. */
function uudecode(one: SharFile, budget: Budget): void {
  if (one.decoded) return
  one.decoded = true
  settle(one)
  const { file, problems } = one
  const lines = new Lines(file.content)
  const { start, end } = file.spans[0]!
  while (lines.read()) {
    const inner = lines.startsWith('begin') ? readUuencoded(lines, budget) : undefined
    if (inner === undefined) continue
    file.content = inner.bytes()
    file.filename = inner.filename ?? file.filename
    for (const { code, message } of inner.problems) problems.add(code, start, end, message)
    return
  }
  problems.add('still-encoded', start, end, 'to be uudecoded, and without a `begin` line')
}

/** Puts the documents of a file together. */
function settle({ file, more }: SharFile): void {
  if (more.length > 0) file.content = concat([file.content, ...more])
  more.length = 0
}

/** Files by the names that commands may call them; those of the archiver's own folder by their last component too. */
function remember(byName: Map<string, number>, name: string, index: number): void {
  byName.set(name, index)
  const scratch = scratchName(name)
  if (scratch !== undefined) byName.set(`/${scratch}`, index)
}

/** Does what a command does with one of the files; false where it is about none. */
function work(found: SharFile[], byName: Map<string, number>, command: SharCommand, budget: Budget): boolean {
  const scratch = scratchName(command.source)
  const index = byName.get(command.source) ?? (scratch === undefined ? undefined : byName.get(`/${scratch}`))
  const one = index === undefined ? undefined : found[index]
  if (index === undefined || one === undefined) return false
  if (command.does === 'uudecode') {
    uudecode(one, budget)
    if (one.file.filename !== undefined) remember(byName, one.file.filename, index)
    // A second file of that name is another.
    byName.delete(command.source)
    return true
  }
  one.file.filename = nameText(command.into)
  const { start, end } = one.file.spans[0]!
  one.problems.add('still-encoded', start, end, `to be unpacked by ${command.tool}`)
  byName.set(command.into, index)
  return true
}

/** `>> name`: the lines go on with a file of this archive; false where it is not in it. */
function joined(found: SharFile[], byName: ReadonlyMap<string, number>, name: string, more: SharFile): boolean {
  const one = found[byName.get(name) ?? -1]
  if (one === undefined) return false
  one.more.push(more.file.content)
  ;(one.file.spans as Span[]).push(...more.file.spans)
  for (const { code, start, end, message } of more.problems.list) one.problems.add(code, start, end, message)
  return true
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
  // What is packed was counted unpacked.
  if (one === undefined || one.problems.list.some(({ code }) => code === 'still-encoded')) return
  settle(one)
  const { content } = one.file
  one.carriage ??= carriageReturns(content)
  const { carriage } = one
  if (content.length !== size && content.length - carriage !== size)
    one.problems.add('size-mismatch', start, end, `${size} octets are declared, ${content.length} are there`)
}

function carriageReturns(content: Uint8Array): number {
  let count = 0
  for (let i = 1; i < content.length; i++) if (content[i] === 0x0a && content[i - 1] === 0x0d) count++
  return count
}
