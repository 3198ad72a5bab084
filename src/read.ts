/**
 * The door `messagerie/read`. Reads messages, in as few octets of code as possible. The classes are those of the root door. What would change or write a message throws.
 * @module
 */
export type { Source } from './bytes/source.js'
export type { DefectCode, Severity } from './defects/codes.js'
export { type Defect, MessageError } from './defects/defect.js'
export type { Limits } from './defects/limits.js'
export type { AddressList, Group, Mailbox } from './field/address/address.js'
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
export type { Role } from './tree/body.js'
export { Entity, type UsedCharset } from './tree/entity.js'
export { type EntityRange, Field, type Range } from './tree/field.js'
export { Headers } from './tree/headers.js'
export { Message } from './tree/message.js'
export type { ParseOptions } from './tree/options.js'
export { parse } from './tree/read.js'
