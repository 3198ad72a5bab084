/**
 * The door `messagerie/mailbox`. Reads and writes files that hold messages: mbox, MMDF, Babyl, MH, `.emlx`, rnews, digests, names of a maildir. It opens no file.
 * @module
 */
export type { RandomAccess } from '../stream/random-access.js'
export { burst, type Digest, type DigestForm } from './burst.js'
export { type DetectedDialect, detectDialect, type MboxDialect, type StoreDialect } from './dialect.js'
export { type DigestSpec, makeDigest } from './digest.js'
export { type Emlx, type EmlxFlags, readEmlx } from './emlx.js'
export { MboxEntry, type MboxRange } from './entry.js'
export { type Envelope, type EnvelopeSpec, formatFromLine, parseFromLine } from './from-line.js'
export {
  formatMaildirName,
  MAILDIR_FLAGS,
  type MaildirDelivery,
  type MaildirName,
  type MaildirSeparator,
  maildirUnique,
  parseMaildirName,
} from './maildir.js'
export { type MboxSplit, mboxRanges } from './mbox-ranges.js'
export { type MhMessage, mhOrder, parseMhSequences, readMh } from './mh.js'
export { type MboxOptions, type MboxStreamOptions, readMbox, splitMbox } from './read-mbox.js'
export { type RnewsArticle, type RnewsStreamOptions, readRnews, splitRnews, writeRnews } from './rnews.js'
export type { SplitLimits, SplitOptions } from './split-options.js'
export { type MboxInput, type MboxWriteOptions, mboxChunks, writeMbox } from './write-mbox.js'
