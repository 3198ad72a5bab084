/** The door `messagerie/compose`: from a description to a message, and from a message to its answer. */
export { compose } from './compose.js'
export { messageSpec } from './compose-schema.js'
export { type ForwardOptions, forward, type RedirectOptions, redirect } from './forward.js'
export { messageJson } from './json-schema.js'
export {
  decodeFlowed,
  type EncodeFlowedOptions,
  encodeFlowed,
  type FlowedOptions,
  quoteText,
  unflowedText,
} from './quote.js'
export { type ReplyOptions, reply } from './reply.js'
export {
  type AddressSpec,
  type AlternativeSpec,
  type AttachmentSpec,
  type CalendarSpec,
  type ComposeOptions,
  type HeaderSpec,
  type MessageSpec,
  MessageSpecError,
  type SpecFault,
  type StreamContent,
} from './spec.js'
