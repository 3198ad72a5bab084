/** What Node's `console.log` and `util.inspect` show of a message: a few lines, instead of the machine behind it. Text of strangers without controls. */
import type { Entity } from './entity.js'
import type { Field } from './field.js'

/** The method that Node asks; the symbol is registered, so that nothing of Node is imported. */
export const INSPECT: unique symbol = /* @__PURE__ */ Symbol.for('nodejs.util.inspect.custom') as never

/** Lines of one list at most. */
const MOST = 24

/** A text on one line, of at most 72 characters; controls as `\\u001b`. */
const shown = (text: string): string => JSON.stringify(text.length > 72 ? `${text.slice(0, 71)}…` : text)

export const fieldLine = ({ name, text }: Field): string => `${name}: ${shown(text)}`

/** A heading with lines below it. */
export function block(heading: string, lines: readonly string[]): string {
  const more = lines.length > MOST ? `\n  … ${lines.length - MOST} more` : ''
  return `${heading} {${lines
    .slice(0, MOST)
    .map((line) => `\n  ${line}`)
    .join('')}${more}\n}`
}

/** `1.2 image/png "plan.png"` for each entity, itself first. */
export function treeLines(entity: Entity): string[] {
  const lines: string[] = []
  for (const { path, contentType, filename } of entity.walk()) {
    const name = filename === undefined ? '' : ` ${shown(filename)}`
    lines.push(`${path.length === 0 ? '' : `${path.join('.')} `}${contentType.mediaType}${name}`)
    if (lines.length > MOST) break
  }
  return lines
}
