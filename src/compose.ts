/** The door `messagerie/compose`: writing mail. */
export { compose } from './message/compose.js'
export {
  type AddressSpec,
  type AlternativeSpec,
  type AttachmentSpec,
  type CalendarSpec,
  type ComposeOptions,
  type MessageSpec,
  MessageSpecError,
  type SpecFault,
} from './message/spec.js'
