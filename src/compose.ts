/** The door `messagerie/compose`: writing mail, answering it, and the schema of a spec. Only this door loads zod. */
export * from './message/compose-door.js'
