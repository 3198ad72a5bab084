/** Sets, adds and deletes fields of a header section. RFC 5322 §3.6; trace fields go on top, RFC 5321 §4.4. */
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

/** In the place of the one with that index among its namesakes. */
export function updateField(
  node: Node,
  headers: Headers,
  name: string,
  index: number,
  value: FieldValue,
  options: FieldOptions,
): void {
  if (headers.field(name, index) === undefined)
    throw new TypeError(`index: there is no ${name} field ${index}; append adds one`)
  const field = renderField(node, name, value, options.utf8)
  changeFields(node, headers).replace(name.toLowerCase(), index, field)
}

/** All fields of that name, or the one with that index; true if there was one. */
export function deleteFields(node: Node, headers: Headers, name: string, index: number | undefined): boolean {
  refuseLate(node)
  if (headers.field(name, index) === undefined) return false
  if (index !== undefined) {
    changeFields(node, headers).replace(name.toLowerCase(), index, undefined)
    return true
  }
  return changeFields(node, headers).delete(name.toLowerCase())
}
