/**
 * Defines what a reader of an old form gives: a file with its place in the text, what is wrong with it, and the budget of decoded octets that
 * stops bombs. No RFC.
 */
import { checkOptions } from '../../bytes/arguments.js'
import { fromLatin1, isUtf8, latin1, utf8 } from '../../bytes/platform.js'
import { type Limits, resolveLimits } from '../../defects/limits.js'
import { safeFilename } from '../../field/mime/filename.js'

/** Octets of the content that was read (`part.bytes()` where it is a body part), half open. */
export interface Span {
  /** Offset of the first octet. */
  readonly start: number
  /** Offset behind the last octet. */
  readonly end: number
}

/**
 * - `missing-end`: it ends without its last line or sign; what was there is given.
 * - `bad-line`: a line inside that is none of the form; left out.
 * - `bad-octets`: octets that the form does not have; what follows is not read.
 * - `size-mismatch`, `crc-mismatch`: what is declared is not what is there. The content is given as it is.
 * - `truncated`: a length that reaches over the end.
 * - `too-large`: over `maxBytes`; cut there. `too-many`: over a count; the rest is not listed.
 * - `too-deep`: held in too many others of its kind; not opened.
 * - `invalid`: a header or a number that cannot be read.
 * - `not-expanded`: a shell would have replaced something in it; it stands as it was sent.
 * - `still-encoded`: under a further encoding that is not undone (`compress`).
 * - `missing`: another half that should stand beside it.
 */
export type LegacyProblemCode =
  | 'missing-end'
  | 'bad-line'
  | 'bad-octets'
  | 'size-mismatch'
  | 'crc-mismatch'
  | 'truncated'
  | 'too-large'
  | 'too-many'
  | 'too-deep'
  | 'invalid'
  | 'not-expanded'
  | 'still-encoded'
  | 'missing'

/** What is wrong with a file in an old form, and where. */
export interface LegacyProblem extends Span {
  /** What kind of fault it is. */
  readonly code: LegacyProblemCode
  /** What was expected and what is there. */
  readonly message: string
}

/** Problems kept of one file: a flood hides nothing that is not in its first ones. */
const MAX_PROBLEMS = 50

/** A bounded list. */
export class Problems {
  readonly list: LegacyProblem[] = []

  add(code: LegacyProblemCode, start: number, end: number, message: string): void {
    if (this.list.length < MAX_PROBLEMS) this.list.push({ code, start, end, message })
  }
}

/** Limits of what is decoded. */
export interface LegacyOptions {
  /** Octets that may be decoded in one call, all files together. Default: 256 MiB, the limit on one decoded body. */
  maxBytes?: number
}

/** Octets that may still be made: shared by all that one call decodes, so that many small bombs are one. */
export class Budget {
  constructor(public left: number) {}

  /** How many of `wanted` octets may be made; they count as made. */
  take(wanted: number): number {
    const granted = Math.min(wanted, this.left)
    this.left -= granted
    return granted
  }
}

/** @throws TypeError for an unknown option, or a number that is no non-negative integer */
export function budgetOf(
  options: LegacyOptions | undefined,
  limits: Readonly<Limits> = resolveLimits(undefined),
): Budget {
  if (options === undefined) return new Budget(limits.maxDecodedBytes)
  checkOptions(options, ['maxBytes'])
  const { maxBytes = limits.maxDecodedBytes } = options
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 0) {
    throw new TypeError(`options.maxBytes: expected a non-negative integer, got ${String(maxBytes)}`)
  }
  return new Budget(maxBytes)
}

/** The old forms that are read. */
export type LegacyKind =
  | 'uuencode'
  | 'begin-base64'
  | 'yenc'
  | 'binhex'
  | 'shar'
  | 'sun'
  | 'applesingle'
  | 'appledouble'
  | 'tnef'

/** A file in an old form. */
export interface LegacyFile {
  /** The form that it stood in. */
  readonly kind: LegacyKind
  /** The filename, decoded and otherwise as received: never use it as a path. Absent where the form tells none. */
  readonly filename?: string
  /** `filename` as the last component of a path that every common system takes. `attachment` where nothing is left of it. */
  readonly safeFilename: string
  /** Media type, as `image/gif`. Absent where the form tells none. */
  readonly mediaType?: string
  /** All octets that it was read from, in order. */
  readonly spans: readonly Span[]
  /** What is wrong with it; empty where nothing is. */
  readonly problems: readonly LegacyProblem[]
  /** Of a Macintosh file (RFC 1740, RFC 1741), where it has one: what only a Macintosh reads. */
  readonly resourceFork?: Uint8Array
  /** The content, decoded; the same memory at each call. */
  bytes(): Uint8Array
}

export interface FoundFile {
  kind: LegacyKind
  filename?: string | undefined
  mediaType?: string | undefined
  spans: readonly Span[]
  problems: readonly LegacyProblem[]
  resourceFork?: Uint8Array | undefined
  content: Uint8Array
}

export function legacyFile(found: FoundFile): LegacyFile {
  const { kind, filename, mediaType, spans, problems, resourceFork, content } = found
  const named = filename === undefined || filename === '' ? {} : { filename }
  return {
    kind,
    ...named,
    safeFilename: safeFilename(filename),
    ...(mediaType === undefined ? {} : { mediaType }),
    spans,
    problems,
    ...(resourceFork === undefined || resourceFork.length === 0 ? {} : { resourceFork }),
    bytes: () => content,
  }
}

/** A name without a charset: UTF-8 if it is that, else Latin-1. */
export function nameText(octets: string): string {
  const bytes = fromLatin1(octets)
  return isUtf8(bytes) ? utf8(bytes, 0, bytes.length) : latin1(bytes, 0, bytes.length)
}
