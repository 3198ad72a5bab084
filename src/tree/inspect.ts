/** What Node's `console.log` and `util.inspect` show of a message: a few lines, instead of the machine behind it. Text of strangers without controls. */
import type { Entity } from './entity.js'
import type { Field } from './field.js'
import type { Headers } from './headers.js'
import type { Message } from './message.js'

/** Lines of one list at most. */
const MOST = 24

/** A text on one line, of at most 72 characters; controls as `\\u001b`. */
const shown = (text: string): string => JSON.stringify(text.length > 72 ? `${text.slice(0, 71)}…` : text)

const fieldLine = ({ name, text }: Field): string => `${name}: ${shown(text)}`

/** The lines for a value of one of the four classes. */
export function inspected(value: Field | Headers | Entity | Message): string {
  if ('octets' in value) return `Field { ${fieldLine(value)} }`
  if ('keywords' in value) return block('Headers', value.fields().map(fieldLine))
  const lines = treeLines(value)
  if (!('subject' in value)) return block('Entity', lines)
  const fields = ['from', 'to', 'subject', 'date'].flatMap((name) => value.headers.first(name) ?? [])
  return block('Message', [...fields.map(fieldLine), ...lines])
}

/** A heading with lines below it. */
function block(heading: string, lines: readonly string[]): string {
  const more = lines.length > MOST ? `\n  … ${lines.length - MOST} more` : ''
  return `${heading} {${lines
    .slice(0, MOST)
    .map((line) => `\n  ${line}`)
    .join('')}${more}\n}`
}

/** `1.2 image/png "plan.png"` for each entity, itself first. */
function treeLines(entity: Entity): string[] {
  const lines: string[] = []
  for (const { path, contentType, filename } of entity.walk()) {
    const name = filename === undefined ? '' : ` ${shown(filename)}`
    lines.push(`${path.length === 0 ? '' : `${path.join('.')} `}${contentType.mediaType}${name}`)
    if (lines.length > MOST) break
  }
  return lines
}
