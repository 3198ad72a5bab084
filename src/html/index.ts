/**
 * The door `messagerie/html`. Turns HTML into text and text into HTML; finds what an author wrote; makes previews. This door loads htmlparser2.
 * @module
 */
export { textToHtml } from '../tree/text-to-html.js'
export { cidReferences } from './cid-references.js'
export { htmlToText } from './html-to-text.js'
export { plainText, preview, visibleText } from './message-text.js'
