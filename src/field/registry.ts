/** Typed access by field name: the grammar of a field, and the text of a value by it. RFC 5322 §3.6. */
export { type AddressValue, type FieldValue, formatField } from './field-value.js'
export {
  type FieldKind,
  type FieldTypes,
  type FormatOptions,
  type Grammar,
  grammarAt,
  grammarOf,
  registerField,
  UNSTRUCTURED,
} from './grammars.js'
