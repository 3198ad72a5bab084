/** `messagerie lint`: every defect with its place, the line it stands in, and the clause that it offends. */
import { type Defect, LineIndex, parse } from '../index.js'
import type { Command } from './command.js'
import { FINE, FOUND, type Output, paint, printable, readInput } from './io.js'

/** Columns of source shown around a defect. */
const WIDTH = 72

export const lint: Command = {
  name: 'lint',
  summary: 'print every defect with line:column, excerpt, caret and RFC; exit 1 on errors',
  usage: 'lint [--json] [--quiet] FILE…',
  options: {
    json: { type: 'boolean', help: 'one JSON line a defect' },
    quiet: { type: 'boolean', help: 'counts only' },
  },
  examples: ['messagerie lint letter.eml', 'messagerie lint --json - < letter.eml'],
  minimum: 1,
  run({ values, files, out }) {
    let errors = 0
    for (const file of files) {
      const bytes = readInput(file)
      const defects = [...parse(bytes).check()].sort((a, b) => a.start - b.start)
      const index = new LineIndex(bytes)
      const counts = { error: 0, warning: 0, info: 0 }
      for (const defect of defects) {
        counts[defect.severity]++
        const at = index.locate(defect.start)
        if (values.quiet) continue
        if (values.json) out.write(`${JSON.stringify({ file, ...at, ...defect })}\n`)
        else print(out, file, bytes, index, defect)
      }
      errors += counts.error
      if (!values.json)
        out.write(`${printable(file)}: ${counts.error} errors, ${counts.warning} warnings, ${counts.info} notes\n`)
    }
    return errors > 0 ? FOUND : FINE
  },
}

function print(out: Output, file: string, bytes: Uint8Array, index: LineIndex, defect: Defect): void {
  const { line, column } = index.locate(defect.start)
  const colour = defect.severity === 'error' ? 'red' : defect.severity === 'warning' ? 'yellow' : 'dim'
  const rfc = defect.rfc === '' ? '' : paint(out, 'dim', ` [RFC ${defect.rfc}]`)
  out.write(
    `${printable(file)}:${line}:${column}: ${paint(out, colour, defect.severity)} ${paint(out, 'bold', defect.code)}: ${printable(defect.message)}${rfc}\n`,
  )
  // A window of the line, one column an octet, so that the caret stands where the octet is.
  const from = Math.max(index.lineStart(line), defect.start - WIDTH / 2)
  let source = ''
  for (let at = from; at < Math.min(bytes.length, from + WIDTH); at++) {
    const c = bytes[at]!
    if (c === 0x0a) break
    source += c >= 0x20 && c < 0x7f ? String.fromCharCode(c) : c === 0x0d ? ' ' : '·'
  }
  const caret = defect.start - from
  const length = Math.max(1, Math.min(defect.end - defect.start, source.trimEnd().length - caret))
  out.write(`  ${source.trimEnd()}\n  ${' '.repeat(caret)}${paint(out, colour, '^'.repeat(length))}\n`)
}
