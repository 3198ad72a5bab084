/** Reads and writes fields by their names, and registers the grammars of further ones. RFC 5322 §3.6. */
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
