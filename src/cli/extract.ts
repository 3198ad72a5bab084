/** `messagerie extract`: saves attachments, only inside the folder that it was given, never over a file that is there (RFC 2183 §5). */
import { closeSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Entity, type Message, parse } from '../index.js'
import type { Command } from './command.js'
import { codeOf, FINE, FOUND, type Output, paint, printable, readInput, UsageError } from './io.js'
import { nameOf } from './messages.js'
import { jsonLine } from './show.js'

/** So many namesakes in one folder mean that something else is wrong. */
const MAX_TRIES = 10_000

/** UTF-16 code units of an extension, dot included; a longer one is part of the stem. */
const MAX_EXTENSION = 32

/** Octets of a stem with a number: the 255 that file systems take for a name, less `-99999` and an extension of three octets a unit. */
const MAX_STEM = 255 - 6 - 3 * MAX_EXTENSION

export const extract: Command = {
  name: 'extract',
  summary: 'save the attachments of a message into a folder',
  usage: 'extract [--all] [--json] FILE FOLDER',
  options: {
    all: { type: 'boolean', help: 'the displayed text and HTML too' },
    json: { type: 'boolean', help: 'a JSON line for each file saved' },
  },
  examples: ['messagerie extract letter.eml saved/', 'messagerie extract --all letter.eml saved/'],
  minimum: 2,
  run({ values, files, out }) {
    const [file, folder, ...rest] = files
    if (file === undefined || folder === undefined || rest.length > 0)
      throw new UsageError('extract: one message and one folder at a time: messagerie extract FILE FOLDER')
    const message = parse(readInput(file))
    makeFolder(folder)
    return saveAll(values.all ? leaves(message) : message.attachments, message, folder, values.json === true, out)
  },
}

function saveAll(parts: readonly Entity[], message: Message, folder: string, json: boolean, out: Output): number {
  const next = new Map<string, number>()
  for (const part of parts) {
    const bytes = part.bytes()
    const path = save(folder, nameOf(part), bytes, next)
    if (json) {
      const { mediaType } = part.contentType
      out.write(jsonLine({ file: path, path: part.path, mediaType, filename: part.filename, size: bytes.length }))
    } else out.write(`${printable(path)}  ${bytes.length} B\n`)
  }
  if (parts.length === 0 && !json) out.write(`${paint(out, 'dim', '(nothing to save)')}\n`)
  if (!message.defects.some((defect) => defect.code === 'decoded-too-large')) return FINE
  if (!json)
    out.write(`${paint(out, 'red', 'cut short')}: a part is larger than the limit on what one body may decode to\n`)
  return FOUND
}

/** Displayed parts and attachments, in order; an attached message is one file, so nothing inside it. */
function leaves(message: Message): Entity[] {
  const found: Entity[] = []
  const work: Entity[] = [message]
  while (work.length > 0) {
    const part = work.pop()!
    if (part.parts.length === 0) found.push(part)
    for (let i = part.parts.length - 1; i >= 0; i--) work.push(part.parts[i]!)
  }
  return found
}

export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    if (statSync(folder).isDirectory()) return
  } catch (error) {
    const code = codeOf(error)
    if (code !== 'EEXIST' && code !== 'ENOTDIR')
      throw new UsageError(`${printable(folder)}: cannot be made a folder: ${code}`)
  }
  throw new UsageError(`${printable(folder)}: it, or what it would stand in, is a file: name a folder`)
}

/**
 * Writes a new file, `_` before a name that begins with a dot (a shell runs `.profile`) or a dash (an option of `rm *`); where the name is taken, `name-1.ext` and so on. The flag wx (O_EXCL) overwrites nothing and follows no link, not
 * even one that points nowhere.
 * @param next the next number to try for a name, of this run: ten thousand namesakes cost ten thousand tries, not their square
 */
export function save(folder: string, given: string, bytes: Uint8Array, next: Map<string, number>): string {
  // safeFilename promises all this; the promise is worth a second lock where a path is made.
  const name = /^[.-]/.test(given) ? `_${given}` : given
  if (/[/\\\0]/.test(name) || name === '') throw new UsageError(`${printable(name)}: not a safe name for a file`)
  const [stem, extension] = split(name)
  // Folders that take A and a for one name give them one count as well.
  const key = `${stem}${extension}`.toLowerCase()
  const first = next.get(key) ?? 1
  for (let number = first - 1; number < first + MAX_TRIES; number++) {
    const numbered = number >= first
    const path = join(folder, numbered ? `${stem}-${number}${extension}` : name)
    if (numbered) next.set(key, number + 1)
    const file = create(path)
    if (file === undefined) continue
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at)
    } catch (error) {
      // Half a file would pass for a whole one.
      rmSync(path, { force: true })
      throw new UsageError(`${printable(path)}: cannot be written: ${codeOf(error)}`)
    } finally {
      closeSync(file)
    }
    return path
  }
  throw new UsageError(`${printable(folder)}: ${MAX_TRIES} files named ${printable(name)} are there already`)
}

/** A descriptor of a file that was not there before; undefined if the name is taken. */
function create(path: string): number | undefined {
  try {
    return openSync(path, 'wx')
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EEXIST') return undefined
    throw new UsageError(`${printable(path)}: cannot be written: ${code}`)
  }
}

/** The parts of a name between which a number goes: `report`, `.pdf`. The stem is cut between characters, so that the number fits. */
function split(name: string): [stem: string, extension: string] {
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= MAX_EXTENSION ? name.slice(dot) : ''
  const room = new Uint8Array(MAX_STEM)
  // encodeInto stops before the character that no longer fits.
  const { written } = new TextEncoder().encodeInto(name.slice(0, name.length - extension.length), room)
  return [new TextDecoder('utf-8', { ignoreBOM: true }).decode(room.subarray(0, written)), extension]
}
