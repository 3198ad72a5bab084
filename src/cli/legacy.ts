/** `messagerie legacy`: files in forms older than MIME, fragments, external bodies, formatted text. Nothing is run or fetched. */
import { parse } from '../index.js'
import { externalBody, formattedText, joinPartials, type LegacyPart, legacyParts } from '../legacy/index.js'
import type { Command } from './command.js'
import { makeFolder, save } from './extract.js'
import { FINE, FOUND, type Output, paint, printable, readInput, UsageError } from './io.js'
import { jsonLine } from './show.js'

export const legacy: Command = {
  name: 'legacy',
  summary: 'list uuencode, yEnc, BinHex, shar, TNEF and the like; save what they hold',
  usage: 'legacy [--json] [--extract FOLDER] FILE…',
  options: {
    json: { type: 'boolean', help: 'what was found as JSON, a line a message' },
    extract: { type: 'string', value: 'FOLDER', help: 'save the files there; never over one that is there' },
  },
  examples: ['messagerie legacy letter.eml', 'messagerie legacy --extract saved/ letter.eml'],
  minimum: 1,
  run({ values, files, out }) {
    const folder = values.extract
    if (folder !== undefined && typeof folder !== 'string') throw new UsageError('legacy: --extract takes one folder')
    if (folder !== undefined) makeFolder(folder)
    const taken = new Map<string, number>()
    const messages = files.map((file) => parse(readInput(file)))
    let code = FINE
    messages.forEach((message, i) => {
      if (files.length > 1 && !values.json) out.write(`── ${printable(files[i]!)}\n`)
      const found = legacyParts(message)
      if (found.some(({ problems }) => problems.length > 0)) code = FOUND
      const external = [...message.walk()].map(externalBody).filter((one) => one !== undefined)
      const formatted = [...message.walk()].filter((part) => formattedText(part) !== undefined)
      if (values.json) {
        out.write(
          jsonLine({
            files: found.map(plainData),
            external: external.map(({ accessType, params, missing }) => ({ accessType, params: [...params], missing })),
            formatted: formatted.map((part) => ({ part: part.path.join('.'), ...formattedText(part) })),
          }),
        )
      } else {
        for (const file of found) writeFile(file, out)
        for (const { accessType, params } of external) {
          const words = [...params].map(([name, value]) => `${name}=${value}`).join('; ')
          out.write(`external-body  ${printable(accessType)}: ${printable(words)}\n`)
        }
        for (const part of formatted) {
          out.write(`${part.contentType.mediaType}  part ${part.path.join('.') || '(all)'}\n`)
        }
        if (found.length + external.length + formatted.length === 0)
          out.write(`${paint(out, 'dim', '(nothing found)')}\n`)
      }
      if (folder === undefined) return
      for (const file of found) {
        const path = save(folder, file.safeFilename, file.bytes(), taken)
        if (!values.json) out.write(`${printable(path)}  ${file.bytes().length} B\n`)
      }
    })
    const joined = joinPartials(messages.flatMap((message) => [...message.walk()]))
    for (const { id, total, fragments, problems, message } of joined) {
      if (message === undefined) code = FOUND
      if (!values.json) {
        out.write(`partial  ${printable(id)}: ${fragments.length} of ${total ?? '?'} fragments\n`)
        for (const problem of problems)
          out.write(`  ${paint(out, 'yellow', problem.code)}: ${printable(problem.message)}\n`)
      }
      if (folder === undefined || message === undefined) continue
      const path = save(folder, 'joined.eml', message.toBytes(), taken)
      if (!values.json) out.write(`${printable(path)}  ${message.toBytes().length} B\n`)
    }
    return code
  },
}

function writeFile(file: LegacyPart, out: Output): void {
  const { kind, filename, part, spans, problems } = file
  const where = spans.map(({ start, end }) => `${start}–${end}`).join(', ')
  const path = part.path.join('.') || '(all)'
  out.write(`${kind}  ${printable(filename ?? '(no name)')}  ${file.bytes().length} B  part ${path}, octets ${where}\n`)
  for (const { code, message } of problems) out.write(`  ${paint(out, 'yellow', code)}: ${printable(message)}\n`)
}

function plainData(file: LegacyPart) {
  const { kind, filename, safeFilename, mediaType, spans, problems, part } = file
  return {
    kind,
    filename,
    safeFilename,
    mediaType,
    part: part.path.join('.'),
    spans,
    problems,
    size: file.bytes().length,
  }
}
