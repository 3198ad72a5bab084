/**
 * The door `messagerie/imap`. What an IMAP server says about a message, and threads. It opens no socket. RFC 9051, RFC 5256.
 * @module
 */
export {
  type BodyStructure,
  bodyStructure,
  formatBodyStructure,
  type LeafStructure,
  type MultipartStructure,
} from './body-structure.js'
export { type Envelope, type EnvelopeAddress, envelope, formatEnvelope } from './envelope.js'
export { section, size } from './section.js'
export { type BaseSubject, baseSubject } from './subject.js'
export { type Thread, type Threadable, threads } from './thread.js'
