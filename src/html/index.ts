/** The door `messagerie/html`: text of HTML, HTML of text, what the author wrote, previews. The one door that loads htmlparser2. */
export { textToHtml } from '../tree/text-to-html.js'
export { cidReferences } from './cid-references.js'
export { htmlToText } from './html-to-text.js'
export { plainText, preview, visibleText } from './message-text.js'
