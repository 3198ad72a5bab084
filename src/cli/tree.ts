/** `messagerie tree`: a message as a tree of its entities. */
import { type Defect, type Entity, parse } from '../index.js'
import type { Command } from './command.js'
import { FINE, type Output, paint, printable } from './io.js'
import { isSeveral, messagesOf, nameOf, writeTotal } from './messages.js'
import { jsonLine } from './show.js'

export const tree: Command = {
  name: 'tree',
  summary: 'print the structure: type, encoding, size, name, byte range, defects',
  usage: 'tree [--json] FILE|FOLDER|MBOX…',
  options: { json: { type: 'boolean', help: 'one JSON document a message' } },
  examples: ['messagerie tree letter.eml', 'messagerie tree --json - < letter.eml'],
  minimum: 1,
  run({ values, files, out }) {
    let count = 0
    let defects = 0
    for (const { name, bytes } of messagesOf(files)) {
      const message = parse(bytes)
      count++
      defects += message.check().length
      if (values.json) out.write(jsonLine(message))
      else {
        if (files.length > 1 || name !== files[0]) out.write(`${paint(out, 'bold', printable(name))}\n`)
        printTree(message, out)
      }
    }
    if (!values.json && isSeveral(files, count))
      writeTotal(out, count, `, ${defects} ${defects === 1 ? 'defect' : 'defects'}`)
    return FINE
  },
}

/** A line of the tree: the entity, what is drawn before it and before its children. */
interface Row {
  readonly entity: Entity
  readonly lead: string
  readonly below: string
}

function children(entity: Entity): readonly Entity[] {
  return entity.message === undefined ? entity.parts : [entity.message]
}

function printTree(root: Entity, out: Output): void {
  const rows: Row[] = [{ entity: root, lead: '', below: '' }]
  const entities: Entity[] = []
  while (rows.length > 0) {
    const { entity, lead, below } = rows.pop()!
    entities.push(entity)
    out.write(`${lead}${line(entity, out)}\n`)
    const inner = children(entity)
    for (let i = inner.length - 1; i >= 0; i--) {
      const last = i === inner.length - 1
      rows.push({
        entity: inner[i]!,
        lead: `${below}${last ? '└─ ' : '├─ '}`,
        below: `${below}${last ? '   ' : '│  '}`,
      })
    }
  }
  const { defects } = root as Entity & { defects: readonly Defect[] }
  if (defects.length === 0) return
  out.write(`${defects.length} ${defects.length === 1 ? 'defect' : 'defects'}:\n`)
  for (const defect of defects) {
    const colour = defect.severity === 'error' ? 'red' : defect.severity === 'warning' ? 'yellow' : 'dim'
    const where = `${defect.start}–${defect.end}`
    const rfc = defect.rfc === '' ? '' : ` (RFC ${defect.rfc})`
    out.write(
      `  ${paint(out, colour, defect.severity.padEnd(7))} ${defect.code} ${paint(out, 'dim', `${where}${rfc}`)}\n`,
    )
  }
}

function line(entity: Entity, out: Output): string {
  const { contentType, transferEncoding, range, filename } = entity
  const number = entity.path.length === 0 ? '' : `${entity.path.join('.')} `
  const words = [`${paint(out, 'dim', number)}${paint(out, 'bold', printable(contentType.mediaType))}`]
  if (children(entity).length === 0) {
    words.push(printable(transferEncoding))
    const { charset } = contentType.params
    if (charset !== undefined) words.push(printable(charset))
    words.push(size(entity.bytes().length))
  }
  if (filename !== undefined) words.push(paint(out, 'cyan', `"${printable(filename)}"`))
  else if (entity.role.is === 'attachment') words.push(paint(out, 'dim', `(${printable(nameOf(entity))})`))
  const id = entity.contentId
  if (id !== undefined) words.push(`cid:${printable(id)}`)
  words.push(paint(out, 'dim', `[${range.start}–${range.end})`))
  return words.join('  ')
}

function size(octets: number): string {
  if (octets < 10_000) return `${octets} B`
  if (octets < 10_000_000) return `${Math.round(octets / 1000)} kB`
  return `${Math.round(octets / 1_000_000)} MB`
}
