/** Typed access by field name: the grammar of a field, and the text of a value by it. RFC 5322 §3.6. */
export {
  type AddressValue,
  type FieldValue,
  formatField,
  type NamedAddress,
  type ParameterizedValue,
  type ParameterValues,
  type SettableValue,
} from './field-value.js'
export type { FieldKind, FieldTypes, FormatOptions, Grammar, ParsedField } from './grammars.js'
export { grammarOf, registerField } from './writers.js'
