/** `messagerie lint`: every defect with its place, the line it stands in, the clause that it offends, and how it is read all the same. */
// The one import that is no door: the readings are texts for docs and for this command, and no program should have to load them.
import { READINGS } from '../defects/readings.js'
import { type Ambiguity, ambiguities, type Defect, LineIndex, parse, type Severity } from '../index.js'
import type { Command } from './command.js'
import { FINE, FOUND, type Output, paint, printable } from './io.js'
import { isSeveral, messagesOf, writeTotal } from './messages.js'
import { jsonLine } from './show.js'

/** Columns of source shown around a defect: 80 with the indent. */
const WIDTH = 78

/** Columns kept before the defect where its line is longer than that. */
const BEFORE = 30

const COLOURS = { error: 'red', warning: 'yellow', info: 'dim' } as const

export const lint: Command = {
  name: 'lint',
  summary: 'print every defect with line:column, excerpt, caret, RFC and reading; exit 1 on errors',
  usage: 'lint [--json] [--quiet | --ambiguities] FILE|FOLDER|MBOX…',
  options: {
    json: { type: 'boolean', help: 'one JSON line a defect; with --quiet one a file' },
    quiet: { type: 'boolean', help: 'counts only' },
    ambiguities: {
      type: 'boolean',
      help: 'instead of defects: what families of readers differ on, with the reading of each',
    },
  },
  examples: [
    'messagerie lint letter.eml',
    'messagerie lint --json - < letter.eml',
    'messagerie lint --ambiguities letter.eml',
  ],
  minimum: 1,
  run({ values, files, out }) {
    if (values.ambiguities) return printAmbiguities(files, values.json === true, out)
    const total: Record<Severity, number> = { error: 0, warning: 0, info: 0 }
    let count = 0
    for (const { name: file, bytes } of messagesOf(files)) {
      count++
      const defects = [...parse(bytes).check()].sort((a, b) => a.start - b.start)
      const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 }
      for (const defect of defects) counts[defect.severity]++
      for (const severity of ['error', 'warning', 'info'] as const) total[severity] += counts[severity]
      if (!values.quiet) {
        const index = new LineIndex(bytes)
        for (const defect of defects) {
          if (values.json)
            out.write(jsonLine({ file, ...index.locate(defect.start), ...defect, reading: READINGS[defect.code] }))
          else print(out, file, bytes, index, defect)
        }
      }
      if (!values.json) out.write(`${printable(file)}: ${countsText(counts)}\n`)
      else if (values.quiet) out.write(jsonLine({ file, ...counts }))
    }
    if (!values.json && isSeveral(files, count)) writeTotal(out, count, `: ${countsText(total)}`)
    return total.error > 0 ? FOUND : FINE
  },
}

/** Facts on which families of readers differ; exit 1 if there are any. */
function printAmbiguities(files: readonly string[], json: boolean, out: Output): number {
  let count = 0
  for (const { name: file, bytes } of messagesOf(files)) {
    const found = ambiguities(parse(bytes))
    count += found.length
    const index = new LineIndex(bytes)
    for (const ambiguity of found) {
      if (json) out.write(jsonLine({ file, ...ambiguity }))
      else printReading(out, file, index, ambiguity)
    }
    if (!json) out.write(`${printable(file)}: ${found.length} fact${found.length === 1 ? '' : 's'} read differently\n`)
  }
  return count > 0 ? FOUND : FINE
}

function printReading(out: Output, file: string, index: LineIndex, ambiguity: Ambiguity): void {
  const { fact, path, name, spans, readings: by, rfc } = ambiguity
  const { line, column } = index.locate(spans[0]?.start ?? 0)
  const where = path.length === 0 ? '' : ` of part ${path.join('.')}`
  const what = paint(out, 'bold', name === undefined ? fact : `${fact} ${printable(name)}`)
  out.write(`${printable(file)}:${line}:${column}: ${what}${where}${paint(out, 'dim', ` [RFC ${rfc}]`)}\n`)
  for (const [profile, reading] of Object.entries(by))
    out.write(`  ${profile.padEnd(12)} ${printable(reading === null ? '–' : JSON.stringify(reading))}\n`)
}

