/** The door `messagerie/schema`: schemas (zod) of what compose takes and of what `toJSON()` gives. Nothing else loads zod. */
export { messageSpec } from './compose-schema.js'
export { messageJson } from './json-schema.js'
