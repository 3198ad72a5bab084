/** Fields of a header section set, added and deleted. RFC 5322 §3.6; trace fields on top, RFC 5321 §4.4. */
import type { FieldValue } from '../field/registry.js'
import { changeLines, editLines, refuseLate, renderField } from '../render/edits.js'
import { Field } from '../tree/field.js'
import type { Headers } from '../tree/headers.js'
import type { FieldOptions } from '../tree/kit.js'
import type { Node } from '../tree/node.js'

/** In the place of the first of its name, the others dropped; at the end where there is none. */
export function setField(node: Node, headers: Headers, name: string, value: FieldValue, options: FieldOptions): void {
  const field = renderField(node, name, value, options.utf8)
  const lines = changeLines(node, headers)
  const lowered = name.toLowerCase()
  let placed = false
  let kept = 0
  for (const line of lines) {
    if (line instanceof Field && line.name.toLowerCase() === lowered) {
      if (!placed) lines[kept++] = field
      placed = true
    } else lines[kept++] = line
  }
  lines.length = kept
  if (!placed) lines.push(field)
}

/** At the end of the section. */
export function appendField(
  node: Node,
  headers: Headers,
  name: string,
  value: FieldValue,
  options: FieldOptions,
): void {
  const field = renderField(node, name, value, options.utf8)
  changeLines(node, headers).push(field)
}

/** On top, behind lines that are no field (an mbox line). */
export function prependField(
  node: Node,
  headers: Headers,
  name: string,
  value: FieldValue,
  options: FieldOptions,
): void {
  const field = renderField(node, name, value, options.utf8)
  const lines = changeLines(node, headers)
  let at = 0
  while (at < lines.length && !(lines[at] instanceof Field)) at++
  lines.splice(at, 0, field)
}

/** True if there were fields of that name. */
export function deleteFields(node: Node, headers: Headers, name: string): boolean {
  refuseLate(node)
  if (!headers.has(name)) return false
  const lowered = name.toLowerCase()
  const lines = editLines(node, headers)
  let kept = 0
  for (const line of lines) if (!(line instanceof Field) || line.name.toLowerCase() !== lowered) lines[kept++] = line
  lines.length = kept
  return true
}
