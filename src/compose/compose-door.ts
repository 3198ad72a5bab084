/**
 * The door `messagerie/compose`. Makes a message from a spec, answers, forwards and resends messages, and handles format=flowed.
 * @module
 */
export { decodeFlowed, type FlowedOptions } from '../tree/flowed.js'
export type { WritableMailbox } from './answer-to.js'
export { compose } from './compose.js'
export { type ForwardOptions, forward, type RedirectOptions, redirect } from './forward.js'
export {
  type EncodeFlowedOptions,
  encodeFlowed,
  quoteText,
  unflowedText,
} from './quote.js'
export { type AnswerSpec, type ReplyOptions, reply } from './reply.js'
export {
  type AddressSpec,
  type CalendarSpec,
  type ComposeOptions,
  type ContentPartSpec,
  type HeaderSpec,
  type ListSpec,
  type MessageSpec,
  MessageSpecError,
  type Omitted,
  type PartSpec,
  type SpecFault,
  type StreamContent,
} from './spec.js'
