/** `messagerie roundtrip`: proof that what is read is written back, octet for octet. */
import { parse } from '../index.js'
import type { Command } from './command.js'
import { FINE, FOUND, filesUnder, paint, printable, readInput } from './io.js'
import { Progress } from './progress.js'

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
    const all = files.flatMap(filesUnder)
    const progress = new Progress('files', all.length)
    for (const file of all) {
      const bytes = readInput(file)
      octets += bytes.length
      const at = firstDifference(bytes, parse(bytes).toBytes())
      progress.add(1)
      if (at === -1) identical++
      else {
        progress.end()
        if (different.length === 0) out.write(`${printable(file)}: first difference at octet ${at}\n`)
        different.push(file)
      }
    }
    progress.end()
    const total = identical + different.length
    const verdict = different.length === 0 ? paint(out, 'green', 'identical') : paint(out, 'red', 'identical')
    out.write(`${identical} of ${total} written back ${verdict} (${octets} octets)\n`)
    return different.length === 0 ? FINE : FOUND
  },
}

/** Offset of the first octet that differs, or -1. */
function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return i
  return a.length === b.length ? -1 : shorter
}
