/** The door `messagerie/present`: what a reader of mail does with each part. RFC 2049 §2. */
export { type Presentation, type PresentOptions, type PresentRule, present } from './present.js'
