/**
 * The door `messagerie/present`. What a mail reader does with each part: show, offer, save or choose. RFC 2049 §2.
 * @module
 */
export { type Presentation, type PresentOptions, type PresentRule, present } from './present.js'
