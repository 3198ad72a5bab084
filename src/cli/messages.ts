/** The messages that arguments name: of files, of all files below a folder, of each message of an mbox (RFC 4155). */
import type { Entity } from '../index.js'
import { splitMbox } from '../store/index.js'
import { filesUnder, type Output, paint, readInput } from './io.js'
import { Progress } from './progress.js'

export interface Named {
  /** The file; of a message of an mbox with its number behind, `inbox#3`. */
  readonly name: string
  readonly bytes: Uint8Array
}

const FROM: readonly number[] = [0x46, 0x72, 0x6f, 0x6d, 0x20]

/**
 * Each message of each argument, in order. A file that begins with a From_ line and holds several messages is an mbox; with one it is a message as
 * a mailbox keeps it. Long work over many files shows how far it is, where standard output is no terminal itself.
 */
export function* messagesOf(given: readonly string[]): Generator<Named, void, undefined> {
  const files = given.flatMap(filesUnder)
  const progress = files.length > 1 && process.stdout.isTTY !== true ? new Progress('files', files.length) : undefined
  for (const file of files) {
    const bytes = readInput(file)
    if (FROM.every((octet, i) => bytes[i] === octet)) yield* entriesOf(file, bytes)
    else yield { name: file, bytes }
    progress?.add(1)
  }
  progress?.end()
}

function* entriesOf(file: string, bytes: Uint8Array): Generator<Named, void, undefined> {
  let first: Uint8Array | undefined
  let count = 0
  for (const entry of splitMbox(bytes)) {
    count++
    if (count === 1) {
      first = entry.bytes
      continue
    }
    if (count === 2 && first !== undefined) yield { name: `${file}#1`, bytes: first }
    yield { name: `${file}#${count}`, bytes: entry.bytes }
  }
  if (count < 2) yield { name: file, bytes }
}

/** Will there be more than one? Then each has its name above it, and a total stands at the end. */
export function isSeveral(given: readonly string[], count: number): boolean {
  return given.length > 1 || count > 1
}

/** `3 messages`, and what else is to be said of them. */
export function writeTotal(out: Output, count: number, more = ''): void {
  out.write(`${paint(out, 'dim', `${count} ${count === 1 ? 'message' : 'messages'}${more}`)}\n`)
}

/** A safe last path component; parts without a name get one that says what they are. */
export function nameOf(part: Entity): string {
  if (part.filename !== undefined) return part.safeFilename
  const { mediaType } = part.contentType
  if (mediaType === 'text/plain') return 'text.txt'
  if (mediaType === 'text/html') return 'text.html'
  return part.message !== undefined ? 'message.eml' : part.safeFilename
}
