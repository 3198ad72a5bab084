/**
 * The door `messagerie`. Reads, edits, composes and writes messages. `parse` and `compose` give a `Message`; `parts`, `parseStream`, `open` and `rewrite` work on streams.
 * @module
 */
export { ambiguities } from './ambiguities/ambiguities.js'
export type { Ambiguity, Fact, Reading } from './ambiguities/list.js'
export {
  type FilenameSource,
  type Profile,
  type ProfileName,
  READER_PROFILES,
  type Syntax,
} from './ambiguities/profiles.js'
export type { Source } from './bytes/source.js'
export { compose } from './compose/compose.js'
export { type ComposeOptions, type MessageSpec, MessageSpecError } from './compose/spec.js'
export { useChecks } from './compose/use-checks.js'
export type { DefectCode, Severity } from './defects/codes.js'
export { type Defect, MessageError } from './defects/defect.js'
export type { Limits } from './defects/limits.js'
export { LineIndex, type LinePosition } from './defects/locate.js'
export type { AddressList, Group, Mailbox } from './field/address/address.js'
export { displayAddresses } from './field/address/address-display.js'
export type { MailDate } from './field/date.js'
export type { ListHeaders } from './field/list.js'
export type { ContentType } from './field/mime/content-type.js'
export type { Disposition, Parameterized } from './field/mime/disposition.js'
export type {
  AddressValue,
  FieldTypes,
  FieldValue,
  NamedAddress,
  ParameterizedValue,
  ParameterValues,
  ParsedField,
  SettableValue,
} from './field/registry.js'
export type { Received } from './field/trace/received.js'
export { parse } from './message/parse.js'
export type { RewrittenPart } from './stream/change.js'
export { parseStream } from './stream/gather.js'
export { open, StoredPart } from './stream/open.js'
export type { StreamedPart } from './stream/part.js'
export { type Parts, parts, type StreamOptions } from './stream/parts.js'
export type { RandomAccess } from './stream/random-access.js'
export { type RewriteEdit, rewrite } from './stream/rewrite.js'
export type { StreamSource } from './stream/source.js'
export type { Role } from './tree/body.js'
export { Entity, type UsedCharset } from './tree/entity.js'
export { type EntityRange, Field, type Range } from './tree/field.js'
export { Headers } from './tree/headers.js'
export type { ContentOptions, FieldOptions, SerializeOptions } from './tree/kit.js'
export { Message } from './tree/message.js'
export type { EntityJson, MessageJson } from './tree/message-json.js'
export type { ParseOptions } from './tree/options.js'
export type { ContentPartSpec, HeaderSpec, PartSpec, StreamContent } from './tree/part-spec.js'
