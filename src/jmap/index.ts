/**
 * The door `messagerie/jmap`. Makes Email objects of JMAP from messages, and messages from them. RFC 8621 §4.
 * @module
 */
export type { BlobId, EmailBodyPart, EmailBodyValue } from './body-parts.js'
export { type Blobs, fromJmapEmail, type JmapEmailCreate, type JmapFault, JmapSetError } from './from-email.js'
export type { EmailAddress, EmailAddressGroup, EmailHeader, HeaderForm } from './header-forms.js'
export { type JmapEmail, type JmapEmailOptions, toJmapEmail } from './to-email.js'
