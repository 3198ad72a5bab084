/** `messagerie mbox`: what an mbox holds, one message a line, or a file each (RFC 4155). Holds one message at a time. */
import { createReadStream, statSync } from 'node:fs'
import { parse } from '../index.js'
import { detectDialect, type MboxEntry, readMbox, type StoreDialect } from '../store/index.js'
import type { Command } from './command.js'
import { makeFolder, save } from './extract.js'
import { codeOf, FINE, FOUND, inputIsClosed, type Output, paint, printable, UsageError } from './io.js'
import { Progress } from './progress.js'
import { jsonLine } from './show.js'

const DIALECTS: readonly string[] = ['mboxo', 'mboxrd', 'mboxcl', 'mboxcl2', 'mmdf', 'babyl'] satisfies StoreDialect[]

/** Octets that are kept to tell why a dialect was chosen: those that `detectDialect` looks at, and one that says whether more follow. */
const PREFIX = 262_145

export const mbox: Command = {
  name: 'mbox',
  summary: 'list the messages of an mbox, or save each in a folder',
  usage: 'mbox [--dialect NAME] [--split DIR] [--json] FILE…',
  options: {
    dialect: {
      type: 'string',
      value: 'NAME',
      choices: DIALECTS,
      help: `${DIALECTS.join(', ')}; default: what the file looks like`,
    },
    split: { type: 'string', value: 'DIR', help: 'save each message as a new file in DIR' },
    json: { type: 'boolean', help: 'one JSON document a message' },
  },
  examples: ['messagerie mbox inbox', 'messagerie mbox --split letters/ inbox', 'messagerie mbox --json - < inbox'],
  minimum: 1,
  async run({ values, files, out }) {
    const { dialect, split, json } = values
    if (dialect !== undefined && !DIALECTS.includes(dialect as string))
      throw new UsageError(`mbox: --dialect: expected ${DIALECTS.join(', ')}`)
    if (split === '') throw new UsageError('mbox: --split: expected a folder')
    if (split !== undefined) makeFolder(split as string)
    let code = FINE
    const saved = new Map<string, number>()
    for (const file of files) {
      const start = new Prefix()
      if (files.length > 1 && !json) out.write(`${paint(out, 'bold', printable(file))}\n`)
      let count = 0
      // A list that goes to the terminal is its own progress.
      const progress = process.stdout.isTTY === true ? undefined : new Progress('octets', sizeOf(file))
      const source = start.watch(chunksOf(file, progress))
      for await (const entry of readMbox(source, dialect === undefined ? {} : { dialect: dialect as StoreDialect })) {
        count++
        if (entry.truncated) code = FOUND
        if (split !== undefined) {
          const path = save(split as string, `${String(count).padStart(5, '0')}.eml`, entry.bytes, saved)
          out.write(`${printable(path)}  ${entry.bytes.length} B${cut(entry, out)}\n`)
        } else if (json) out.write(jsonLine(plain(file, count, entry)))
        else out.write(`${line(count, entry, out)}\n`)
      }
      progress?.end()
      if (count === 0) code = FOUND
      if (json) continue
      const why = dialect === undefined && count > 0 ? `, ${describe(start)}` : ''
      out.write(`${paint(out, 'dim', `${count} ${count === 1 ? 'message' : 'messages'}${why}`)}\n`)
      if (count === 0)
        out.write(`${paint(out, 'red', 'no From_ line')}: ${printable(file)} is no mbox, or an empty one\n`)
    }
    return code
  },
}

function describe(start: Prefix): string {
  const { dialect, because } = detectDialect(start.bytes())
  return `${dialect}: ${because}`
}

function line(number: number, entry: MboxEntry, out: Output): string {
  const { envelope, bytes } = entry
  const words = [
    paint(out, 'dim', String(number).padStart(5)),
    `${bytes.length} B`.padStart(10),
    printable(envelope.raw),
    paint(out, 'bold', printable(parse(bytes).subject ?? '(no subject)')),
  ]
  return `${words.join('  ')}${cut(entry, out)}`
}

function cut(entry: MboxEntry, out: Output): string {
  return entry.truncated ? `  ${paint(out, 'red', 'cut short')}` : ''
}

function plain(file: string, number: number, { envelope, bytes, range, dialect, truncated }: MboxEntry): object {
  const { sender, date, remote, raw } = envelope
  const { start, messageStart, end } = range
  const subject = parse(bytes).subject
  return {
    file,
    number,
    sender,
    date,
    remote,
    raw,
    subject,
    size: bytes.length,
    start,
    messageStart,
    end,
    dialect,
    truncated,
  }
}

/** The octets of a file as they come; `-` is standard input. Throws UsageError when it cannot be read. */
async function* chunksOf(file: string, progress?: Progress): AsyncGenerator<Uint8Array, void, undefined> {
  if (file === '-' && inputIsClosed()) throw new UsageError('-: cannot be read: standard input is closed')
  try {
    for await (const chunk of file === '-' ? process.stdin : createReadStream(file)) {
      const octets = chunk as Uint8Array
      progress?.add(octets.length)
      yield octets
    }
  } catch (error) {
    const code = codeOf(error)
    const said = code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'it is a folder: name the files in it' : code
    throw new UsageError(`${printable(file)}: cannot be read: ${said}`)
  }
}

function sizeOf(file: string): number | undefined {
  return file === '-' ? undefined : statSync(file, { throwIfNoEntry: false })?.size
}

/** Keeps the first octets of what passes. */
class Prefix {
  private readonly kept: Uint8Array[] = []
  private length = 0

  async *watch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of chunks) {
      const piece = chunk.subarray(0, PREFIX - this.length)
      if (piece.length > 0) this.kept.push(piece)
      this.length += piece.length
      yield chunk
    }
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.kept)
  }
}
