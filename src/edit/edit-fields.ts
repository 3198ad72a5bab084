/** Fields of a header section set, added and deleted. RFC 5322 §3.6; trace fields on top, RFC 5321 §4.4. */
import type { FieldValue } from '../field/registry.js'
import { changeFields, refuseLate, renderField } from '../render/edits.js'
import type { Headers } from '../tree/headers.js'
import type { FieldOptions } from '../tree/kit.js'
import type { Node } from '../tree/node.js'

/** In the place of the first of its name, the others dropped; at the end where there is none. */
export function setField(node: Node, headers: Headers, name: string, value: FieldValue, options: FieldOptions): void {
  changeFields(node, headers).set(renderField(node, name, value, options.utf8))
}

/** At the end of the section. */
export function appendField(
  node: Node,
  headers: Headers,
  name: string,
  value: FieldValue,
  options: FieldOptions,
): void {
  changeFields(node, headers).push(renderField(node, name, value, options.utf8))
}

/** On top, behind lines that are no field (an mbox line). */
export function prependField(
  node: Node,
  headers: Headers,
  name: string,
  value: FieldValue,
  options: FieldOptions,
): void {
  changeFields(node, headers).prepend(renderField(node, name, value, options.utf8))
}

/** True if there were fields of that name. */
export function deleteFields(node: Node, headers: Headers, name: string): boolean {
  refuseLate(node)
  if (!headers.has(name)) return false
  return changeFields(node, headers).delete(name.toLowerCase())
}