function countsText({ error, warning, info }: Readonly<Record<Severity, number>>): string {
  const several = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`
  return `${several(error, 'error')}, ${several(warning, 'warning')}, ${several(info, 'note')}`
}

function print(out: Output, file: string, bytes: Uint8Array, index: LineIndex, defect: Defect): void {
  const { line, column } = index.locate(defect.start)
  const colour = COLOURS[defect.severity]
  const place = `${printable(file)}:${line}:${column}:`
  const rfc = defect.rfc === '' ? '' : paint(out, 'dim', ` [RFC ${defect.rfc}]`)
  const code = paint(out, 'bold', defect.code)
  out.write(
    `${place} ${paint(out, colour, defect.severity)} ${code}: ${repeated(bytes, defect)}${printable(defect.message)}${rfc}\n`,
  )
  const { source, before, under } = excerpt(bytes, index.lineStart(line), defect)
  if (source !== '') out.write(`  ${source}\n  ${' '.repeat(before)}${paint(out, colour, '^'.repeat(under))}\n`)
  out.write(`  ${paint(out, 'dim', `shown: ${READINGS[defect.code]}`)}\n`)
}

/** What stands there again, by its name and number: `second Date field. `. Empty for all other defects. */
function repeated(bytes: Uint8Array, { code, start, end }: Defect): string {
  if (!REPEATED.test(code)) return ''
  const name = nameAt(bytes, start, end)
  if (name === '') return ''
  let count = 0
  // Line by line through the header section that it stands in: back to the blank line above it, or to the beginning.
  for (let at = start, seen = 0; at >= 0 && seen < MAX_LINES; seen++) {
    if (nameAt(bytes, at, end) === name) count++
    if (at === 0) break
    let before = at - 1
    while (before > 0 && bytes[before - 1] !== 0x0a) before--
    if (bytes[before] === 0x0a || (bytes[before] === 0x0d && bytes[before + 1] === 0x0a)) break
    at = before
  }
  return count < 2 ? '' : `${ORDINALS[count] ?? `${count}th`} ${printable(written(bytes, start, end))} field. `
}

const REPEATED = /^duplicate-(?:header|mime-version|content-(?:type|transfer-encoding|disposition))$/
const ORDINALS = ['', '', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']
/** Lines that are looked through for fields of one name. */
const MAX_LINES = 1000

function written(bytes: Uint8Array, start: number, end: number): string {
  let name = ''
  for (let at = start; at < end && at < start + 100 && bytes[at] !== 0x3a; at++) name += String.fromCharCode(bytes[at]!)
  return name.trimEnd()
}

function nameAt(bytes: Uint8Array, start: number, end: number): string {
  return written(bytes, start, end).toLowerCase()
}

/**
 * A window of the line, one column an octet, so that the caret stands where the octet is; `…` where the line goes on.
 *
 *     …t-Type: text/plain; charset=utf-8; name=a b c; format=flo…
 *                                         ^^^^^^^^^^
 */
function excerpt(
  bytes: Uint8Array,
  lineStart: number,
  defect: Defect,
): { source: string; before: number; under: number } {
  // Only as far as it is shown: a line of the whole message would else be searched through for each of its defects.
  const far = Math.min(bytes.length, Math.max(lineStart, defect.start) + WIDTH + 2)
  let lineEnd = defect.start
  while (lineEnd < far && bytes[lineEnd] !== 0x0a) lineEnd++
  if (lineEnd > lineStart && bytes[lineEnd] === 0x0a && bytes[lineEnd - 1] === 0x0d) lineEnd--
  // A defect at the line end has its caret one column after the text.
  const fits = lineEnd - lineStart <= WIDTH && defect.start - lineStart < WIDTH
  const from = fits ? lineStart : Math.max(lineStart, Math.min(defect.start - BEFORE, lineEnd))
  const to = Math.min(lineEnd, from + WIDTH)
  let source = ''
  for (let at = from; at < to; at++) {
    const c = bytes[at]!
    if ((at === from && from > lineStart) || (at === to - 1 && to < lineEnd)) source += '…'
    else source += c >= 0x20 && c < 0x7f ? String.fromCharCode(c) : c === 0x09 ? ' ' : '·'
  }
  const before = defect.start - from
  return { source, before, under: Math.max(1, Math.min(defect.end, to) - defect.start) }
}
