/** Checks the options of the encoders. */
import { checkOptions } from '../bytes/arguments.js'

/** Options of the encoders that write lines. */
export interface LineOptions {
  /** Octets of an encoded line without its line end, at most 76 (RFC 2045 §6.7 rule 5, §6.8). */
  lineLength?: number
}

/** Options of `encodeQuotedPrintable` and `QuotedPrintableEncoder` (RFC 2045 §6.7). */
export interface QuotedPrintableOptions extends LineOptions {
  /**
   * `text` (default): CRLF, LF and CR each are one line break, written as CRLF. `binary`: they are octets like all others and come back
   * exactly.
   */
  mode?: 'text' | 'binary'
}

/** Options of `encodeUuencode` and `UuEncoder`. */
export interface UuencodeOptions {
  /** The name in the `begin` line; no controls. Default `file`. */
  filename?: string
  /** Permission bits, 0–0o7777. Default 0o644. */
  mode?: number
}

/** RFC 2045 §6.7, §6.8: encoded lines have at most 76 octets. */
const MAX_LINE = 76

/** @throws TypeError that names the encoder */
export function checkEncoderOptions(caller: string, options: unknown, known: readonly string[]): void {
  checkOptions(options, known, `${caller}: options`)
}

/** The line length to use; `least` is the shortest that holds any token. */
export function resolveLineLength(caller: string, value: number | undefined, least: number): number {
  if (value === undefined) return MAX_LINE
  if (!Number.isSafeInteger(value) || value < least || value > MAX_LINE) {
    throw new TypeError(`${caller}: lineLength: expected an integer from ${least} to ${MAX_LINE}, got ${String(value)}`)
  }
  return value
}

/** `text` unless given. */
export function resolveMode(caller: string, value: unknown): 'text' | 'binary' {
  if (value === undefined || value === 'text') return 'text'
  if (value === 'binary') return value
  throw new TypeError(`${caller}: mode: expected 'text' or 'binary', got ${String(value)}`)
}
