/**
 * The door `messagerie/schema`. Schemas of zod: what `compose` takes, and what `toJSON()` gives. This door loads zod.
 * @module
 */
export { messageSpec } from './compose-schema.js'
export { messageJson } from './json-schema.js'
