/** The door `messagerie/mailbox`: files of messages. */
export { type DetectedDialect, detectDialect, type MboxDialect } from './dialect.js'
export { MboxEntry, type MboxRange } from './entry.js'
export { type Envelope, type EnvelopeSpec, formatFromLine, parseFromLine } from './from-line.js'
export { type MboxOptions, type MboxStreamOptions, readMbox, splitMbox } from './read.js'
export type { SplitLimits } from './split-options.js'
export { type MboxInput, type MboxWriteOptions, mboxChunks, writeMbox } from './write.js'
