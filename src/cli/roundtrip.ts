/** `messagerie roundtrip`: proof that what is read is written back, octet for octet. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from '../index.js'
import type { Command } from './command.js'
import { FINE, FOUND, paint, printable, readInput, UsageError } from './io.js'

export const roundtrip: Command = {
  name: 'roundtrip',
  summary: 'parse, write, compare; count what is identical and show the first difference',
  usage: 'roundtrip FILE|FOLDER…',
  options: {},
  examples: ['messagerie roundtrip letter.eml', 'messagerie roundtrip ~/Maildir/cur'],
  minimum: 1,
  run({ files, out }) {
    let identical = 0
    let octets = 0
    const different: string[] = []
    for (const path of files) {
      for (const file of path === '-' ? ['-'] : under(path)) {
        const bytes = readInput(file)
        octets += bytes.length
        const at = firstDifference(bytes, parse(bytes).toBytes())
        if (at === -1) identical++
        else {
          if (different.length === 0) out.write(`${printable(file)}: first difference at octet ${at}\n`)
          different.push(file)
        }
      }
    }
    const total = identical + different.length
    const verdict = different.length === 0 ? paint(out, 'green', 'identical') : paint(out, 'red', 'identical')
    out.write(`${identical} of ${total} written back ${verdict} (${octets} octets)\n`)
    return different.length === 0 ? FINE : FOUND
  },
}

/** A file, or all files below a folder. */
function under(path: string): string[] {
  const found: string[] = []
  const work = [path]
  while (work.length > 0) {
    const at = work.pop()!
    const info = statSync(at, { throwIfNoEntry: false })
    if (info === undefined) throw new UsageError(`${at}: no such file or folder`)
    if (info.isDirectory()) for (const name of readdirSync(at)) work.push(join(at, name))
    else found.push(at)
  }
  return found.sort()
}

/** Offset of the first octet that differs, or -1. */
function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return i
  return a.length === b.length ? -1 : shorter
}
