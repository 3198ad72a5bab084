/** The door `messagerie/imap`: what an IMAP server or client computes of a message. Pure functions, no sockets. RFC 9051, RFC 5256. */
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
